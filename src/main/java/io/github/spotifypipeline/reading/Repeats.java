package io.github.spotifypipeline.reading;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How often each key has come in the reading of a list that may hold the same thing several times. */
public final class Repeats {

    private static final Pattern NUMBERED = Pattern.compile(":[1-9]\\d*$");

    private final Map<String, Integer> seen = new HashMap<>();

    /** The next {@code _id} of a key: itself the first time, then with {@code :1}, {@code :2}, … behind it. */
    String number(String id) {
        int before = seen.merge(id, 1, Integer::sum) - 1;
        return before == 0 ? id : id + ":" + before;
    }

    /** The {@code _id} of which this one is a repeat; null when it ends with no number. */
    static String first(String id) {
        Matcher number = NUMBERED.matcher(id);
        return number.find() ? id.substring(0, number.start()) : null;
    }

    /** Whether an {@code _id} is one of those of a key. */
    public static boolean isOf(String id, String key) {
        return id.equals(key) || key.equals(first(id));
    }
}
