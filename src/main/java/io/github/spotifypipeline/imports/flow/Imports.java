package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.ImportOptions;
import io.github.spotifypipeline.imports.files.ReadLimits;
import io.github.spotifypipeline.imports.files.UnreadableArchiveException;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.settings.FileTrouble;
import io.github.spotifypipeline.sync.Gaps;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, goes on with and ends imports: what {@code routes/import} calls. */
public final class Imports {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

    private final Uploads uploads;
    private final Database database;
    private final ImportDocuments documents;
    private final SongFacts songs;
    private final ImportConclusion conclusion;
    private final LateFacts lateFacts;
    private final ImportGaps gaps;
    private final DeadLetters letters;
    private final Consumer<String> changed;
    private final Duration playAfter;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private final RunningImports running = new RunningImports();
    private final ImportedData data;
    private boolean tidied;

    /** What an import reads and writes. @param changed told of an account that has other documents now */
    public record Parts(Database database, ImportDocuments documents, LatePairs latePairs, Gaps gaps,
            DeadLetters letters, Consumer<String> changed) {
    }

    /**
     * Of this process.
     *
     * @param playAfter a song that was heard shorter is no play
     * @param stopping  whether the process is about to end
     */
    public Imports(Uploads uploads, Parts parts, Duration playAfter, Clock clock, BooleanSupplier stopping) {
        this.uploads = uploads;
        this.database = parts.database();
        this.documents = parts.documents();
        this.songs = parts.latePairs().songs();
        this.lateFacts = new LateFacts(database, documents, songs, parts.changed());
        this.gaps = new ImportGaps(parts.gaps());
        this.conclusion = new ImportConclusion(database, documents, parts.latePairs());
        this.letters = parts.letters();
        this.changed = parts.changed();
        this.playAfter = playAfter;
        this.clock = clock;
        this.stopping = stopping;
        this.data = new ImportedData(database, documents, uploads, running, stopping);
    }

    /** The process ends: the import goes on at the next start. */
    private static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** The imports that are to begin now: new ones, those that a kill broke off, and those that wait no longer. */
    public List<ImportRun> due() {
        List<ImportRun> due = new ArrayList<>();
        if (stopping.getAsBoolean()) {
            return due;
        }
        try {
            if (running.isNone()) {
                lateFacts.fill();
            }
            if (!uploads.isAnyThere()) {
                return due;
            }
            List<ImportTask> unfinished = documents.unfinished(uploads.folder());
            if (!tidied) {
                uploads.tidy(unfinished.stream().map(ImportTask::file).collect(Collectors.toSet()));
                tidied = true;
            }
            for (ImportTask task : unfinished) {
                if (running.isUnderWay(task)) {
                    // also one that waits for another to end
                    documents.seen(task.id(), null);
                } else if (running.mayBegin(task)) {
                    due.add(begin(task));
                }
            }
        } catch (MongoException | IOException e) {
            LOG.debug("The imports cannot be read yet", e);
        }
        return due;
    }

    private ImportRun begin(ImportTask task) {
        StoredStreams stored = new StoredStreams(database, task.accountId());
        ImportRun one = new ImportRun(task, new ImportOptions(playAfter, task.choices().withoutPrivate(),
                task.choices().shortForm(), clock.instant(), ReadLimits.DEFAULT), stored,
                new ImportLetters(letters, task.accountId()), new EarlierRows(documents, task,
                        stored, new EarlierRepeats(database, stored, task)), new HeardPlays(database, stored));
        running.begin(one);
        return one;
    }

    /** Reads all rows, once, and writes nothing. @throws ImportRefusedException when that is all that can be done */
    public void read(ImportRun one) throws IOException {
        running.read(one);
        requireGoing(one);
        requireDocument(one);
        one.read(gaps.open(one.task().accountId()), () -> requireGoing(one));
        if (!one.task().choices().dryRun()) {
            songs.learnStored();
            documents.writing(one.task().id(), ImportResult.source(one));
            songs.artists().learn(one.archive());
        }
    }

