package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/** The memory that one command holds. All commands together may hold a quarter of the heap. */
final class HeldMemory implements AutoCloseable {

    private static final AtomicLong ALL = new AtomicLong();

    private final String what;
    private final long most;
    private long bytes;

    HeldMemory(String what) {
        this(what, Runtime.getRuntime().maxMemory() / 4);
    }

    HeldMemory(String what, long most) {
        this.what = what;
        this.most = most;
    }

    /**
     * Counts memory, in bytes. Less than 0 gives it back.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError code 292, if it is too much
     */
    void add(long more) {
        bytes += more;
        if (ALL.addAndGet(more) > most && more > 0) {
            throw Refusal.tooLarge(what, most);
        }
    }

    /** Holds all documents of a stream. */
    List<Document> all(Stream<Document> documents) {
        List<Document> all = new ArrayList<>();
        documents.forEach(document -> {
            add(Values.size(document));
            all.add(document);
        });
        return all;
    }

    @Override
    public void close() {
        ALL.addAndGet(-bytes);
        bytes = 0;
    }
}
