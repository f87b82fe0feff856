package io.github.spotifypipeline.load;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.sync.Mode;
import io.github.spotifypipeline.sync.SyncRun;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import org.apache.camel.Body;
import org.apache.camel.ExchangeException;
import org.apache.camel.ExchangeProperty;
import org.apache.camel.Variable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the records of the pipeline: a JSON object with {@code _id} (the account, the partition or the parent where there
 * is one, the natural key, joined by colons), {@code account_id}, {@code fetched_at}, the transformed fields, and
 * {@code raw}, the item as Spotify sent it.
 */
public final class Records {

    private static final Logger LOG = LoggerFactory.getLogger(Records.class);

    /** Fields that a transform cannot set. */
    private static final List<String> OURS =
            List.of("_id", "account_id", "fetched_at", "raw", "digest", "first_seen_at", "removed_at");

    private static final int LONGEST_KEY = 1_000;

    private final DeadLetters deadLetters;
    private final Clock clock;

    public Records(DeadLetters deadLetters, Clock clock) {
        this.deadLetters = deadLetters;
        this.clock = clock;
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
        String id = id(run, key);
        Instant now = clock.instant();
        ObjectNode document = object.objectNode();
        document.put("_id", id);
        document.put("account_id", run.getAccountId());
        document.put("fetched_at", now.toString());
        if (run.endpoint().mode() == Mode.SNAPSHOT) {
            document.put("day", run.getDay());
        }
        object.properties().forEach(field -> {
            if (!OURS.contains(field.getKey())) {
                document.set(field.getKey(), field.getValue());
            }
        });
        document.set("raw", run.item(index).raw());
        Bson.requireStorable(document);
        run.read(id, run.endpoint().isIncremental() ? time(object.path(run.endpoint().paging().cursorField())) : null, now);
        return document;
    }

    /**
     * Sets an item aside that could not be transformed; the sync goes on without it.
     *
     * @param index the item's place among those of its page, from 0
     * @param key   null when the item has none, or it could not be found
     * @return null: no record
     */
    public ObjectNode bury(@Variable("spotifySync") SyncRun run, @ExchangeProperty("CamelSplitIndex") int index,
                           @Variable("spotifyKey") JsonNode key, @ExchangeException Throwable why) {
        Throwable root = why;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String reason = String.valueOf(root.getMessage());
        reason = reason.substring(0, Math.min(reason.length(), 200));
        run.readDead(idOrNull(run, key));
        if (deadLetters.add(run.getAccountId(), run.getEndpointId(), reason, run.item(index).raw()) && run.isFirstComplaint()) {
            LOG.warn("An item of {} of account {} could not be transformed: it is in dead_letters, with the reason (said"
                    + " once a sync)", run.getEndpointId(), run.getAccountId());
        }
        return null;
    }

    private static String idOrNull(SyncRun run, JsonNode key) {
        try {
            return id(run, key);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** As it is stored, so that a sweep finds it again. */
    private static String id(SyncRun run, JsonNode key) {
        return Bson.text(run.idPrefix() + text(key));
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
        return key.asText();
    }

    private static Instant time(JsonNode value) {
        try {
            return value.isTextual() ? Instant.parse(value.asText()) : null;
        } catch (DateTimeException e) {
            return null;
        }
    }
}
