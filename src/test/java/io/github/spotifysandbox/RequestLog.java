package io.github.spotifysandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest requests, oldest first. Safe for several threads. */
final class RequestLog {

    /** Enough for any test, and a bound for a demo that runs for months. */
    static final int CAPACITY = 10_000;

    private final Deque<RecordedRequest> requests = new ArrayDeque<>();

    synchronized void add(RecordedRequest request) {
        if (requests.size() == CAPACITY) {
            requests.removeFirst();
        }
        requests.addLast(request);
    }

    synchronized List<RecordedRequest> newest() {
        return List.copyOf(requests);
    }

    synchronized void clear() {
        requests.clear();
    }
}
