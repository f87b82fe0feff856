package io.github.spotifypipeline.jq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntUnaryOperator;
import java.util.function.UnaryOperator;
import net.thisptr.jackson.jq.Expression;
import net.thisptr.jackson.jq.Function;
import net.thisptr.jackson.jq.PathOutput;
import net.thisptr.jackson.jq.Scope;
import net.thisptr.jackson.jq.exception.JsonQueryException;
import net.thisptr.jackson.jq.internal.misc.OnigUtils;
import org.joni.Matcher;
import org.joni.Option;
import org.joni.Region;

/** jq's functions of texts that jackson-jq lacks or answers in another way. */
final class JqTexts {

    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~";

    private JqTexts() {
    }

    /** A function of a text. */
    static JqFunction of(String name, UnaryOperator<String> value) {
        return new JqFunction((in, none) -> TextNode.valueOf(value.apply(text(name + " input", in))));
    }

    /** @throws JsonQueryException when it is no text */
    static String text(String what, JsonNode value) throws JsonQueryException {
        if (!value.isTextual()) {
            throw new JsonQueryException(what + " must be a string, not " + type(value));
        }
        return value.textValue();
    }

    static String type(JsonNode value) {
        return value.isMissingNode() ? "null" : value.getNodeType().toString().toLowerCase(Locale.ROOT);
    }

    /** A text as it is, anything else as JSON. */
    static String string(JsonNode value) {
        return value.isTextual() ? value.textValue() : JqNumbers.json(value);
    }

    /** Changes only the letters of ASCII. */
    static String lower(String text) {
        return mapped(text, c -> c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

    /** Changes only the letters of ASCII. */
    static String upper(String text) {
        return mapped(text, c -> c >= 'a' && c <= 'z' ? c - 32 : c);
    }

    private static String mapped(String text, IntUnaryOperator change) {
        int[] points = text.codePoints().map(change).toArray();
        return new String(points, 0, points.length);
    }

    static JsonNode implode(JsonNode in) throws JsonQueryException {
        if (!in.isArray()) {
            throw new JsonQueryException("implode input must be an array, not " + type(in));
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode point : in) {
            if (!point.isNumber() || !Character.isValidCodePoint((int) point.doubleValue())) {
                throw new JsonQueryException("Unicode codepoint must be numeric");
            }
            text.appendCodePoint((int) point.doubleValue());
        }
        return TextNode.valueOf(text.toString());
    }

    /** Reads a number as JSON has it. Java's own reader also takes {@code 1d}. */
    static JsonNode number(JsonNode in) throws JsonQueryException {
        if (in.isNumber()) {
            return in;
        }
        if (!in.isTextual()) {
            throw new JsonQueryException(type(in) + " (" + JqNumbers.json(in) + ") cannot be parsed as a number");
        }
        String text = in.textValue();
        if (!text.matches("-?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?")) {
            throw new JsonQueryException("string (" + JqNumbers.json(in) + ") cannot be parsed as a number");
        }
        if (text.matches("-?\\d{1,18}")) {
            long whole = Long.parseLong(text);
            return (int) whole == whole ? IntNode.valueOf((int) whole) : LongNode.valueOf(whole);
        }
        return JsonNodeFactory.instance.numberNode(Double.parseDouble(text));
    }

    static String uri(String text) {
        StringBuilder escaped = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            if (UNRESERVED.indexOf((char) b) >= 0) {
                escaped.append((char) b);
            } else {
                escaped.append(String.format("%%%02X", b));
            }
        }
        return escaped.toString();
    }

    /**
     * {@code sub} and {@code gsub}. A pattern that matches an empty text matches once at each place, so that it ends.
     *
     * @param always flags besides those that are given
     */
    static Function replace(String always) {
        return (scope, arguments, in, path, output, version) -> {
            String text = in.isTextual() ? in.textValue() : null;
            if (text == null) {
                throw new JsonQueryException(type(in) + " (" + JqNumbers.json(in)
                        + ") cannot be matched, as it is not a string");
            }
            arguments.get(0).apply(scope, in, pattern -> {
                if (arguments.size() < 3) {
                    replace(scope, text, pattern, always, arguments.get(1), output);
                } else {
                    arguments.get(2).apply(scope, in, flags -> replace(scope, text, pattern,
                            (flags.isNull() ? "" : text("the flags", flags)) + always, arguments.get(1), output));
                }
            });
        };
    }

    /** A match: where it is, in bytes, and what its named groups hold. */
    private record Match(int begin, int end, ObjectNode captures) {
    }

    private static void replace(Scope scope, String text, JsonNode regex, String flags, Expression replacement,
                                PathOutput output) throws JsonQueryException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        List<Match> matches = matches(bytes, new OnigUtils.Pattern(text("the pattern", regex), flags));
        List<List<String>> texts = new ArrayList<>();
        for (Match match : matches) {
            List<String> made = new ArrayList<>();
            replacement.apply(scope, match.captures(), one -> made.add(text("the replacement", one)));
            texts.add(made);
        }
        // if the replacement has several results, there are several texts: the first has the first result of each
        int most = texts.stream().mapToInt(List::size).max().orElse(1);
        int fewest = texts.stream().mapToInt(List::size).min().orElse(1);
        for (int i = 0; i < (fewest == 0 ? 0 : most); i++) {
            StringBuilder replaced = new StringBuilder();
            int done = 0;
            for (int m = 0; m < matches.size(); m++) {
                replaced.append(new String(bytes, done, matches.get(m).begin() - done, StandardCharsets.UTF_8));
                List<String> made = texts.get(m);
                replaced.append(made.get(Math.min(i, made.size() - 1)));
                done = matches.get(m).end();
            }
            output.emit(TextNode.valueOf(replaced.append(new String(bytes, done, bytes.length - done,
                    StandardCharsets.UTF_8)).toString()), null);
        }
    }

