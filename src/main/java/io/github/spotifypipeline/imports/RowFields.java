package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;

/** Values of a row as they can only be meant: any key may be missing, any value null, "" or of another type. */
final class RowFields {

    /** The values of {@code reason_end} of somebody who went on before the end. */
    private static final Set<String> SKIPS = Set.of("fwdbtn", "backbtn", "endplay", "unknown");

    private RowFields() {
    }

    /** A text; null for none or an empty one. An album called 1989 came as a number. */
    static String text(ObjectNode row, String key) {
        JsonNode value = row.get(key);
        if (value == null || value.isNull() || value.isContainerNode()) {
            return null;
        }
        String text = value.asText();
        return text.isBlank() ? null : text;
    }

    /** @return null where it is neither yes nor no */
    static Boolean flag(ObjectNode row, String key) {
        JsonNode value = row.get(key);
        if (value == null || value.isBoolean()) {
            return value == null ? null : value.booleanValue();
        }
        String text = value.asText();
        return text.equalsIgnoreCase("true") ? Boolean.TRUE : text.equalsIgnoreCase("false") ? Boolean.FALSE : null;
    }

    static boolean isTrue(ObjectNode row, String key) {
        return Boolean.TRUE.equals(flag(row, key));
    }

    /** @return null where it is no number */
    static Double number(ObjectNode row, String key) {
        JsonNode value = row.get(key);
        if (value == null || !value.isNumber() && !value.isTextual()) {
            return null;
        }
        double number = value.asDouble(Double.NaN);
        return Double.isFinite(number) ? number : null;
    }

    /** Milliseconds; 0 where there are none, or fewer. */
    static long millis(ObjectNode row, String key) {
        Double number = number(row, key);
        return number == null || number < 0 ? 0 : Math.round(Math.min(number, Integer.MAX_VALUE));
    }

    /** Spotify's own mark was always false or null from April 2015 to October 2022. */
    static boolean isSkipped(ObjectNode row) {
        String end = text(row, "reason_end");
        return isTrue(row, "skipped") || end != null && SKIPS.contains(end);
    }
}
