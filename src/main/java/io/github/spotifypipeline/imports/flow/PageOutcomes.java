package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.imports.RowCounts;
import io.github.spotifypipeline.imports.RowOutcome;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Counts what becomes of the rows of pages that get documents of their own. */
final class PageOutcomes {

    private final StoredStreams stored;
    private final RowCounts counts;
    private final EarlierRows earlier;

    PageOutcomes(StoredStreams stored, RowCounts counts, EarlierRows earlier) {
        this.stored = stored;
        this.counts = counts;
        this.earlier = earlier;
    }

    /** Rows of a collection are stored: those of the other one, of an import with another limit, go from there. */
    void stored(List<ImportPage.Entry> rows, String collection, ArrayNode changed) {
        Set<String> added = new HashSet<>();
        changed.forEach(record -> added.add(record.path("_id").textValue()));
        List<ImportPage.Entry> entries = there(rows, collection, added);
        String other = other(collection);
        Collection<String> elsewhere = existing(other, entries);
        stored.deleteRows(other, elsewhere);
        count(entries, elsewhere, added);
        stored.deleteRows(entries.stream().map(ImportPage.Entry::replaces).filter(Objects::nonNull).toList());
    }

    /** Not those that a user's transform has left out: they are not accounted for, and nothing gives way to them. */
    private List<ImportPage.Entry> there(List<ImportPage.Entry> rows, String collection, Set<String> added) {
        Set<String> known = stored.existing(collection, ImportPage.ids(rows).stream()
                .filter(id -> !added.contains(id)).toList());
        return rows.stream().filter(row -> added.contains(row.id()) || known.contains(row.id())).toList();
    }

    /** What would become of a page's rows; writes nothing. */
    void compare(ImportPage page) {
        for (String collection : StoredStreams.BOTH) {
            List<ImportPage.Entry> entries = page.of(collection);
            Set<String> added = new HashSet<>(ImportPage.ids(entries));
            added.removeAll(existing(collection, entries));
            entries.forEach(entry -> earlier.repeats().foresee(entry.id(), added));
            count(entries, existing(other(collection), entries), added);
        }
    }

    private void count(List<ImportPage.Entry> entries, Collection<String> elsewhere, Collection<String> added) {
        for (ImportPage.Entry entry : entries) {
            counts.add(elsewhere.contains(entry.id()) ? RowOutcome.MOVED
                    : added.contains(entry.id()) && !earlier.repeats().wasCopy(entry.id())
                    ? RowOutcome.stored(entry.place()) : RowOutcome.KNOWN, 1);
        }
    }

    private Set<String> existing(String collection, List<ImportPage.Entry> entries) {
        return earlier.isNone() ? Set.of() : stored.existing(collection, ImportPage.ids(entries));
    }

    private static String other(String collection) {
        return collection.equals(StoredStreams.PLAYS) ? StoredStreams.OTHERS : StoredStreams.PLAYS;
    }
}
