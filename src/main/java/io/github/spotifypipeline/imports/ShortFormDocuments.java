package io.github.spotifypipeline.imports;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Documents that an earlier import of the short form made, to be replaced by rows of the extended form: those of the
 * same names, the same minute and the same length.
 */
public final class ShortFormDocuments {

    private record Key(long title, long artist, long minute, long msPlayed) {
    }

    private final Map<Key, Deque<String>> ids = new HashMap<>();

    /**
     * Takes note of a document.
     *
     * @param id    its {@code _id}
     * @param names of its row
     * @param heard of its row
     */
    public void add(String id, SongNames names, Heard heard) {
        ids.computeIfAbsent(key(names, heard), key -> new ArrayDeque<>(1)).add(id);
    }

    /** The document that a row replaces; each only once. @return its {@code _id}, null for none */
    public String take(ExportRow row) {
        Deque<String> same = ids.isEmpty() ? null : ids.get(key(row.names(), row.heard()));
        return same == null ? null : same.poll();
    }

    private static Key key(SongNames names, Heard heard) {
        return new Key(FoldedName.hash(names.title()), FoldedName.hash(names.artist()),
                Math.floorDiv(heard.endedAt(), 60_000), heard.msPlayed());
    }
}
