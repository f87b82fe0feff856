package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.ShortFormDocuments;
import io.github.spotifypipeline.imports.SongNames;
import io.github.spotifypipeline.imports.Span;
import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What earlier imports of an account have left, as far as a later one must know it; read when it is asked for. */
final class EarlierRows {

    private record Named(SongNames names, long endedAt, long msPlayed) {
    }

    private final StoredStreams stored;
    private final boolean none;
    private final boolean shortRows;
    private final List<Span> covered;
    private Map<Named, Deque<String>> named;
    private ShortFormDocuments byMinute;

    /** Of the account, apart from one import. */
    EarlierRows(ImportDocuments imports, StoredStreams stored, String accountId, boolean again, String apartFrom) {
        this.stored = stored;
        this.none = !again && !imports.hasRows(accountId, apartFrom);
        this.shortRows = imports.hasShortRows(accountId);
        this.covered = imports.covered(accountId);
    }

    /** Whether nothing of an import can be stored. */
    boolean isNone() {
        return none;
    }

    List<Span> covered() {
        return covered;
    }

    /**
     * The {@code _id} that a row's document has. That of a song of which only the names were known holds the uri that
     * was found then; our lists may name another one now.
     *
     * @param id what it would be today
     */
    String id(ExportRow row, String id) {
        if (none || !row.isByName()) {
            return id;
        }
        if (named == null) {
            named = new HashMap<>();
            stored.namedRows(one -> named.computeIfAbsent(new Named(one.names(), one.heard().endedAt(),
                    one.heard().msPlayed()), key -> new ArrayDeque<>(1)).add(one.id()));
        }
        Deque<String> same = named.get(new Named(row.names(), row.heard().endedAt(), row.heard().msPlayed()));
        return same == null || same.isEmpty() || same.remove(id) ? id : same.poll();
    }

    /** The document of the short form that a row of the extended form replaces; null for none. */
    String shortRow(ExportRow row) {
        if (!shortRows || row.heard().source() != PlaySource.EXPORT) {
            return null;
        }
        if (byMinute == null) {
            byMinute = stored.shortRows();
        }
        return byMinute.take(row);
    }
}
