package io.github.spotifypipeline.embedded.query;

import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Regular expressions are Java's here and PCRE's in a MongoDB, so what the two do not share is refused. */
final class Regexes {

    /** What means something else in the other, or is missing there. */
    private static final Pattern DIFFERENT = Pattern.compile(
            "\\\\[KRXhHvVNGgCzZQE]|\\[\\[|&&|\\(\\?[P'&R0-9+|#(]|\\(\\*|\\[:"
            + "|\\\\p\\{(?!L[ul]?\\}|N\\}|P\\}|S\\}|Z\\})|\\\\o|\\\\x\\{");

    private record Compiled(String source, String options, Pattern pattern) {
    }

    private static final AtomicReference<Compiled> LAST = new AtomicReference<>();

    private Regexes() {
    }

    static Pattern compile(String source, String options) {
        Compiled last = LAST.get();
        if (last != null && last.source.equals(source) && last.options.equals(options)) {
            return last.pattern;
        }
        Pattern pattern = compile(source, flags(options == null ? "" : options));
        LAST.set(new Compiled(source, options == null ? "" : options, pattern));
        return pattern;
    }

    private static Pattern compile(String source, int flags) {
        if (DIFFERENT.matcher(source).find()) {
            throw Refusal.unsupported("the regular expression " + source, "it has Java's syntax, which differs there");
        }
        try {
            return Pattern.compile(source, flags | Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw Refusal.invalid("Regular expression is invalid: " + e.getDescription());
        }
    }

    private static int flags(String options) {
        int flags = 0;
        for (char option : options.toCharArray()) {
            flags |= switch (option) {
                case 'i' -> Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE;
                case 'm' -> Pattern.MULTILINE;
                case 's' -> Pattern.DOTALL;
                case 'x' -> Pattern.COMMENTS;
                case 'u' -> 0;
                default -> throw Refusal.invalid("invalid flag in regex options: " + option);
            };
        }
        return flags;
    }
}
