package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import java.math.BigDecimal;
import java.util.Map;

/** JSON and its numbers as texts, as jq writes them: a whole number has no {@code .0}. */
final class JqNumbers {

    private JqNumbers() {
    }

    /** JSON in one line, names in their order. */
    static String json(JsonNode value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(JsonNode value, StringBuilder to) {
        if (value.isObject()) {
            to.append('{');
            String between = "";
            for (Map.Entry<String, JsonNode> field : value.properties()) {
                to.append(between);
                quote(field.getKey(), to);
                to.append(':');
                write(field.getValue(), to);
                between = ",";
            }
            to.append('}');
        } else if (value.isArray()) {
            to.append('[');
            for (int i = 0; i < value.size(); i++) {
                to.append(i > 0 ? "," : "");
                write(value.get(i), to);
            }
            to.append(']');
        } else if (value.isTextual()) {
            quote(value.textValue(), to);
        } else if (value.isFloatingPointNumber()) {
            to.append(text(value.doubleValue()));
        } else {
            to.append(value.isMissingNode() ? "null" : value.asText());
        }
    }

    private static void quote(String text, StringBuilder to) {
        to.append('"');
        JsonStringEncoder.getInstance().quoteAsString(text, to);
        to.append('"');
    }

    /** jq writes up to 15 zeros after the digits, else an exponent. NaN is null, infinity is the largest number. */
    static String text(double number) {
        if (Double.isNaN(number)) {
            return "null";
        }
        if (Double.isInfinite(number)) {
            return number > 0 ? "1.7976931348623157e+308" : "-1.7976931348623157e+308";
        }
        BigDecimal exact = new BigDecimal(Double.toString(number)).stripTrailingZeros();
        if (exact.signum() == 0) {
            return Double.doubleToRawLongBits(number) == 0 ? "0" : "-0";
        }
        String digits = exact.unscaledValue().abs().toString();
        int point = digits.length() - exact.scale();
        if (point > -4 && point <= digits.length() + 15) {
            return exact.toPlainString();
        }
        int exponent = point - 1;
        return (exact.signum() < 0 ? "-" : "") + digits.charAt(0)
                + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + "e" + (exponent < 0 ? "-" : "+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /** A whole number becomes an int or a long. */
    static JsonNode of(double number) {
        if (number == Math.rint(number) && Math.abs(number) < 1L << 53) {
            long whole = (long) number;
            return (int) whole == whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
        }
        return DoubleNode.valueOf(number);
    }
}
