package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.jq.JqTimeoutException;
import io.github.spotifypipeline.json.WholeNumbers;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.apache.camel.Body;
import org.apache.camel.Exchange;
import org.apache.camel.Variable;

/**
 * Makes the records of the pipeline: a JSON object with {@code _id} (the account, the partition or the parent where
 * there is one, the natural key, joined by colons), {@code account_id}, {@code fetched_at}, the transformed fields, and
 * {@code raw}, the item as Spotify sent it.
 */
public final class RecordFactory {

    /** The field that holds the hash of a record's item ({@link KnownRecords}). */
    static final String HASH = "raw_hash";

    /** Fields that a transform cannot set. */
    static final List<String> OURS = List.of("_id", "account_id", "fetched_at", "raw", "digest", HASH,
            "first_seen_at", "removed_at", "list_position", "stream");

    /** In characters. What is longer keeps so many of them, and gets its digest as its end. */
    private static final int LONGEST_KEY = 1_000;
    private static final int KEPT = 900;

    private final Clock clock;
    private final BiConsumer<SyncTask, Page> shown;
    private final BiConsumer<SyncTask, Page> stored;
    private final ItemExpressions expressions;

    /**
     * @param atMost what the expressions of a page may take
     * @param shown  told of each page before it is stored
     * @param stored told of each page that is stored
     */
    public RecordFactory(Clock clock, Duration atMost, BiConsumer<SyncTask, Page> shown,
                         BiConsumer<SyncTask, Page> stored) {
        this.clock = clock;
        this.shown = shown;
        this.stored = stored;
        this.expressions = new ItemExpressions(atMost);
    }

    /**
     * Makes the records of a page: each item's key and transform are evaluated, and what cannot be made one is set
     * aside.
     *
     * @return a JSON array of records, in the items' order; without those that the transform left out
     * @throws JqTimeoutException when the expressions take too long
     */
    public ArrayNode records(@Variable("spotifySync") SyncParts<?> sync, @Variable("spotifyPage") Page page,
                             Exchange exchange) {
        shown.accept(sync.tally().task(), page);
        List<ObjectNode> made = byItem(sync.tally(), sync.results(), page, exchange).stream().filter(Objects::nonNull)
                .toList();
        return JsonNodeFactory.instance.arrayNode().addAll(made);
    }

    /** The records of a page go to the steps of the route. */
    public void sends(@Variable("spotifySync") SyncParts<?> sync, @Body ArrayNode records) {
        sync.tally().sends(records.valueStream().map(record -> record.get("_id").textValue()).toList());
    }

    /** The records of a page are stored, or left out by a step. */
    public void stored(@Variable("spotifySync") SyncParts<?> sync, @Variable("spotifyPage") Page page) {
        sync.tally().passed();
        sync.results().stored(page);
        stored.accept(sync.tally().task(), page);
    }

    /** A record an item, in their order; null where there is none. */
    List<ObjectNode> byItem(Tally tally, ItemResults results, Page page, Exchange exchange) {
        List<ObjectNode> records = new ArrayList<>();
        List<ItemExpressions.Made> all = expressions.of(tally.task(), page.items(), exchange);
        for (int i = 0; i < all.size(); i++) {
            Item item = page.items().get(i);
            ItemExpressions.Made made = all.get(i);
            ObjectNode record = null;
            try {
                if (made.problem() != null) {
                    throw new IllegalArgumentException(made.problem());
                }
                if (made.isLeftOut()) {
                    leaveOut(tally, page, item, made.key());
                } else {
                    record = record(tally.task(), item, made.key(), made.fields());
                    // last of all: what fails must not count as a repeat
                    String id = page.members().idOf(item, record.get("_id").textValue());
                    record.put("_id", id);
                    results.made(item, id);
                    tally.add(Count.READ, 1);
                    page.members().saw(id, timeOf(made.fields(), tally.task()), clock.instant());
                    record = page.isReplaced(item, id) ? null : record;
                }
            } catch (RuntimeException e) {
                record = null;
                toDeadLetter(results, item, made.key(), e);
            }
            records.add(record);
        }
        return records;
    }

    /** The transform gave nothing: the item counts as read, and what is stored of it stays. */
    private void leaveOut(Tally tally, Page page, Item item, JsonNode key) {
        tally.add(Count.FILTERED, 1);
        tally.add(Count.READ, 1);
        if (textOrNull(key) != null) {
            page.members().saw(page.members().idOf(item, id(item, key)), timeOf(item.raw(), tally.task()),
                    clock.instant());
        }
    }

    /** The time by which a cursor moves; null when the endpoint has no cursor, or there is none. */
    private static Instant timeOf(JsonNode fields, SyncTask task) {
        return task.endpoint().isIncremental() ? Bson.instant(fields.path(task.endpoint().paging().cursorField()))
                : null;
    }

    /**
     * @param key    the natural key within its list: a text or a number, or an array of them
     * @param fields what the transform made of the item
     * @throws IllegalArgumentException when the item has no natural key, or the transform made no object of it
     */
    private ObjectNode record(SyncTask task, Item item, JsonNode key, JsonNode fields) {
        if (!(fields instanceof ObjectNode object)) {
            throw new IllegalArgumentException("the transform gives " + named(fields)
                    + ", and a record is an object: { … }");
        }
        ObjectNode document = object.objectNode();
        document.put("_id", id(item, key));
        document.put("account_id", task.accountId());
        // as it is stored; a time with microseconds would take long to read again
        document.put("fetched_at", clock.instant().truncatedTo(ChronoUnit.MILLIS).toString());
        if (task.endpoint().mode() == Mode.SNAPSHOT) {
            document.put("day", item.day());
        }
        if (task.endpoint().expressions().usePosition()) {
            document.put("list_position", item.requirePosition());
        }
        object.properties().forEach(field -> {
            if (!OURS.contains(field.getKey())) {
                document.set(field.getKey(), field.getValue());
            }
        });
        if (item.hash() != null) {
            document.put(HASH, item.hash().toString());
        }
        document.set("raw", item.raw());
        Bson.requireStorable(document);
        return document;
    }

    /**
     * Sets an item aside that could not be transformed; the sync goes on without it. @param key null when it has none
     */
    private void toDeadLetter(ItemResults results, Item item, JsonNode key, Throwable why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage());
        results.failed(item, textOrNull(key), reason.substring(0, Math.min(reason.length(), 200)));
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

    /** As it is stored, so that the end of a list's reading finds it again. */
    private static String id(Item item, JsonNode key) {
        return Bson.text(item.list().prefix() + keyOf(key));
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