    private void requireGoing(ImportRun one) {
        if (stopping.getAsBoolean()) {
            throw new StoppedException();
        }
        if (running.isCancelled(one)) {
            throw ImportRefusedException.disconnected();
        }
    }

    private void requireDocument(ImportRun one) {
        if (!documents.seen(one.task().id(), null)) {
            // the page before may have been stored after the rest was deleted
            one.forget();
            data.deleteRest(one.task());
            throw ImportRefusedException.disconnected();
        }
    }

    /** What is deleted with an account. */
    public ImportedData data() {
        return data;
    }

    /** The next page; null after the last one, and of a dry run. */
    public ImportPage next(ImportRun one) throws IOException {
        requireGoing(one);
        if (one.task().choices().dryRun()) {
            return null;
        }
        requireDocument(one);
        ImportPage page = one.next();
        if (page != null) {
            page.know(songs.of(page.uris()));
            lateFacts.unknown().await(one.task().accountId(), page.songsOfPlays(), running.awaited(one));
        }
        return page;
    }

    /** A page's rows for the transform. @param kind {@code plays} or {@code other-streams} */
    public ArrayNode rows(ImportPage page, String kind) {
        return page.rows(ImportPage.collection(kind));
    }

    /** A page's documents of a kind are stored. @param one null of stored rows @param changed new documents */
    public void stored(ImportRun one, ImportPage page, String kind, ArrayNode changed) {
        if (one != null) {
            one.stored(page, ImportPage.collection(kind), changed);
        }
    }

    /** All pages are stored. */
    public void finish(ImportRun one) {
        ImportTask task = one.task();
        if (task.choices().dryRun()) {
            end(one, "dry_run", ImportResult.ofDryRun(one, documents.importedFiles(task.accountId())));
            return;
        }
        requireDocument(one);
        one.counts().requireComplete();
        conclusion.conclude(one);
        changed.accept(task.accountId());
        end(one, "succeeded", ImportResult.of(one).append("gaps_closed",
                gaps.cover(one.plan().findings().gaps(), task.id())));
    }

    /** It has broken off. What waiting can help is tried again; a process that ends leaves it to the next start. */
    public void failed(ImportRun one, Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoppedException) {
                running.end(one);
                return;
            }
            if (cause instanceof MongoException e) {
                again(one, database.inWords(e));
                return;
            }
            if (cause instanceof ImportRefusedException || cause instanceof UnreadableArchiveException) {
                end(one, "refused", ImportResult.refused(one, cause));
                return;
            }
        }
        LOG.error("An import failed", thrown);
        end(one, "failed", ImportResult.failed(one, thrown instanceof IllegalStateException ? thrown.getMessage()
                : "This is a fault of the pipeline, or of the transform in routes/import: its log says more."));
    }

    private void again(ImportRun one, String words) {
        LOG.warn("An import of account {} waits: {}", one.task().accountId(), words);
        running.again(one);
        try {
            documents.seen(one.task().id(), words);
        } catch (MongoException e) {
            LOG.debug("Not stored", e);
        }
        running.end(one);
    }

    private void end(ImportRun one, String status, Document result) {
        try {
            documents.end(one.task().id(), status, result);
        } catch (MongoException e) {
            again(one, database.inWords(e));
            return;
        }
        LOG.info("import {} account={} {}", status, one.task().accountId(), ImportResult.line(result));
        running.end(one);
        try {
            uploads.end(one.task().file(), one.task().name(), status.equals("succeeded"));
        } catch (IOException e) {
            LOG.warn("{} could not be deleted ({}): delete it yourself", one.task().file(),
                    FileTrouble.inWords(e));
        }
    }

    /** The imports of this process that are under way. */
    public List<ImportProgress> progress() {
        return running.progress();
    }
}
