package io.github.spotifypipeline.web;

import io.github.spotifypipeline.charts.Selection;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The parameters of a request about the music. One that is empty counts as not given. */
final class MusicParameters {

    private static final int MOST_ID_CHARACTERS = 200;
    private static final int MOST_DIGITS = 9;

    private final Map<String, Object> given;

    MusicParameters(Map<String, Object> given) {
        this.given = given;
    }

    /** Its text; null when it is not given. */
    String text(String name) {
        return given.get(name) instanceof String text && !text.isEmpty() ? text : null;
    }

    /**
     * Its text.
     *
     * @param most how many characters it may have
     * @throws RequestException 400 when it is not given, or longer
     */
    String text(String name, int most, String meaning) {
        String text = text(name);
        if (text == null || text.length() > most) {
            throw RequestException.bad(name + " must be " + meaning + ", of " + most + " characters at most.");
        }
        return text;
    }

    /**
     * One of some words.
     *
     * @param words  all of them
     * @param usual  for one that is not given; null: it must be given
     * @param reader knows the words
     * @throws RequestException 400 when it is another
     */
    <T> T word(String name, List<String> words, String usual, Function<String, Optional<T>> reader) {
        String text = text(name);
        return Optional.ofNullable(text == null ? usual : text).flatMap(reader)
                .orElseThrow(() -> RequestException.bad(name + " must be one of " + String.join(", ", words) + "."));
    }

    /**
     * A whole number.
     *
     * @param usual for one that is not given
     * @throws RequestException 400 when it is no number between the least and the most
     */
    int number(String name, int usual, int least, int most) {
        String text = text(name);
        if (text == null) {
            return usual;
        }
        if (text.matches("[0-9]{1," + MOST_DIGITS + "}")) {
            int number = Integer.parseInt(text);
            if (number >= least && number <= most) {
                return number;
            }
        }
        throw RequestException.bad(name + " must be a whole number from " + least + " to " + most + ".");
    }

    /**
     * Whose and which days.
     *
     * @throws RequestException 400 when a day is none, or the days are in the wrong order
     */
    Selection selection(ZoneId zone) {
        String account = text("account");
        if (account != null && account.length() > MOST_ID_CHARACTERS) {
            throw RequestException.bad("account must be an account's id, which has " + MOST_ID_CHARACTERS
                    + " characters at most.");
        }
        LocalDate first = day("from");
        LocalDate last = day("to");
        if (first != null && last != null && first.isAfter(last)) {
            throw RequestException.bad("from must not be after to.");
        }
        return new Selection(account, first, last, zone);
    }

    /** A day; null when it is not given. @throws RequestException 400 when it is none */
    LocalDate day(String name) {
        String text = text(name);
        return text == null ? null : Selection.day(text).orElseThrow(() -> RequestException.bad(
                name + " must be a day, written as YYYY-MM-DD, such as 2026-11-22."));
    }
}
