package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.imports.ExportContents;
import io.github.spotifypipeline.imports.ExportReader;
import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.FirstPass;
import io.github.spotifypipeline.imports.ImportOptions;
import io.github.spotifypipeline.imports.ImportPlan;
import io.github.spotifypipeline.imports.LibraryFiles;
import io.github.spotifypipeline.imports.OpenGap;
import io.github.spotifypipeline.imports.Owner;
import io.github.spotifypipeline.imports.Pair;
import io.github.spotifypipeline.imports.RowCounts;
import io.github.spotifypipeline.imports.RowOutcome;
import io.github.spotifypipeline.imports.SecondPass;
import io.github.spotifypipeline.imports.SongUris;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.records.Bson;
import io.github.spotifypipeline.records.PlaySource;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.bson.Document;

/** One import under way: first all rows are read, then they are stored page by page. */
public final class ImportRun implements Closeable {

    /**
     * Rows of a page: the lock of the embedded database is free between two. Of twice as many, more outlives the young
     * generation of the heap than can be collected cheaply.
     */
    private static final int PAGE = 500;

    private final ImportTask task;
    private final ImportOptions options;
    private final StoredStreams stored;
    private final ImportLetters letters;
    private final EarlierRows earlier;
    private final HeardPlays heard;
    private final RowCounts counts = new RowCounts();
    private final PageOutcomes outcomes;
    private final SongUris songs;
    private ExportArchive archive;
    private ExportReader reader;
    private ImportPlan plan;
    private SecondPass second;
    private volatile long done;
    private volatile long all;

    ImportRun(ImportTask task, ImportOptions options, StoredStreams stored, ImportLetters letters,
            EarlierRows earlier, HeardPlays heard) {
        this.task = task;
        this.options = options;
        this.stored = stored;
        this.letters = letters;
        this.earlier = earlier;
        this.heard = heard;
        this.outcomes = new PageOutcomes(stored, counts, earlier);
        this.songs = new SongUris(stored::songs);
    }

    ImportTask task() {
        return task;
    }

    /** How far it is. */
    ImportProgress progress() {
        // before what is done, which goes on meanwhile
        long expected = all;
        return new ImportProgress(task.id(), task.accountId(), task.name(), task.startedAt(), task.choices().dryRun(),
                done - expected, expected == 0 ? null : expected);
    }

    ImportPlan plan() {
        return plan;
    }

    RowCounts counts() {
        return counts;
    }

    /** What the rows are from; of scrobbles any of the services. */
    PlaySource source() {
        return ExportContents.source(archive);
    }

    /** The files that were given. */
    ExportArchive archive() {
        return archive;
    }

    /** Whether nothing of an import can be stored for the account. */
    public boolean isFirst() {
        return earlier.isNone();
    }

    /** Whether the row of a pair was heard long enough for a play. */
    boolean isPlay(Pair pair) {
        return plan.isPlay(pair);
    }

    /** Why files may be missing; empty when the archive is whole. */
    Optional<String> damage() {
        return archive.damage();
    }

    /**
     * Reads all rows and writes nothing.
     *
     * @param gaps  that are open
     * @param going throws when the process ends
     * @throws ImportRefusedException when it cannot be imported, or is somebody else's
     */
    void read(Collection<OpenGap> gaps, Runnable going) throws IOException {
        archive = ExportArchive.open(task.file(), task.name(), options.limits(), opened -> { });
        ExportContents.refusal(archive, options.shortForm()).ifPresent(words -> {
            throw new ImportRefusedException(422, words);
        });
        if (options.shortForm()) {
            LibraryFiles.read(archive, options.limits(), songs);
        }
        try (ExportReader first = new ExportReader(archive, options, songs)) {
            plan = new FirstPass(options, earlier.covered(),
                    heard.partners(archive, options, songs), gaps).read(first, rows -> {
                going.run();
                done = rows;
            });
        }
        ImportResult.nothingRead(plan, this).ifPresent(words -> {
            throw new ImportRefusedException(422, words);
        });
        refusal(task.choices().anyway()).ifPresent(words -> {
            throw new ImportRefusedException(422, words, refusal(true).isEmpty() ? "anyway" : null);
        });
        reader = ExportReader.again(archive, options, songs);
        done = plan.findings().counts().read();
        all = done;
        if (task.choices().dryRun() && !earlier.isNone()) {
            compare(going);
        }
    }

