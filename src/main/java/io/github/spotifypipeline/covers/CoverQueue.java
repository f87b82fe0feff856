package io.github.spotifypipeline.covers;

import java.net.URI;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;

/** The addresses of images that the page has asked for and that are still to be fetched; in memory only. */
final class CoverQueue {

    static final int MOST = 1_000;

    private final Set<URI> waiting = new LinkedHashSet<>();

    /** Adds one, unless it waits already. When there are too many, the one that waits for the longest time goes. */
    synchronized void add(URI address) {
        if (waiting.add(address) && waiting.size() > MOST) {
            take();
        }
    }

    synchronized int size() {
        return waiting.size();
    }

    /** Takes the one that waits for the longest time; null when there is none. */
    synchronized URI take() {
        Iterator<URI> first = waiting.iterator();
        if (!first.hasNext()) {
            return null;
        }
        URI address = first.next();
        first.remove();
        return address;
    }
}
