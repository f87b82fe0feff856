package io.github.spotifypipeline.imports.flow;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.imports.Owner;
import io.github.spotifypipeline.imports.Span;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.bson.Document;

/**
 * The collection {@code imports}: one document an import, with what was asked for, what became of its rows, and, until
 * it has ended, which file of this data folder it reads.
 */
public final class ImportDocuments {

    static final String RUNNING = "running";

    /** An import of another process that says nothing for so long was killed. */
    private static final Duration LONGEST_SILENCE = Duration.ofMinutes(10);

    private final Database database;
    private final Clock clock;

    /** Of the database. */
    public ImportDocuments(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** An import begins, or begins again. */
    void begin(ImportTask task) {
        Document document = new Document("account_id", task.accountId()).append("profile_id", task.owner().profileId())
                .append("name", task.name()).append("file", task.file().getFileName().toString())
                .append("started_at", Date.from(task.startedAt())).append("finished_at", null)
                .append("status", RUNNING).append("dry_run", task.choices().dryRun())
                .append("short_form", task.choices().shortForm()).append("anyway", task.choices().anyway())
                .append("without_private", task.choices().withoutPrivate())
                .append("seen_at", Date.from(clock.instant()));
        imports().updateOne(new Document("_id", task.id()), new Document("$setOnInsert", document),
                new UpdateOptions().upsert(true));
    }

    /** A file was refused before an import began. @param accountId null when it is not known whose it is */
    void refuse(String accountId, String name, String error) {
        Date now = Date.from(clock.instant());
        imports().insertOne(new Document("_id", newId(accountId == null ? "" : accountId))
                .append("account_id", accountId).append("name", name).append("started_at", now)
                .append("finished_at", now).append("status", "refused").append("dry_run", false)
                .append("error", error));
    }

    /** An {@code _id}. */
    String newId(String accountId) {
        return accountId + ":" + clock.millis() + ":" + UUID.randomUUID().toString().substring(0, 8);
    }

    /**
     * It is under way. Of one that has ended meanwhile, the end stays.
     *
     * @param error why it waits; null when it does not
     * @return false when its document is gone, because the account was disconnected with its data, or it has ended
     */
    boolean seen(String id, String error) {
        return imports().updateOne(new Document("_id", id).append("status", RUNNING), new Document("$set",
                new Document("seen_at", Date.from(clock.instant())).append("error", error))).getMatchedCount() > 0;
    }

    /** It writes from now on. @param source what it is from */
    void writing(String id, String source) {
        imports().updateOne(new Document("_id", id), new Document("$set",
                new Document("writing", true).append("source", source)));
    }

    /** Whether it has written before. */
    boolean isBegun(String id) {
        return imports().find(new Document("_id", id).append("writing", true)).first() != null;
    }

    /** It has ended. @param result fields of its document */
    void end(String id, String status, Document result) {
        imports().updateOne(new Document("_id", id), new Document("$set", new Document(result).append("status", status)
                .append("finished_at", Date.from(clock.instant()))).append("$unset", new Document("file", "")
                .append("seen_at", "").append("profile_id", "").append("writing", "")));
    }

    /** Those that have not ended and whose file lies in a folder. */
    List<ImportTask> unfinished(Path folder) {
        List<ImportTask> unfinished = new ArrayList<>();
        for (Document one : imports().find(new Document("status", RUNNING)).batchSize(1000).into(new ArrayList<>())) {
            Path file = folder.resolve(String.valueOf(one.getString("file")));
            if (file.toFile().isFile()) {
                unfinished.add(new ImportTask(one.getString("_id"), new Owner.Listener(one.getString("account_id"),
                        one.getString("profile_id")), one.getDate("started_at").toInstant(), file,
                        one.getString("name"), new ImportChoices(one.getBoolean("dry_run", false),
                                one.getBoolean("short_form", false), one.getBoolean("anyway", false),
                                one.getBoolean("without_private", false))));
            }
        }
        return unfinished;
    }

    /** Deletes those of an account. @return whether there were any */
    boolean forget(String accountId) {
        return imports().deleteMany(IdRange.startingWith(accountId + ":")).getDeletedCount() > 0;
    }

    /** Whether an import of the account is under way, here or in another process. */
    boolean isRunning(String accountId) {
        Instant silent = clock.instant().minus(LONGEST_SILENCE);
        for (Document one : of(accountId)) {
            if (RUNNING.equals(one.getString("status")) && one.getDate("seen_at") != null
                    && one.getDate("seen_at").toInstant().isAfter(silent)) {
                return true;
            }
        }
        return false;
    }

    /** Whether there may be rows of the account, apart from those of one import. */
    boolean hasRows(String accountId, String apartFrom) {
        return of(accountId).stream().anyMatch(one -> !one.getString("_id").equals(apartFrom) && isWriting(one));
    }

    /** Whether rows of the short form may be stored for the account. */
    boolean hasShortRows(String accountId) {
        return of(accountId).stream().anyMatch(one -> isWriting(one) && one.getBoolean("short_form", false));
    }

    /** Whether scrobbles may be stored for the account. */
    boolean hasScrobbles(String accountId) {
        return of(accountId).stream().anyMatch(one -> isWriting(one)
                && ImportResult.SCROBBLES.equals(one.getString("source")));
    }

    /** The accounts of which there may be rows. */
    List<String> accounts() {
        return imports().find().batchSize(1000).into(new ArrayList<>()).stream().filter(ImportDocuments::isWriting)
                .map(one -> one.getString("account_id")).distinct().toList();
    }

    private static boolean isWriting(Document one) {
        return !one.getBoolean("dry_run", false) && !"refused".equals(one.getString("status"));
    }

    /** The times that imports of the account have covered. */
    List<Span> covered(String accountId) {
        List<Span> covered = new ArrayList<>();
        for (Document one : of(accountId)) {
            if ("succeeded".equals(one.getString("status"))) {
                one.getList("covered", Document.class, List.of()).forEach(span ->
                        covered.add(new Span(span.getDate("from").getTime(), span.getDate("to").getTime())));
            }
        }
        return covered;
    }

    /** When files of the account were imported whole, the last time, by their SHA-256. */
    Map<String, Date> importedFiles(String accountId) {
        Map<String, Date> imported = new HashMap<>();
        for (Document one : of(accountId)) {
            if ("succeeded".equals(one.getString("status"))) {
                one.getList("files", Document.class, List.of()).stream().filter(file -> file.get("sha256") != null)
                        .forEach(file -> imported.merge(file.getString("sha256"), one.getDate("finished_at"),
                                (before, now) -> now.after(before) ? now : before));
            }
        }
        return imported;
    }

    /** All of them, the last one first. @param most no more than these */
    public List<Document> newest(int most) {
        return imports().find().sort(new Document("started_at", -1).append("_id", 1)).limit(most).batchSize(most)
                .into(new ArrayList<>());
    }

    private List<Document> of(String accountId) {
        return imports().find(IdRange.startingWith(accountId + ":")).batchSize(1000).into(new ArrayList<>());
    }

    private MongoCollection<Document> imports() {
        return database.collection("imports");
    }
}