    private Optional<String> refusal(boolean anyway) {
        return Owner.refusalByNames(task.owner(), plan.findings().userNames(), anyway)
                .or(() -> Owner.refusalByPlays(plan.partners(), anyway));
    }

    /** Reads on, merges what the API has shown, and sets dead rows aside. @return null after the last row */
    ImportPage next() throws IOException {
        if (second == null) {
            second = plan.secondPass(earlier.renumber(plan, source(), false));
        }
        ImportPage page = new ImportPage(task);
        Map<String, Document> merged = new HashMap<>();
        Map<String, String> ownIds = new HashMap<>();
        int read = fill(page, merged, ownIds);
        stored.merge(merged);
        if (!earlier.isNone()) {
            // only now, so that a kill in between loses nothing
            stored.deleteRows(ownIds.values());
        }
        earlier.repeats().makeWay(page.ids());
        letters.store();
        return read == 0 ? earlier.repeats().end() : page;
    }

    /** For a dry run: reads once more, and looks which rows are stored already. */
    private void compare(Runnable going) throws IOException {
        second = plan.secondPass(earlier.renumber(plan, source(), true));
        int read;
        do {
            going.run();
            ImportPage page = new ImportPage(task);
            read = fill(page, new HashMap<>(), new HashMap<>());
            outcomes.compare(page);
        } while (read > 0);
    }

    private int fill(ImportPage page, Map<String, Document> merged, Map<String, String> ownIds) throws IOException {
        int read = 0;
        for (ExportRow row; read < PAGE && (row = reader.next()) != null; read++) {
            take(row, page, merged, ownIds);
        }
        counts.addRead(read);
        done += read;
        return read;
    }

    private void take(ExportRow row, ImportPage page, Map<String, Document> merged, Map<String, String> ownIds) {
        SecondPass.Decision decision = second.decide(row);
        boolean storable = decision.without() != null || Bson.isStorable(row.raw());
        if (decision.without() != null || !storable) {
            RowOutcome outcome = storable ? decision.without() : RowOutcome.DEAD;
            counts.add(outcome, 1);
            if (outcome == RowOutcome.DEAD) {
                letters.add(row, reader.file().name(), reader.position());
            }
            return;
        }
        String id = Bson.text(row.id(task.accountId(), decision.repeat()));
        String known = earlier.id(row, id);
        String replaces = earlier.shortRow(row, known);
        Pair pair = decision.pair();
        if (pair == null) {
            if (!page.add(new ImportPage.Entry(known, row, decision.place(), replaces))) {
                counts.add(RowOutcome.KNOWN, 1);
            }
            return;
        }
        counts.add(pair.outcome(), 1);
        if (!row.heard().source().isExport()) {
            return;
        }
        if (!pair.held()) {
            merged.put(pair.playId(), StreamDocument.of(row));
        }
        ownIds.put(pair.playId(), known);
        if (replaces != null) {
            ownIds.put(replaces, replaces);
        }
    }

    /** A page's rows of one collection are stored. @param changed the documents that are new */
    void stored(ImportPage page, String collection, ArrayNode changed) {
        outcomes.stored(page.of(collection), collection, changed);
    }

    /** Deletes what it has stored. */
    void forget() {
        stored.deleteImported(task.startedAt());
        letters.forget();
    }

    @Override
    public void close() throws IOException {
        if (reader != null) {
            reader.close();
        }
        if (archive != null) {
            archive.close();
        }
    }
}
