package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.listening.Listening;
import io.github.spotifypipeline.listening.Measure;
import io.github.spotifypipeline.listening.ThingKind;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What is asked below {@code /api/music} about what was heard, besides the charts. */
public final class ListeningAnswer {

    private static final int MOST_ROWS = 500;
    private static final int USUAL_ROWS = 10;
    private static final int MOST_LEFT_OUT = 10_000_000;
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 9999;
    private static final int MOST_TEXT = 200;
    private static final int MOST_FOUND = 50;
    private static final int USUAL_FOUND = 8;
    private static final int MOST_KEY_CHARACTERS = 300;
    private static final List<String> KINDS = Stream.of(ThingKind.values()).map(ThingKind::word).toList();
    private static final List<String> LISTS = Stream.of(ThingKind.values()).map(ThingKind::words).toList();
    private static final List<String> MEASURES = Stream.of(Measure.values()).map(Measure::word).toList();

    private static final List<String> FILES = List.of("tops", "unplayed", "forgotten");

    private final Listening listening;
    private final ZoneId zone;

    /** @param zone the time zone of the days */
    public ListeningAnswer(Listening listening, ZoneId zone) {
        this.listening = listening;
        this.zone = zone;
    }

    /** The names below {@code /api/music} that are no charts, and the one under which the table of plays is kept. */
    public static Set<String> names() {
        Set<String> names = new TreeSet<>(ApiParameters.LISTENING.keySet());
        names.add("listening");
        return names;
    }

    /** Whether it answers this. @param form {@code .csv}, or null for JSON */
    boolean knows(String name, String form) {
        return form == null ? ApiParameters.LISTENING.containsKey(name)
                : form.equals(".csv") && FILES.contains(name);
    }

    /** An answer as JSON. @param name one that it knows */
    Answer show(String name, MusicParameters asked) {
        return Answer.json(200, switch (name) {
            case "tops" -> listening.tops(list(asked), measure(asked), asked.selection(zone), most(asked),
                    after(asked));
            case "thing" -> thing(asked);
            case "years" -> listening.years(asked.selection(zone));
            case "year" -> listening.year(year(asked), asked.selection(zone));
            case "ranks" -> listening.ranks(list(asked), measure(asked), asked.selection(zone), most(asked));
            case "over-time" -> listening.overTime(asked.selection(zone));
            case "search" -> listening.search(asked.text("text", MOST_TEXT, "what is looked for"),
                    asked.selection(zone), asked.number("most", USUAL_FOUND, 1, MOST_FOUND));
            case "unplayed" -> listening.unplayed(asked.selection(zone), most(asked), after(asked));
            case "forgotten" -> listening.forgotten(asked.selection(zone), most(asked), after(asked));
            default -> throw new IllegalArgumentException(name);
        });
    }

    /** All rows as CSV. @param name one that it knows */
    Answer csv(String name, MusicParameters asked) {
        return switch (name) {
            case "tops" -> CsvFile.answer(name, columns("rank", "rank_before"),
                    listening.allTops(list(asked), measure(asked), asked.selection(zone)));
            case "unplayed" -> CsvFile.answer(name, columns("saved_at", "account_id"),
                    listening.allUnplayed(asked.selection(zone)));
            default -> CsvFile.answer(name, columns(), listening.allForgotten(asked.selection(zone)));
        };
    }

    private static List<String> columns(String... first) {
        return Stream.concat(Stream.of(first), Stream.of("name", "artists", "album", "plays", "hours",
                "first_played_at", "last_played_at", "uri", "link")).toList();
    }

    private Map<String, Object> thing(MusicParameters asked) {
        ThingKind kind = asked.word("kind", KINDS, null, ThingKind::ofWord);
        String key = asked.text("key", MOST_KEY_CHARACTERS, "what a list gave as key of a " + kind.word());
        return listening.thing(kind, key, asked.selection(zone), asked.day("on"))
                .orElseThrow(() -> RequestException.notFound(
                        "No " + kind.word() + " with this key was played or is in the library."));
    }

    private static int year(MusicParameters asked) {
        int year = asked.number("year", 0, FIRST_YEAR, LAST_YEAR);
        if (year == 0) {
            throw RequestException.bad("year must be given, such as year=2026.");
        }
        return year;
    }

    private static ThingKind list(MusicParameters asked) {
        return asked.word("kind", LISTS, ThingKind.SONG.words(), ThingKind::ofWords);
    }

    private static Measure measure(MusicParameters asked) {
        return asked.word("by", MEASURES, Measure.PLAYS.word(), Measure::ofWord);
    }

    private static int after(MusicParameters asked) {
        return asked.number("after", 0, 0, MOST_LEFT_OUT);
    }

    private static int most(MusicParameters asked) {
        return asked.number("most", USUAL_ROWS, 1, MOST_ROWS);
    }
}
