package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.database.Database;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * Answers questions about what was heard. The answers are shaped as the API has them: names with underscores.
 *
 * <p>Each may throw a {@link io.github.spotifypipeline.charts.StillCountingException} while plays are read for the
 * first time.
 */
public final class Listening {

    private final ListeningTable table;
    private final LibraryTable library;
    private final ThingFacts facts;
    private final Clock clock;

    /** @param background takes what lasts, one after the other */
    public Listening(Database database, Clock clock, Executor background) {
        this.table = new ListeningTable(database, clock, background);
        this.library = new LibraryTable(database, background);
        this.facts = new ThingFacts(database);
        this.clock = clock;
    }

    private <T> T ask(Selection selection, Function<ListenedPlays, T> question) {
        return table.ask(plays -> question.apply(plays.of(selection.account())));
    }

    /** With the library. */
    private <T> T askAll(Selection selection, Function<ListenedPlays, T> question) {
        LibraryFacts current = library.current();
        return table.ask(plays -> {
            plays.use(current);
            return question.apply(plays.of(selection.account()));
        });
    }

    private static DayPeriod period(Selection selection) {
        return new DayPeriod(selection.from(), selection.to(), selection.zone());
    }

    private LocalDate today(Selection selection) {
        return LocalDate.ofInstant(clock.instant(), selection.zone());
    }

    /** What was heard most. @param after how many rows to leave out */
    public Map<String, Object> tops(ThingKind kind, Measure by, Selection selection, int most, int after) {
        DayPeriod period = period(selection);
        return ask(selection, plays -> new TopList(plays, kind, by, period, period.before(today(selection)))
                .answer(by, selection.from(), selection.to(), most, after));
    }

    /**
     * All that is told of a song, an artist or an album; empty when the key is of none.
     *
     * @param on only the playlists in which it was on that day; null: all
     */
    public Optional<Map<String, Object>> thing(ThingKind kind, String key, Selection selection, LocalDate on) {
        DayPeriod day = on == null ? null : new DayPeriod(on, on, selection.zone());
        return askAll(selection, plays -> {
            int thing = plays.things().find(kind, key);
            if (thing == Things.NONE || plays.shown().face(kind, thing) == Things.NONE) {
                return Optional.empty();
            }
            Map<String, Object> answer = new ThingPage(plays, kind, thing, period(selection)).answer();
            List<Map<String, Object>> saved = plays.shelf().library(kind, thing);
            facts.add(answer, kind, plays.things().face(plays.shown().face(kind, thing)),
                    saved.stream().map(one -> (String) one.get("account_id")).toList());
            answer.put("library", saved);
            answer.put("playlists", kind == ThingKind.SONG ? plays.shelf().playlists(thing, day) : List.of());
            return Optional.of(answer);
        });
    }

    /** The years in which something was heard, the newest first. */
    public Map<String, Object> years(Selection selection) {
        return ask(selection, plays -> {
            MonthSums months = new MonthSums(selection.zone());
            plays.forEach(period(selection), (part, i) -> months.add(part.times()[i], part.heard()[i]));
            List<Map<String, Object>> rows = new ArrayList<>();
            months.years().descendingMap().forEach((year, sums) -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("year", year);
                row.put("plays", sums[0]);
                row.put("hours", ThingCounts.hours(sums[1]));
                rows.add(row);
            });
            return Map.of("years", rows);
        });
    }

    /** A year in review. @param selection whose; its days do not count */
    public Map<String, Object> year(int year, Selection selection) {
        return ask(selection, plays -> new YearReview(plays, year, today(selection),
                DayPeriod.year(year, selection.zone())).answer());
    }

    /** How the places of what was heard most have changed. */
    public Map<String, Object> ranks(ThingKind kind, Measure by, Selection selection, int most) {
        return ask(selection, plays -> new RankMoves(plays, period(selection)).answer(kind, by, most));
    }

    /** Plays by day, week or month. */
    public Map<String, Object> overTime(Selection selection) {
        return ask(selection, plays -> PlaysOverTime.answer(plays, period(selection), today(selection)));
    }

    /** What is found by words of a name, in the order of how well. */
    public Map<String, Object> search(String text, Selection selection, int most) {
        return askAll(selection, plays -> new MusicSearch(plays, period(selection), text).answer(text, most));
    }

    /** Saved and never played: a page of {@link #allUnplayed}. */
    public Map<String, Object> unplayed(Selection selection, int most, int after) {
        return LibraryLists.page(allUnplayed(selection), most, after);
    }

    /** Loved and forgotten: a page of {@link #allForgotten}. */
    public Map<String, Object> forgotten(Selection selection, int most, int after) {
        return LibraryLists.page(allForgotten(selection), most, after);
    }

    /** Songs that are saved and were never played. */
    public List<Map<String, Object>> allUnplayed(Selection selection) {
        LibraryFacts current = library.current();
        return table.ask(plays -> {
            plays.use(current);
            return LibraryLists.unplayed(plays.of(selection.account()), plays::of, period(selection));
        });
    }

    /** Songs that were heard often and not for half a year. */
    public List<Map<String, Object>> allForgotten(Selection selection) {
        return ask(selection, plays -> LibraryLists.forgotten(plays, period(selection), today(selection)));
    }

    /** The rows of a list for CSV. */
    public List<Map<String, Object>> allTops(ThingKind kind, Measure by, Selection selection) {
        DayPeriod period = period(selection);
        return ask(selection, plays -> new TopList(plays, kind, by, period, period.before(today(selection)))
                .rows(Integer.MAX_VALUE, 0));
    }
}
