package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import io.github.spotifypipeline.sync.Mode;
import io.github.spotifypipeline.sync.Outcomes;
import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;

/**
 * Makes the records of the pipeline: a JSON object with {@code _id} (the account, the partition or the parent where there
 * is one, the natural key, joined by colons), {@code account_id}, {@code fetched_at}, the transformed fields, and
 * {@code raw}, the item as Spotify sent it.
 */
public final class Records {

    /** Fields that a transform cannot set. */
    static final List<String> OURS = List.of("_id", "account_id", "fetched_at", "raw", "digest", "first_seen_at",
            "removed_at", "list_position");

    private static final int LONGEST_KEY = 1_000;

    private final DeadLetters deadLetters;
    private final Clock clock;

    public Records(DeadLetters deadLetters, Clock clock) {
        this.deadLetters = deadLetters;
        this.clock = clock;
    }

    /** What becomes of the items of a run; asked for once, at its beginning. */
    public Outcomes outcomes(SyncRun run) {
        return run instanceof StoredRun stored ? stored.outcomes() : deadLetters.of(run);
    }

    /** Leaves out the items of a page that are known to fail. @return the entries that stay */
    public List<JsonNode> untried(Outcomes outcomes, List<JsonNode> entries) {
        return outcomes.untried(entries);
    }

    /** The records of a page are stored. */
    public void stored(Outcomes outcomes) {
        outcomes.stored();
    }

    /**
     * @param index  the item's place among those of its page, from 0
     * @param key    the natural key within its list: a text or a number, or an array of them
     * @param fields what the transform made of the item
     * @throws IllegalArgumentException when the item has no natural key, or the transform made no object of it
     */
    public ObjectNode record(@Variable("spotifySync") SyncRun run, @ExchangeProperty("CamelSplitIndex") int index,
                             @Variable("spotifyKey") JsonNode key, @Body JsonNode fields) {
        if (!(fields instanceof ObjectNode)) {
            throw new IllegalArgumentException("the transform made no object of it");
        }
        ObjectNode object = (ObjectNode) fields;
        String id = id(run, index, key);
        Instant now = clock.instant();
        ObjectNode document = object.objectNode();
        document.put("_id", id);
        document.put("account_id", run.getAccountId());
        document.put("fetched_at", now.toString());
        if (run.endpoint().mode() == Mode.SNAPSHOT) {
            document.put("day", run.day(index));
        }
        if (run.endpoint().usesPosition()) {
            document.put("list_position", run.position(index));
        }
        object.properties().forEach(field -> {
            if (!OURS.contains(field.getKey())) {
                document.set(field.getKey(), field.getValue());
            }
        });
        document.set("raw", run.raw(index));
        Bson.requireStorable(document);
        if (run instanceof StoredRun stored) {
            stored.made(index, id);
        }
        run.read(id, run.endpoint().isIncremental() ? Bson.instant(object.path(run.endpoint().paging().cursorField())) : null, now);
        return document;
    }

    /**
     * Sets an item aside that could not be transformed; the sync goes on without it.
     *
     * @param index the item's place among those of its page, from 0
     * @param key   null when the item has none, or it could not be found
     * @return null: no record
     */
    public ObjectNode bury(@Variable("spotifyOutcomes") Outcomes outcomes, @ExchangeProperty("CamelSplitIndex") int index,
                           @Variable("spotifyKey") JsonNode key, @ExchangeException Throwable why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage());
        outcomes.failed(index, textOrNull(key), reason.substring(0, Math.min(reason.length(), 200)));
        return null;
    }

    private static String textOrNull(JsonNode key) {
        try {
            return text(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As it is stored, so that a sweep finds it again. */
    private static String id(SyncRun run, int index, JsonNode key) {
        return Bson.text(run.idPrefix(index) + text(key));
    }

    private static String text(JsonNode key) {
        if (key == null || key.isNull() || key.isArray() && key.isEmpty()) {
            throw new IllegalArgumentException("it has no natural key");
        }
        if (key.isArray()) {
            StringBuilder joined = new StringBuilder();
            key.forEach(part -> joined.append(joined.isEmpty() ? "" : ":").append(text(part)));
            return joined.toString();
        }
        if (!key.isValueNode() || key.asText().isBlank()) {
            throw new IllegalArgumentException("it has no natural key");
        }
        if (key.asText().length() > LONGEST_KEY) {
            throw new IllegalArgumentException("its natural key is longer than " + LONGEST_KEY + " characters");
        }
        return key.isNumber() ? WholeNumbers.of(key).asText() : key.asText();
    }
}
