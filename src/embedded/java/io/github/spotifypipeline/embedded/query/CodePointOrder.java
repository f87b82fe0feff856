package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * Puts documents into the order of the code points of their {@code _id}s, which is MongoDB's. They come in the store's
 * order, which is that of UTF-16. The two differ only where one text has a surrogate and the other a character from
 * U+E000 on behind the same beginning. Such texts stand together in both orders, so only their {@code _id}s are held.
 */
final class CodePointOrder implements Iterator<Document> {

    private static final int SIZE = 120;

    private final Iterator<Document> found;
    private final Function<String, Document> byId;
    private final Comparator<String> order;
    private final HeldMemory held;
    private Iterator<String> run = Collections.emptyIterator();
    private long size;
    private Document ahead;
    private Document next;

    /**
     * Puts them in order.
     *
     * @param found documents in the order of UTF-16, whose {@code _id}s are texts
     * @param byId finds a document once more; null when it is gone
     */
    CodePointOrder(Iterator<Document> found, boolean descending, Function<String, Document> byId, HeldMemory held) {
        this.found = found;
        this.byId = byId;
        this.order = descending ? (one, other) -> Values.compareTexts(other, one) : Values::compareTexts;
        this.held = held;
    }

    /** The place of the first surrogate, or of the first character from U+E000 on; -1 when a text has none. */
    static int firstHigh(String id) {
        for (int i = 0; i < id.length(); i++) {
            if (id.charAt(i) >= Character.MIN_SURROGATE) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public boolean hasNext() {
        while (next == null && (run.hasNext() || ahead != null || found.hasNext())) {
            next = run.hasNext() ? byId.apply(run.next()) : read();
        }
        return next != null;
    }

    @Override
    public Document next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        Document document = next;
        next = null;
        return document;
    }

    /** The next document; null when it begins a run, which is read and put in order then. */
    private Document read() {
        held.add(-size);
        size = 0;
        Document first = ahead == null ? found.next() : ahead;
        ahead = null;
        String id = (String) first.get("_id");
        int high = firstHigh(id);
        if (high < 0) {
            return first;
        }
        List<String> ids = new ArrayList<>(List.of(id));
        while (ahead == null && found.hasNext()) {
            Document document = found.next();
            String other = (String) document.get("_id");
            if (firstHigh(other) == high && other.startsWith(id.substring(0, high))) {
                hold(SIZE + 2L * other.length());
                ids.add(other);
            } else {
                ahead = document;
            }
        }
        if (ids.size() == 1) {
            return first;
        }
        ids.sort(order);
        run = ids.iterator();
        return null;
    }

    private void hold(long more) {
        size += more;
        held.add(more);
    }
}
