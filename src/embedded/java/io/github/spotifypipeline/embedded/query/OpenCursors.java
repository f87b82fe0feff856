package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** The results that clients have not read to their end. One that is not asked for in ten minutes is dropped. */
final class OpenCursors {

    /** How many documents a first batch has, unless the client says. */
    static final long FIRST_BATCH = 101;

    /** The most that one reply has, by {@link Values#size}, which counts more than what is sent. */
    static final int BATCH_BYTES = 16 * 1024 * 1024;

    private static final long IDLE_NANOS = 600_000_000_000L;
    private static final int MOST = 1_000;
    private static final int CURSOR_NOT_FOUND = 43;

    private static final class Cursor {
        private final String namespace;
        private final Iterator<Document> documents;
        private final HeldMemory held;
        private long usedAt = System.nanoTime();

        Cursor(String namespace, Iterator<Document> documents, HeldMemory held) {
            this.namespace = namespace;
            this.documents = documents;
            this.held = held;
        }
    }

    /** The one that was used longest ago comes first. */
    private final Map<Long, Cursor> open = new LinkedHashMap<>();

    Document open(String namespace, Iterator<Document> documents, HeldMemory held, long batchSize, boolean single) {
        dropIdle();
        Cursor cursor = new Cursor(namespace, documents, held);
        long id = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
        return reply(id, cursor, batchSize, "firstBatch", single);
    }

    private Document reply(long id, Cursor cursor, long batchSize, String name, boolean last) {
        List<Document> batch = new ArrayList<>();
        boolean ended = true;
        try {
            long size = 0;
            while (batch.size() < batchSize && size < BATCH_BYTES && cursor.documents.hasNext()) {
                Document document = cursor.documents.next();
                size += Values.size(document);
                batch.add(document);
            }
            ended = last || batchSize > 0 && !cursor.documents.hasNext();
        } finally {
            open.remove(id);
            if (ended) {
                cursor.held.close();
            } else {
                cursor.usedAt = System.nanoTime();
                open.put(id, cursor);
            }
        }
        return new Document("cursor", new Document("id", ended ? 0L : id).append("ns", cursor.namespace)
                .append(name, batch)).append("ok", 1.0);
    }

    Document getMore(Document query) {
        dropIdle();
        long id = query.get("getMore") instanceof Number number ? number.longValue() : 0;
        Cursor cursor = open.get(id);
        if (cursor == null || !cursor.namespace.endsWith("." + query.get("collection"))) {
            throw new MongoServerError(CURSOR_NOT_FOUND, "CursorNotFound", "cursor id " + id + " not found");
        }
        long size = query.get("batchSize") instanceof Number number && number.longValue() > 0 ? number.longValue()
                : Long.MAX_VALUE;
        return reply(id, cursor, size, "nextBatch", false);
    }

    Document kill(Document query) {
        List<Object> killed = new ArrayList<>();
        List<Object> notFound = new ArrayList<>();
        for (Object id : query.get("cursors") instanceof List<?> ids ? ids : List.of()) {
            Cursor cursor = id instanceof Number number ? open.remove(number.longValue()) : null;
            if (cursor == null) {
                notFound.add(id);
            } else {
                cursor.held.close();
                killed.add(id);
            }
        }
        return new Document("cursorsKilled", killed).append("cursorsNotFound", notFound)
                .append("cursorsAlive", new ArrayList<>()).append("cursorsUnknown", new ArrayList<>()).append("ok",
                        1.0);
    }

    private void dropIdle() {
        long now = System.nanoTime();
        Iterator<Cursor> oldest = open.values().iterator();
        while (oldest.hasNext()) {
            Cursor cursor = oldest.next();
            if (now - cursor.usedAt < IDLE_NANOS && open.size() <= MOST) {
                return;
            }
            cursor.held.close();
            oldest.remove();
        }
    }

    void close() {
        open.values().forEach(cursor -> cursor.held.close());
        open.clear();
    }
}
