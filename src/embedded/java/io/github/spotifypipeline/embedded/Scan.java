package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.IdRange;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVMap;

/** Reads documents one by one. After a change it begins again behind the last one, as old pages are not kept. */
final class Scan implements Iterator<Document> {

    private final MVMap<Object, Document> documents;
    private final IdRange range;
    private final boolean descending;
    private Cursor<Object, Document> cursor;
    private long version;
    private Object last;
    private Document next;

    Scan(MVMap<Object, Document> documents, IdRange range, boolean descending) {
        this.documents = documents;
        this.range = range;
        this.descending = descending;
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            reopen();
            while (next == null && cursor.hasNext()) {
                Object key = cursor.next();
                if (!key.equals(last)) {
                    last = key;
                    next = cursor.getValue();
                }
            }
        }
        return next != null;
    }

    private void reopen() {
        long now = documents.getStore().getCurrentVersion();
        if (cursor == null || version != now) {
            Object from = last == null ? range.from() : last;
            Object to = last == null ? range.to() : last;
            cursor = descending ? documents.cursor(to, range.from(), true)
                    : documents.cursor(from, range.to(), false);
            version = now;
        }
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document found = next;
        next = null;
        return found;
    }
}
