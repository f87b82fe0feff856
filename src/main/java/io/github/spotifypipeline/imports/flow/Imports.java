package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.ImportOptions;
import io.github.spotifypipeline.imports.files.ReadLimits;
import io.github.spotifypipeline.imports.files.UnreadableArchiveException;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.sync.Gaps;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Begins, goes on with and ends imports: what {@code routes/import} calls. */
public final class Imports {

    private static final Logger LOG = LoggerFactory.getLogger(Imports.class);
    private static final Duration WAIT = Duration.ofSeconds(10);

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
    private final Map<String, ImportRun> running = new ConcurrentHashMap<>();
    private final Map<String, Long> waiting = new ConcurrentHashMap<>();
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
        this.lateFacts = new LateFacts(database, documents, songs);
        this.gaps = new ImportGaps(parts.gaps());
        this.conclusion = new ImportConclusion(database, documents, parts.latePairs());
        this.letters = parts.letters();
        this.changed = parts.changed();
        this.playAfter = playAfter;
        this.clock = clock;
        this.stopping = stopping;
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
            lateFacts.fill();
            if (!uploads.isAnyThere()) {
                return due;
            }
            List<ImportTask> unfinished = documents.unfinished(uploads.folder());
            if (!tidied) {
                uploads.tidy(unfinished.stream().map(ImportTask::file).collect(Collectors.toSet()));
                tidied = true;
            }
            for (ImportTask task : unfinished) {
                Long from = waiting.get(task.id());
                if (running.containsKey(task.id())) {
                    // also one that waits for another to end
                    documents.seen(task.id(), null);
                } else if (from == null || System.nanoTime() - from >= 0) {
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
                new ImportLetters(letters, task.accountId()), new EarlierRows(documents, stored, task.accountId(),
                        documents.isBegun(task.id()), task.id()), new HeardPlays(database, stored));
        running.put(task.id(), one);
        return one;
    }

    /** Reads all rows, once, and writes nothing. @throws ImportRefusedException when that is all that can be done */
    public void read(ImportRun one) throws IOException {
        documents.seen(one.task().id(), null);
        one.read(gaps.open(one.task().accountId()), this::requireGoing);
        if (!one.task().choices().dryRun()) {
            songs.learnStored();
            documents.writing(one.task().id(), ImportResult.source(one));
            songs.artists().learn(one.archive());
        }
    }

    private void requireGoing() {
        if (stopping.getAsBoolean()) {
            throw new StoppedException();
        }
    }

    /** The next page; null after the last one, and of a dry run. */
    public ImportPage next(ImportRun one) throws IOException {
        requireGoing();
        if (one.task().choices().dryRun()) {
            return null;
        }
        requireThere(one);
        return one.next();
    }

    private void requireThere(ImportRun one) {
        if (!documents.seen(one.task().id(), null)) {
            // the page before may have been stored after the rest was deleted
            one.forget();
            throw new ImportRefusedException(404, "The account was disconnected with its data");
        }
    }

    /** The rows of a page that belong into a collection, for the transform. */
    public ArrayNode rows(ImportPage page, String collection) {
        return page.rows(collection, songs.of(page.uris()));
    }

    /** A page's documents of a collection are stored. @param changed those that are new */
    public void stored(ImportRun one, ImportPage page, String collection, ArrayNode changed) {
        one.stored(page, collection, changed);
    }

    /** All pages are stored. */
    public void finish(ImportRun one) {
        ImportTask task = one.task();
        if (task.choices().dryRun()) {
            end(one, "dry_run", ImportResult.ofDryRun(one, documents.importedFiles(task.accountId())));
            return;
        }
        requireThere(one);
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
                leave(one);
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
        waiting.put(one.task().id(), System.nanoTime() + WAIT.toNanos());
        try {
            documents.seen(one.task().id(), words);
        } catch (MongoException e) {
            LOG.debug("Not stored", e);
        }
        leave(one);
    }

    private void leave(ImportRun one) {
        try {
            one.close();
        } catch (IOException e) {
            LOG.debug("The file of an import cannot be closed", e);
        }
        running.remove(one.task().id());
    }

    private void end(ImportRun one, String status, Document result) {
        try {
            documents.end(one.task().id(), status, result);
        } catch (MongoException e) {
            again(one, database.inWords(e));
            return;
        }
        LOG.info("import {} account={} {}", status, one.task().accountId(), ImportResult.line(result));
        leave(one);
        Path file = one.task().file();
        try {
            uploads.end(file, one.task().name(), status.equals("succeeded"));
        } catch (IOException e) {
            LOG.warn("{} could not be deleted ({}): delete it yourself", file, e.getClass().getSimpleName());
        }
    }

    /** The imports of this process that are under way. */
    public List<ImportProgress> progress() {
        return running.values().stream().map(ImportRun::progress).toList();
    }
}
