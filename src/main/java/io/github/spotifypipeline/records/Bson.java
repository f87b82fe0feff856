package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.POJONode;
import io.github.spotifypipeline.json.IsoTime;
import io.github.spotifypipeline.json.WholeNumbers;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.bson.Document;

/** Turns JSON into what MongoDB stores. */
public final class Bson {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern LONE_SURROGATE = Pattern.compile("\\p{Cs}");

    /** MongoDB takes 100 levels and 16 MB a document. */
    private static final int DEEPEST = 95;
    private static final long LARGEST = 12_000_000;

    /** Below, a number is of Unix seconds, until the year 5138; from here on of milliseconds, since 1973, as long. */
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /** BSON adds a type, an ending and a length to each value, or the index of an array's element as its name. */
    private static final int OVERHEAD = 16;

    private Bson() {
    }

    /** @throws IllegalArgumentException when MongoDB would not take the document, or not under these names */
    static void requireStorable(JsonNode document) {
        if (!isStorable(document)) {
            throw new IllegalArgumentException(
                    "it is larger or nested deeper than MongoDB takes, or a name in it holds U+0000");
        }
        document.fieldNames().forEachRemaining(name -> {
            if (name.isEmpty() || name.startsWith("$") || name.contains(".")) {
                throw new IllegalArgumentException("a field's name is empty, begins with $ or holds a dot");
            }
        });
    }

    /** Whether MongoDB takes the value somewhere in a document. */
    public static boolean isStorable(JsonNode value) {
        return size(value, DEEPEST) <= LARGEST;
    }

    /**
     * No less than the bytes of a value in BSON: three for each UTF-16 unit of a text.
     *
     * @param levels how many it may have
     * @return more than {@link #LARGEST} where it has more levels, or a name in it holds U+0000
     */
    private static long size(JsonNode node, int levels) {
        if (levels == 0) {
            return LARGEST + 1;
        }
        long size = OVERHEAD + (node.isTextual() ? 3L * node.textValue().length() : 0);
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                size += field.getKey().indexOf(0) < 0 ? 3L * field.getKey().length() : LARGEST + 1;
                size += size(field.getValue(), levels - 1);
            }
        } else {
            for (JsonNode element : node) {
                size += size(element, levels - 1);
            }
        }
        return size;
    }

    /**
     * A record as a document. A top-level field whose name ends with {@code _at} becomes a date in UTC, to the
     * millisecond, or null where it holds no time ({@link #instant}), so that it never has a third type; the same holds
     * in {@code stream}, the field of what only an export knows. Everything else keeps its JSON type.
     */
    public static Document document(JsonNode record) {
        Document document = new Document();
        record.properties().forEach(field -> document.append(text(field.getKey()),
                isTime(field.getKey()) ? date(field.getValue())
                        : isStream(field) ? document(field.getValue()) : value(field.getValue())));
        return document;
    }

    static boolean isStream(Map.Entry<String, JsonNode> field) {
        return field.getKey().equals("stream") && field.getValue().isObject();
    }

    static boolean isTime(String name) {
        return name.endsWith("_at");
    }

    /** @return null when it says no time */
    static Date date(JsonNode value) {
        Instant time = instant(value);
        return time == null ? null : Date.from(time);
    }

    /** The top-level fields whose names say that they hold a time, which they do not. */
    static List<String> timeless(JsonNode record) {
        return record.properties().stream().filter(field -> isTime(field.getKey()) && !field.getValue().isNull()
                && instant(field.getValue()) == null).map(Map.Entry::getKey).toList();
    }

    /**
     * The time that a value says.
     *
     * @param value an ISO 8601 instant or day ({@code 2026-11-22}, its first instant in UTC), or a number above 0, in
     *              Unix milliseconds from 100,000,000,000 on and in seconds below
     * @return null when it says none that a BSON date can hold
     */
    static Instant instant(JsonNode value) {
        try {
            Instant time = null;
            if (value.isTextual()) {
                String text = value.textValue();
                time = text.length() == "2026-11-22".length()
                        ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                        : IsoTime.parse(text);
            } else if (value.isPojo()) {
                time = instant(plain(value));
            } else if (value.isNumber() && value.doubleValue() > 0 && value.doubleValue() < 1000.0 * LEAST_MILLIS) {
                long number = value.longValue();
                time = number < LEAST_MILLIS ? Instant.ofEpochSecond(number) : Instant.ofEpochMilli(number);
            }
            return time == null ? null : Date.from(time).toInstant();
        } catch (DateTimeException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Any JSON value: objects become documents, whole numbers int or long, other numbers double. */
    public static Object value(JsonNode node) {
        return switch (node.getNodeType()) {
            case OBJECT -> {
                Document document = new Document();
                node.properties().forEach(field -> document.append(text(field.getKey()), value(field.getValue())));
                yield document;
            }
            case ARRAY -> {
                List<Object> list = new ArrayList<>(node.size());
                node.forEach(element -> list.add(value(element)));
                yield list;
            }
            case NUMBER -> number(node);
            case BOOLEAN -> node.booleanValue();
            case STRING -> text(node.textValue());
            // what a user's step has put in as a Java object
            case POJO -> value(plain(node));
            default -> null;
        };
    }

    static JsonNode plain(JsonNode pojo) {
        return JSON.valueToTree(((POJONode) pojo).getPojo());
    }

    /**
     * MongoDB stores UTF-8, which has no lone surrogates: each becomes U+FFFD, so that a text is found again by what is
     * stored. A field's name cannot hold U+0000; in a value it is harmless.
     */
    public static String text(String text) {
        // nearly all have none, and the pattern takes its time
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return LONE_SURROGATE.matcher(text).replaceAll("\uFFFD");
            }
        }
        return text;
    }

    static Number number(JsonNode node) {
        return WholeNumbers.of(node).numberValue();
    }
}
