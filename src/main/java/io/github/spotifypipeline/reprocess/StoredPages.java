package io.github.spotifypipeline.reprocess;

import io.github.spotifypipeline.reading.StoredPage;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.Function;

/** Reads stored items page by page: of what is still to come only the {@code _id}s are in memory. */
final class StoredPages implements Iterator<StoredPage> {

    private final List<String> ids;
    private final int size;
    private final Function<List<String>, List<StoredPage>> read;
    private final Deque<StoredPage> pages = new ArrayDeque<>();
    private StoredPage current;
    private int next;

    /**
     * @param size how many are read at once
     * @param read finds them; a page for each list that they belong to
     */
    StoredPages(List<String> ids, int size, Function<List<String>, List<StoredPage>> read) {
        this.ids = ids;
        this.size = size;
        this.read = read;
    }

    @Override
    public boolean hasNext() {
        while (pages.isEmpty() && next < ids.size()) {
            int end = Math.min(ids.size(), next + size);
            pages.addAll(read.apply(ids.subList(next, end)));
            next = end;
        }
        return !pages.isEmpty();
    }

    @Override
    public StoredPage next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        current = pages.remove();
        return current;
    }

    /** The page that was given last. */
    StoredPage current() {
        return current;
    }
}
