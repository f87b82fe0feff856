package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.IntUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Operators of texts. Letters beyond ASCII keep their case, as in MongoDB. */
final class TextOperators {

    /** What {@code $trim} takes for blanks, from MongoDB's manual. */
    private static final String BLANKS = "\u0000 \t\n\u000b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
            + "\u2007\u2008\u2009\u200a";

    private TextOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.add("$concat", 0, OperatorTable.MANY, TextOperators::concat);
        operators.add("$toLower", 1, 1, a -> lower(letters(a[0], "$toLower")));
        operators.add("$toUpper", 1, 1, a -> upper(letters(a[0], "$toUpper")));
        operators.add("$strcasecmp", 2, 2, a -> Integer.signum(Values.compareTexts(
                upper(letters(a[0], "$strcasecmp")), upper(letters(a[1], "$strcasecmp")))));
        operators.add("$substrBytes", 3, 3, TextOperators::substringOfBytes);
        operators.add("$substr", 3, 3, TextOperators::substringOfBytes);
        operators.add("$substrCP", 3, 3, TextOperators::substringOfCharacters);
        operators.add("$strLenBytes", 1, 1, a -> length(string(a[0], "$strLenBytes"), true));
        operators.add("$strLenCP", 1, 1, a -> length(string(a[0], "$strLenCP"), false));
        operators.addOrNull("$split", 2, 2, TextOperators::split);
        operators.add("$indexOfBytes", 2, 4, a -> indexOf("$indexOfBytes", a, true));
        operators.add("$indexOfCP", 2, 4, a -> indexOf("$indexOfCP", a, false));
        trim(operators, "$trim", true, true);
        trim(operators, "$ltrim", true, false);
        trim(operators, "$rtrim", false, true);
        replace(operators, "$replaceAll", Matcher::replaceAll);
        replace(operators, "$replaceOne", Matcher::replaceFirst);
    }

    static String string(Object value, String operator) {
        if (value instanceof String text) {
            return text;
        }
        throw Refusal.invalid(operator + " requires a string, not " + Values.typeName(value));
    }

    /** The text that MongoDB makes of a value where it needs one; null is an empty text. */
    static String text(Object value, String operator) {
        if (value instanceof String text) {
            return text;
        } else if (Values.isNullish(value)) {
            return "";
        } else if (value instanceof Double number) {
            return Numbers.text(number);
        } else if (value instanceof Number && !(value instanceof Decimal128)) {
            return value.toString();
        } else if (value instanceof Instant date) {
            return DateOperators.iso(date);
        }
        if (value instanceof Decimal128 || value instanceof BsonTimestamp) {
            throw Refusal.unsupported(operator + " of a " + Values.typeName(value), "it would be written otherwise");
        }
        throw Refusal.invalid(operator + " can't convert from BSON type " + Values.typeName(value) + " to String");
    }

    private static String letters(Object value, String operator) {
        if (value instanceof Double number && (number.isNaN() || number.isInfinite())) {
            throw Refusal.unsupported(operator + " of " + number, "it would be written otherwise");
        }
        return text(value, operator);
    }

    private static Object concat(Object[] values) {
        StringBuilder text = new StringBuilder();
        for (Object value : values) {
            if (Values.isNullish(value)) {
                return null;
            }
            text.append(string(value, "$concat"));
        }
        return text.toString();
    }

    private static String lower(String text) {
        return mapped(text, c -> c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

    private static String upper(String text) {
        return mapped(text, c -> c >= 'a' && c <= 'z' ? c - 32 : c);
    }

    private static String mapped(String text, IntUnaryOperator function) {
        int[] points = text.codePoints().map(function).toArray();
        return new String(points, 0, points.length);
    }

    private static int length(String text, boolean inBytes) {
        return inBytes ? text.getBytes(StandardCharsets.UTF_8).length : text.codePointCount(0, text.length());
    }

    private static Object substringOfBytes(Object[] a) {
        byte[] bytes = text(a[0], "$substrBytes").getBytes(StandardCharsets.UTF_8);
        int from = Numbers.plain(a[1], "$substrBytes").intValue();
        int length = Numbers.plain(a[2], "$substrBytes").intValue();
        if (from < 0) {
            throw Refusal.invalid("$substrBytes: starting index must be non-negative");
        }
        if (from >= bytes.length) {
            return "";
        }
        int to = length < 0 || length > bytes.length - from ? bytes.length : from + length;
        if (isInside(bytes, from) || isInside(bytes, to)) {
            throw Refusal.invalid("$substrBytes: the index is in the middle of a UTF-8 character");
        }
        return new String(bytes, from, to - from, StandardCharsets.UTF_8);
    }

    private static boolean isInside(byte[] bytes, int at) {
        return at < bytes.length && (bytes[at] & 0xC0) == 0x80;
    }

    private static Object substringOfCharacters(Object[] a) {
        String text = text(a[0], "$substrCP");
        int from = Numbers.toInt(a[1], "The start of $substrCP");
        int length = Numbers.toInt(a[2], "The length of $substrCP");
        if (from < 0 || length < 0) {
            throw Refusal.invalid("$substrCP: start and length must be non-negative");
        }
        int characters = text.codePointCount(0, text.length());
        if (from >= characters) {
            return "";
        }
        int start = text.offsetByCodePoints(0, from);
        return text.substring(start, text.offsetByCodePoints(start, Math.min(length, characters - from)));
    }

    private static Object split(Object[] a) {
        String separator = string(a[1], "$split");
        String text = string(a[0], "$split");
        if (separator.isEmpty()) {
            throw Refusal.invalid("$split requires a non-empty separator");
        }
        return new ArrayList<Object>(Arrays.asList(text.split(Pattern.quote(separator), -1)));
    }

    private static Object indexOf(String name, Object[] a, boolean inBytes) {
        if (Values.isNullish(a[0])) {
            return null;
        }
        String text = string(a[0], name);
        String wanted = string(a[1], name);
        int length = length(text, inBytes);
        int from = a.length > 2 ? Numbers.toInt(a[2], "The start of " + name) : 0;
        int to = a.length > 3 ? Numbers.toInt(a[3], "The end of " + name) : length;
        if (from < 0 || to < 0) {
            throw Refusal.invalid(name + " requires nonnegative indexes");
        }
        if (from > length || to < from) {
            return -1;
        }
        if (inBytes && !text.chars().allMatch(c -> c < 128)) {
            throw Refusal.unsupported(name + " of texts beyond ASCII", "it would count characters");
        }
        int start = text.offsetByCodePoints(0, from);
        String part = text.substring(start, text.offsetByCodePoints(0, Math.min(to, length)));
        int at = part.indexOf(wanted);
        return at < 0 ? -1 : from + part.codePointCount(0, at);
    }

    private static void trim(OperatorTable operators, String name, boolean left, boolean right) {
        operators.addNamed(name, "input* chars", a -> {
            Object text = a.get("input");
            Object set = a.get("chars", BLANKS);
            if (Values.isNullish(text)) {
                return null;
            }
            String given = string(text, name);
            return Values.isNullish(set) ? null : trim(given, string(set, name), left, right);
        });
    }

    private static String trim(String text, String set, boolean left, boolean right) {
        int[] points = text.codePoints().toArray();
        int from = 0;
        int to = points.length;
        while (left && from < to && set.indexOf(points[from]) >= 0) {
            from++;
        }
        while (right && to > from && set.indexOf(points[to - 1]) >= 0) {
            to--;
        }
        return new String(points, from, to - from);
    }

    private static void replace(OperatorTable operators, String name, BiFunction<Matcher, String, String> function) {
        operators.addNamed(name, "input* find* replacement*", a -> {
            Object text = a.get("input");
            Object found = a.get("find");
            Object by = a.get("replacement");
            for (Object part : Arrays.asList(text, found, by)) {
                if (!Values.isNullish(part)) {
                    string(part, name);
                }
            }
            if ("".equals(found) && text instanceof String given && !given.chars().allMatch(c -> c < 128)) {
                throw Refusal.unsupported(name + " of an empty text", "it would be found between characters");
            }
            return Values.anyNullish(text, found, by) ? null
                    : function.apply(Pattern.compile((String) found, Pattern.LITERAL).matcher((String) text),
                            Matcher.quoteReplacement((String) by));
        });
    }
}
