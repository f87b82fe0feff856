package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.jq.JqWords;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListIdentity;
import io.github.spotifypipeline.schedule.SyncTask;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.bson.Document;

/**
 * The collection {@code dead_letters}: items that could not be transformed or stored, each once, with the raw item,
 * where it was, why it failed, how often it was tried, and when first and last.
 */
public final class DeadLetters {

    /** Stands for an endpoint in the letters of imports. */
    public static final String IMPORT = "import";

    private final Database database;
    private final Clock clock;

    public DeadLetters(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * What is known of a letter.
     *
     * @param definition the route's when the item failed last
     * @param position   its place in its list then, from 0
     * @param key        its natural key as a text; null when it is not known
     */
    record Letter(String definition, Long position, String key) {
    }

    /** The letters of the endpoint and account of a sync, by their {@code _id}. */
    Map<String, Letter> of(SyncTask task) {
        Map<String, Letter> known = new HashMap<>();
        collection().find(IdRange.startingWith(task.accountId() + ":" + task.endpointId() + ":"))
                .projection(new Document("definition", 1).append("position", 1).append("key", 1)).batchSize(1000)
                .forEach(letter -> known.put(letter.getString("_id"), new Letter(letter.getString("definition"),
                        letter.getLong("position"), letter.getString("key"))));
        return known;
    }

    /** The {@code _id} of an item's letter, wherever in its list it stands. */
    static String id(SyncTask task, Item item) {
        String account = task.accountId() + ":";
        ListIdentity in = item.list();
        String list = in.partition() != null ? in.partition() + ":"
                : in.parentId() != null ? in.parentId().substring(account.length()) + ":" : "";
        return account + task.endpointId() + ":" + list + Fingerprint.of(item.raw());
    }

    /** Keeps an item of a sync, or that it has failed once more. */
    void failed(String id, SyncTask task, Item item, Letter letter, String reason) {
        boolean storable = Bson.isStorable(item.raw());
        Document once = new Document("account_id", task.accountId())
                .append("endpoint", task.endpointId())
                .append("partition", item.list().partition())
                .append("parent_id", item.list().parentId())
                .append("raw", storable ? Bson.value(item.raw()) : null)
                .append("retriable", storable)
                .append("first_at", Date.from(clock.instant()));
        collection().updateOne(new Document("_id", id), again(letter.definition(), reason, item.raw(),
                new Document("day", item.day()).append("position", letter.position()).append("key", letter.key()))
                .append("$setOnInsert", once), new UpdateOptions().upsert(true));
    }

    /** A letter was tried once more, and has failed again. */
    public void failedAgain(String id, String definition, String reason, JsonNode raw) {
        collection().updateOne(new Document("_id", id), again(definition, reason, raw, new Document()));
    }

    private Document again(String definition, String reason, JsonNode raw, Document fields) {
        return new Document("$set", fields.append("reason", reason)
                .append("kind", JqWords.withoutValues(reason, raw))
                .append("definition", definition)
                .append("last_at", Date.from(clock.instant()))).append("$inc", new Document("tries", 1));
    }

    /**
     * A row of an export that cannot be stored.
     *
     * @param raw      without personal keys; null when it is no JSON object
     * @param file     its file's name
     * @param position its place in the file, from 0
     * @param reason   in words
     */
    public record DeadRow(ObjectNode raw, String file, long position, String reason) {
    }

    /** Keeps rows of an import. They cannot be tried again: only the file has them as they were. */
    public void ofImport(String accountId, Collection<DeadRow> rows) {
        for (DeadRow row : rows) {
            boolean storable = row.raw() != null && Bson.isStorable(row.raw());
            String key = storable ? Fingerprint.of(row.raw()) : Fingerprint.of(row.file() + ":" + row.position());
            Document once = new Document("account_id", accountId).append("endpoint", IMPORT).append("partition", null)
                    .append("parent_id", null).append("raw", storable ? Bson.value(row.raw()) : null)
                    .append("file", row.file()).append("retriable", false)
                    .append("first_at", Date.from(clock.instant()));
            collection().updateOne(new Document("_id", accountId + ":" + IMPORT + ":" + key),
                    again(null, row.reason(), row.raw(), new Document("position", row.position()).append("key", null))
                            .append("$setOnInsert", once), new UpdateOptions().upsert(true));
        }
    }

    /** Deletes the rows of an account's imports. */
    public void forgetImports(String accountId) {
        collection().deleteMany(IdRange.startingWith(accountId + ":" + IMPORT + ":"));
    }

    /** Their items are stored. */
    public void remove(Collection<String> ids) {
        if (!ids.isEmpty()) {
            collection().deleteMany(new Document("_id", new Document("$in", List.copyOf(ids))));
        }
    }

    /**
     * Throws letters away: their items are never stored, unless Spotify still shows them.
     *
     * @param only of this endpoint; null: of all
     * @return how many, by endpoint
     */
    public SortedMap<String, Long> discard(String only) {
        SortedMap<String, Long> discarded = new TreeMap<>();
        ids(only).keySet().forEach(endpoint -> discarded.put(endpoint,
                collection().deleteMany(new Document("endpoint", endpoint)).getDeletedCount()));
        return discarded;
    }

    /** The {@code _id}s of all letters, or of one endpoint's, sorted; by endpoint and account. */
    public SortedMap<String, SortedMap<String, List<String>>> ids(String onlyEndpoint) {
        SortedMap<String, SortedMap<String, List<String>>> ids = new TreeMap<>();
        collection().find(onlyEndpoint == null ? new Document() : new Document("endpoint", onlyEndpoint))
                .projection(new Document("account_id", 1).append("endpoint", 1)).batchSize(1000)
                .forEach(letter -> ids.computeIfAbsent(letter.getString("endpoint"), endpoint -> new TreeMap<>())
                        .computeIfAbsent(letter.getString("account_id"), account -> new ArrayList<>())
                        .add(letter.getString("_id")));
        ids.values().forEach(accounts -> accounts.values().forEach(Collections::sort));
        return ids;
    }

    /** Some letters, ordered by {@code _id}; without those that are no longer there. */
    public List<Document> find(List<String> ids) {
        List<Document> found = collection().find(new Document("_id", new Document("$in", ids))).batchSize(ids.size())
                .into(new ArrayList<>());
        found.sort(Comparator.comparing(letter -> letter.getString("_id")));
        return found;
    }

    /**
     * Letters of an endpoint of an account that have failed for the same reason, whatever their values.
     *
     * @param reason    without the values of items
     * @param retriable whether one of them can be tried again
     * @param exampleId the {@code _id} of the one that failed last
     */
    public record Group(String endpointId, String accountId, String reason, Failures failures, boolean retriable,
                        String exampleId) {

        private static Group of(Document letter) {
            Failures failures = new Failures(1, letter.getDate("first_at").toInstant(),
                    letter.getDate("last_at").toInstant());
            return new Group(letter.getString("endpoint"), letter.getString("account_id"), kind(letter), failures,
                    letter.getBoolean("retriable", false), letter.getString("_id"));
        }

        private static String kind(Document letter) {
            String kind = letter.getString("kind");
            // of an older version
            return kind != null ? kind : JqWords.withoutValues(String.valueOf(letter.getString("reason")), null);
        }

        private Group and(Group other) {
            return new Group(endpointId, accountId, reason, failures.and(other.failures),
                    retriable || other.retriable,
                    failures.lastAt.isBefore(other.failures.lastAt) ? other.exampleId : exampleId);
        }
    }

    /** How many letters there are, when the first of them failed first, and when the last of them failed last. */
    public record Failures(long count, Instant firstAt, Instant lastAt) {

        private Failures and(Failures other) {
            return new Failures(count + other.count, firstAt.isBefore(other.firstAt) ? firstAt : other.firstAt,
                    lastAt.isAfter(other.lastAt) ? lastAt : other.lastAt);
        }
    }

    /** All letters in groups, the largest first. @param most no more groups than these */
    public List<Group> groups(int most) {
        Map<List<String>, Group> groups = new HashMap<>();
        // not an aggregation: the embedded server would drop a reason that begins with a $
        collection().find().projection(new Document("account_id", 1).append("endpoint", 1).append("reason", 1)
                .append("kind", 1)
                .append("first_at", 1).append("last_at", 1).append("retriable", 1)).batchSize(1000)
                .forEach(letter -> {
                    Group group = Group.of(letter);
                    groups.merge(List.of(group.endpointId(), group.accountId(), group.reason()), group, Group::and);
                });
        return groups.values().stream()
                .sorted(Comparator.comparing((Group group) -> group.failures().count()).reversed()
                        .thenComparing(Group::endpointId).thenComparing(Group::accountId)
                        .thenComparing(Group::reason))
                .limit(most).toList();
    }

    /** How many there are. */
    public long count() {
        return collection().estimatedDocumentCount();
    }

    private MongoCollection<Document> collection() {
        return database.collection("dead_letters");
    }
}
