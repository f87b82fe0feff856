package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;

/**
 * What an entry of a list is about. Saved things, plays and playlist entries wrap an object ({@code {added_at,
 * track}}), other lists hold the objects themselves, which have a {@code uri} of their own. A playlist's entry has its
 * object at {@code item}, in Spotify's older form at {@code track}, in some answers at both.
 */
public final class Content {

    private static final List<String> WRAPPED_AT =
            List.of("item", "track", "album", "show", "episode", "audiobook");

    private static final List<String> NAMES = List.of("uri", "id", "name");

    private Content() {
    }

    /** The object that an entry wraps; the entry itself when it wraps none. */
    public static JsonNode of(JsonNode entry) {
        if (!entry.path("uri").isTextual()) {
            for (String name : WRAPPED_AT) {
                if (entry.path(name).isObject()) {
                    return entry.get(name);
                }
            }
        }
        return entry;
    }

    /**
     * Whether Spotify left an entry empty: it is null, it wraps null where others wrap an object, what it is about has
     * no uri, no id and no name, as that of an episode that was withdrawn, or nothing is left of it but when and by
     * whom it was added.
     */
    public static boolean isMissing(JsonNode entry) {
        JsonNode content = of(entry);
        if (entry.isNull() || isNamed(content) || content != entry) {
            return !isNamed(content);
        }
        return WRAPPED_AT.stream().anyMatch(name -> entry.path(name).isNull()) || isOfNulls(entry)
                || entry.has("added_at") && !wrapsUnknown(entry);
    }

    /** Whether an object has more than one of the fields that name a thing, and all of them are empty. */
    static boolean isNobody(JsonNode object) {
        return !isNamed(object) && isOfNulls(object);
    }

    private static boolean isNamed(JsonNode object) {
        return NAMES.stream().map(object::path)
                .anyMatch(value -> value.isValueNode() && !value.isNull() && !value.asText().isBlank());
    }

    /**
     * Of an object without a name: one field alone may be null where others tell what it is, in a list that nobody
     * knows yet.
     */
    private static boolean isOfNulls(JsonNode object) {
        return NAMES.stream().filter(object::has).count() > 1;
    }

    /** Whether there is a thing under a name that nobody knows yet: that is not empty. */
    private static boolean wrapsUnknown(JsonNode entry) {
        return entry.properties().stream().anyMatch(field -> !field.getKey().equals("added_by")
                && isThing(field.getValue()));
    }

    private static boolean isThing(JsonNode object) {
        return object.hasNonNull("uri") || object.hasNonNull("id");
    }

    /** Whether the object that an entry is about has a field, be it null, or null on the way to it. */
    static boolean has(JsonNode entry, String path) {
        JsonNode found = of(entry);
        for (String name : path.split("\\.")) {
            found = found.isNull() ? found : found.path(name);
        }
        return !found.isMissingNode();
    }

    /** A field of the object that an entry is about, by names separated by dots; missing when there is none. */
    static JsonNode field(JsonNode entry, String path) {
        JsonNode found = of(entry);
        for (String name : path.split("\\.")) {
            found = found.path(name);
        }
        return found.isNull() ? MissingNode.getInstance() : found;
    }
}
