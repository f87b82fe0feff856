package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Expressions.Operator;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Texts. Letters beyond ASCII keep their case, as in MongoDB. */
final class TextOperators {

    /** What {@code $trim} takes for blanks, from MongoDB's manual. */
    private static final String BLANKS = "\u0000 \t\n\u000b\f\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
            + "\u2007\u2008\u2009\u200a";

    private TextOperators() {
    }

    static void addTo(Map<String, Operator> operators) {
        operators.put("$concat", Expressions.of("$concat", 0, Integer.MAX_VALUE, TextOperators::concat));
        operators.put("$toLower", Expressions.of("$toLower", 1, 1, a -> lower(letters(a[0], "$toLower"))));
        operators.put("$toUpper", Expressions.of("$toUpper", 1, 1, a -> upper(letters(a[0], "$toUpper"))));
        operators.put("$strcasecmp", Expressions.of("$strcasecmp", 2, 2, a -> Integer.signum(Values.compareTexts(
                upper(letters(a[0], "$strcasecmp")), upper(letters(a[1], "$strcasecmp"))))));
        operators.put("$substrBytes", Expressions.of("$substrBytes", 3, 3, TextOperators::substringOfBytes));
        operators.put("$substr", Expressions.of("$substr", 3, 3, TextOperators::substringOfBytes));
        operators.put("$substrCP", Expressions.of("$substrCP", 3, 3, TextOperators::substringOfCharacters));
        operators.put("$strLenBytes", Expressions.of("$strLenBytes", 1, 1,
                a -> string(a[0], "$strLenBytes").getBytes(StandardCharsets.UTF_8).length));
        operators.put("$strLenCP", Expressions.of("$strLenCP", 1, 1, a -> {
            String text = string(a[0], "$strLenCP");
            return text.codePointCount(0, text.length());
        }));
        operators.put("$split", Expressions.of("$split", 2, 2, TextOperators::split));
        operators.put("$indexOfBytes", Expressions.of("$indexOfBytes", 2, 4, a -> indexOf("$indexOfBytes", a, true)));
        operators.put("$indexOfCP", Expressions.of("$indexOfCP", 2, 4, a -> indexOf("$indexOfCP", a, false)));
        trim(operators, "$trim", true, true);
        trim(operators, "$ltrim", true, false);
        trim(operators, "$rtrim", false, true);
        replace(operators, "$replaceAll", (found, by) -> text -> text.replace(found, by));
        replace(operators, "$replaceOne", (found, by) -> text -> {
            int at = text.indexOf(found);
            return at < 0 ? text : text.substring(0, at) + by + text.substring(at + found.length());
        });
        regex(operators, "$regexMatch", (matcher, text) -> matcher.find(), false);
        regex(operators, "$regexFind", (matcher, text) -> matcher.find() ? match(matcher, text) : null, null);
        regex(operators, "$regexFindAll", TextOperators::allMatches, List.of());
    }

    private static String string(Object value, String operator) {
        if (value instanceof String text) {
            return text;
        }
        throw Refusal.invalid(operator + " requires a string, not " + Values.typeName(value));
    }

    /** What MongoDB takes for a text where one is wanted; null is an empty one. */
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
        return letters(text, c -> c >= 'A' && c <= 'Z' ? (char) (c + 32) : c);
    }

    private static String upper(String text) {
        return letters(text, c -> c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
    }

    private static String letters(String text, UnaryOperator<Character> function) {
        StringBuilder changed = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            changed.append((char) function.apply(text.charAt(i)));
        }
        return changed.toString();
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
        if (Values.isNullish(a[0]) || Values.isNullish(a[1])) {
            return null;
        }
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
        int length = inBytes ? text.getBytes(StandardCharsets.UTF_8).length : text.codePointCount(0, text.length());
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

    private static void trim(Map<String, Operator> operators, String name, boolean left, boolean right) {
        operators.put(name, (argument, scope) -> {
            Map<String, Expression> named = scope.named(name, argument, "input* chars");
            Expression input = named.get("input");
            Expression chars = named.getOrDefault("chars", in -> BLANKS);
            return in -> {
                Object text = input.in(in);
                Object set = chars.in(in);
                if (Values.isNullish(text)) {
                    return null;
                }
                String given = string(text, name);
                return Values.isNullish(set) ? null : trim(given, string(set, name), left, right);
            };
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

    private static void replace(Map<String, Operator> operators, String name,
            BiFunction<String, String, UnaryOperator<String>> function) {
        operators.put(name, (argument, scope) -> {
            Map<String, Expression> named = scope.named(name, argument, "input* find* replacement*");
            return in -> {
                Object text = named.get("input").in(in);
                Object found = named.get("find").in(in);
                Object by = named.get("replacement").in(in);
                for (Object part : Arrays.asList(text, found, by)) {
                    if (!Values.isNullish(part)) {
                        string(part, name);
                    }
                }
                if ("".equals(found) && text instanceof String given && !given.chars().allMatch(c -> c < 128)) {
                    throw Refusal.unsupported(name + " of an empty text", "it would be found between characters");
                }
                return Values.isNullish(text) || Values.isNullish(found) || Values.isNullish(by) ? null
                        : function.apply((String) found, (String) by).apply((String) text);
            };
        });
    }

    private static void regex(Map<String, Operator> operators, String name, BiFunction<Matcher, String,
            Object> function,
            Object ofNull) {
        operators.put(name, (argument, scope) -> {
            Map<String, Expression> named = scope.named(name, argument, "input* regex* options");
            return in -> {
                Object text = named.get("input").in(in);
                Object regex = named.get("regex").in(in);
                Object options = named.containsKey("options") ? named.get("options").in(in) : null;
                if (!Values.isNullish(text)) {
                    string(text, name);
                }
                if (Values.isNullish(regex)) {
                    return ofNull;
                }
                Pattern pattern = regex instanceof BsonRegularExpression given
                        ? Regexes.compile(given.getPattern(), Values.isNullish(options) ? given.getOptions()
                                : bothOptions(given, options))
                        : Regexes.compile(string(regex, name), Values.isNullish(options) ? "" : string(options, name));
                return Values.isNullish(text) ? ofNull
                        : function.apply(pattern.matcher(string(text, name)), (String) text);
            };
        });
    }

    private static String bothOptions(BsonRegularExpression regex, Object options) {
        if (regex.getOptions() != null && !regex.getOptions().isEmpty()) {
            throw Refusal.invalid("found regex option(s) specified in both 'regex' and 'option' fields");
        }
        return string(options, "$regexMatch");
    }

    private static Document match(Matcher matcher, String text) {
        List<Object> groups = new ArrayList<>();
        for (int i = 1; i <= matcher.groupCount(); i++) {
            groups.add(matcher.group(i));
        }
        return new Document("match", matcher.group()).append("idx", text.codePointCount(0, matcher.start()))
                .append("captures", groups);
    }

    private static Object allMatches(Matcher matcher, String text) {
        List<Object> found = new ArrayList<>();
        while (matcher.find()) {
            found.add(match(matcher, text));
        }
        return found;
    }
}