    private static List<Match> matches(byte[] bytes, OnigUtils.Pattern pattern) {
        List<Match> matches = new ArrayList<>();
        Matcher matcher = pattern.regex.matcher(bytes);
        int from = 0;
        while (from <= bytes.length && matcher.search(from, bytes.length, Option.NONE) >= 0) {
            matches.add(new Match(matcher.getBegin(), matcher.getEnd(), captures(matcher.getRegion(), pattern, bytes)));
            if (!pattern.global) {
                break;
            }
            from = matcher.getEnd() > matcher.getBegin() ? matcher.getEnd() : afterCharacter(bytes, matcher.getEnd());
        }
        return matches;
    }

    private static int afterCharacter(byte[] bytes, int at) {
        int next = at + 1;
        while (next < bytes.length && (bytes[next] & 0xC0) == 0x80) {
            next++;
        }
        return next;
    }

    private static ObjectNode captures(Region region, OnigUtils.Pattern pattern, byte[] bytes) {
        ObjectNode captures = JsonNodeFactory.instance.objectNode();
        for (int i = 1; region != null && i < region.getNumRegs(); i++) {
            if (pattern.names[i] != null) {
                captures.set(pattern.names[i], region.getBeg(i) < 0 ? NullNode.getInstance()
                        : TextNode.valueOf(new String(bytes, region.getBeg(i), region.getEnd(i) - region.getBeg(i),
                        StandardCharsets.UTF_8)));
            }
        }
        return captures;
    }

    /** The parts of a text between a separator. */
    static JsonNode split(JsonNode in, JsonNode separator) throws JsonQueryException {
        if (!in.isTextual() || !separator.isTextual()) {
            throw new JsonQueryException("split input and separator must be strings, not "
                    + type(in.isTextual() ? separator : in));
        }
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        String text = in.textValue();
        String by = separator.textValue();
        if (text.isEmpty()) {
            return parts;
        }
        if (by.isEmpty()) {
            text.codePoints().forEach(c -> parts.add(Character.toString(c)));
            return parts;
        }
        int from = 0;
        for (int at = text.indexOf(by); at >= 0; at = text.indexOf(by, from)) {
            parts.add(text.substring(from, at));
            from = at + by.length();
        }
        return parts.add(text.substring(from));
    }
}
