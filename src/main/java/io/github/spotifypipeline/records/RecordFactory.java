package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.jq.JqTimeoutException;
import io.github.spotifypipeline.json.WholeNumbers;
import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Makes the records of the pipeline: a JSON object with {@code _id} (the account, the partition or the parent where there
 * is one, the natural key, joined by colons), {@code account_id}, {@code fetched_at}, the transformed fields, and
 * {@code raw}, the item as Spotify sent it.
 */
public final class RecordFactory {

    /** Fields that a transform cannot set. */
    static final List<String> OURS = List.of("_id", "account_id", "fetched_at", "raw", "digest", "first_seen_at",
            "removed_at", "list_position");

    /** In characters. What is longer keeps so many of them, and gets its digest as its end. */
    private static final int LONGEST_KEY = 1_000;
    private static final int KEPT = 900;

    private final DeadLetters deadLetters;
    private final Clock clock;
    private final ItemExpressions expressions;

    /** @param atMost what the expressions of a page may take */
    public RecordFactory(DeadLetters deadLetters, Clock clock, Duration atMost) {
        this.deadLetters = deadLetters;
        this.clock = clock;
        this.expressions = new ItemExpressions(atMost);
    }

    /** What becomes of the items of a run; asked for once, at its beginning. */
    public ItemResults outcomes(SyncRun run) {
        return run instanceof StoredRun stored ? stored.outcomes() : deadLetters.of(run);
    }

    /** Leaves out the items of a page that are known to fail. @return the entries that stay */
    public List<JsonNode> untried(ItemResults outcomes, List<JsonNode> entries) {
        return outcomes.untried(entries);
    }

    /** The records of a page are stored, or left out by a step. */
    public void stored(@Variable("spotifySync") SyncRun run, @Variable("spotifyOutcomes") ItemResults outcomes) {
        run.passed();
        outcomes.stored();
    }

    /**
     * Makes the records of a page: each item's key and transform are evaluated, and what cannot be made one is set aside.
     *
     * @param items those of the page that was received last
     * @return a JSON array of records, in the items' order; without those that the transform left out
     * @throws JqTimeoutException when the expressions take too long
     */
    public ArrayNode records(@Variable("spotifySync") SyncRun run, @Variable("spotifyOutcomes") ItemResults outcomes,
                             @Body List<JsonNode> items, Exchange exchange) {
        ArrayNode records = JsonNodeFactory.instance.arrayNode();
        records.addAll(byItem(run, outcomes, items, exchange).values());
        run.sends(StreamSupport.stream(records.spliterator(), false).map(record -> record.get("_id").textValue()).toList());
        return records;
    }

    /** The same, by the items' places among those of the page. */
    SortedMap<Integer, ObjectNode> byItem(SyncRun run, ItemResults outcomes, List<JsonNode> items, Exchange exchange) {
        SortedMap<Integer, ObjectNode> records = new TreeMap<>();
        List<ItemExpressions.Made> all = expressions.of(run, exchange, items);
        for (int i = 0; i < all.size(); i++) {
            ItemExpressions.Made made = all.get(i);
            try {
                if (made.problem() != null) {
                    throw new IllegalArgumentException(made.problem());
                }
                if (made.isLeftOut()) {
                    leaveOut(run, i, made.key());
                } else {
                    records.put(i, record(run, i, made.key(), made.fields()));
                }
            } catch (RuntimeException e) {
                bury(outcomes, i, made.key(), e);
            }
        }
        return records;
    }

    /** The transform gave nothing: the item counts as read, and what is stored of it stays. */
    private void leaveOut(SyncRun run, int index, JsonNode key) {
        String id = textOrNull(key) == null ? null : run.idOf(index, id(run, index, key));
        run.leftOut(id, run.endpoint().isIncremental()
                ? Bson.instant(run.raw(index).path(run.endpoint().paging().cursorField())) : null, clock.instant());
    }

    /**
     * @param index  the item's place among those of its page, from 0
     * @param key    the natural key within its list: a text or a number, or an array of them
     * @param fields what the transform made of the item
     * @throws IllegalArgumentException when the item has no natural key, or the transform made no object of it
     */
    private ObjectNode record(SyncRun run, int index, JsonNode key, JsonNode fields) {
        if (!(fields instanceof ObjectNode)) {
            throw new IllegalArgumentException("the transform gives " + named(fields) + ", and a record is an object: { … }");
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
        if (run.endpoint().expressions().usePosition()) {
            document.put("list_position", run.position(index));
        }
        object.properties().forEach(field -> {
            if (!OURS.contains(field.getKey())) {
                document.set(field.getKey(), field.getValue());
            }
        });
        document.set("raw", run.raw(index));
        Bson.requireStorable(document);
        // last of all: what fails must not count as a repeat
        id = run.idOf(index, id);
        document.put("_id", id);
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
     */
    private void bury(ItemResults outcomes, int index, JsonNode key, Throwable why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage());
        outcomes.failed(index, textOrNull(key), reason.substring(0, Math.min(reason.length(), 200)));
    }

    private static String named(JsonNode value) {
        return switch (value.getNodeType()) {
            case ARRAY -> "an array";
            case STRING -> "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
            default -> "null";
        };
    }

    private static String textOrNull(JsonNode key) {
        try {
            return keyOf(key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As it is stored, so that a sweep finds it again. */
    private static String id(SyncRun run, int index, JsonNode key) {
        return Bson.text(run.idPrefix(index) + keyOf(key));
    }

    /** The key as a text, of limited length: a file of one's own has its title and its album in its uri. */
    private static String keyOf(JsonNode key) {
        String text = Bson.text(text(key));
        if (text.length() <= LONGEST_KEY) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
        return text.substring(0, end) + "~" + Fingerprint.of(text);
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
        return key.isNumber() ? WholeNumbers.of(key).asText() : key.asText();
    }
}
