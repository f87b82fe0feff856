package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.ImportPlan;
import io.github.spotifypipeline.imports.Renumbering;
import io.github.spotifypipeline.imports.RowKey;
import io.github.spotifypipeline.imports.ShortFormDocuments;
import io.github.spotifypipeline.imports.SongNames;
import io.github.spotifypipeline.imports.Span;
import io.github.spotifypipeline.imports.StoredRow;
import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What earlier imports of an account have left, as far as a later one must know it; read when it is asked for. */
final class EarlierRows {

    private record Named(SongNames names, long endedAt, long msPlayed) {
    }

    private final StoredStreams stored;
    private final EarlierRepeats repeats;
    private final boolean none;
    private final boolean shortRows;
    private final List<Span> covered;
    private Map<Named, List<StoredRow>> named;
    private ShortFormDocuments byMinute;

    /** What an import finds; its own, too, when it goes on after a kill. */
    EarlierRows(ImportDocuments imports, ImportTask task, StoredStreams stored, EarlierRepeats repeats) {
        String accountId = task.accountId();
        this.stored = stored;
        this.repeats = repeats;
        this.none = !imports.isBegun(task.id()) && !imports.hasRows(accountId, task.id());
        this.shortRows = imports.hasShortRows(accountId);
        this.covered = imports.covered(accountId);
    }

    /** Whether nothing of an import can be stored. */
    boolean isNone() {
        return none;
    }

    /** Those that are copies or repeats of rows of this import. */
    EarlierRepeats repeats() {
        return repeats;
    }

    /**
     * Gives repeats the numbers that they have among all rows.
     *
     * @param source of this import
     * @param dryRun whether to write nothing
     */
    Renumbering renumber(ImportPlan plan, PlaySource source, boolean dryRun) {
        return repeats.renumber(plan, !none && source.isExport(), dryRun);
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
                    one.heard().msPlayed()), key -> new ArrayList<>(1)).add(one));
        }
        List<StoredRow> same = named.getOrDefault(new Named(row.names(), row.heard().endedAt(),
                row.heard().msPlayed()), List.of());
        StoredRow stored = same.stream().filter(one -> one.id().equals(id)).findFirst().orElseGet(() -> same.stream()
                .filter(one -> !one.uri().equals(row.uri()) && RowKey.of(one.uri(), one.heard()).isCopy(row.key()))
                .findFirst().orElse(null));
        if (stored == null) {
            return id;
        }
        same.remove(stored);
        return stored.id();
    }

    /**
     * The document of the short form that a row of the extended form replaces; null for none.
     *
     * @param id of the row's own document: where it ends with a minute both may have the same
     */
    String shortRow(ExportRow row, String id) {
        if (!shortRows || row.heard().source() != PlaySource.EXPORT) {
            return null;
        }
        if (byMinute == null) {
            byMinute = stored.shortRows();
        }
        String replaced = byMinute.take(row);
        return id.equals(replaced) ? null : replaced;
    }
}
