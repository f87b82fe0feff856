package io.github.spotifypipeline.bench;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.listening.Listening;
import io.github.spotifypipeline.listening.Measure;
import io.github.spotifypipeline.listening.ThingKind;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The answers of which the pages of songs, artists, albums, years, habits and the library are made, as JSON. */
final class ListeningViews {

    private final Listening listening;
    private final Map<String, Supplier<Object>> views = new LinkedHashMap<>();

    ListeningViews(Listening listening, ZoneId zone) {
        this.listening = listening;
        LocalDate today = LocalDate.now(zone);
        Selection all = new Selection(null, null, null, zone);
        Selection year = new Selection(null, today.minusYears(1).withDayOfYear(1), today.withDayOfYear(1).minusDays(1),
                zone);
        for (ThingKind kind : ThingKind.values()) {
            views.put("10 top " + kind.words(), () -> listening.tops(kind, Measure.PLAYS, all, 10, 0));
            views.put("10 top " + kind.words() + " of a year", () ->
                    listening.tops(kind, Measure.HOURS, year, 10, 0));
        }
        views.put("500 top songs", () -> listening.tops(ThingKind.SONG, Measure.PLAYS, all, 500, 0));
        for (ThingKind kind : ThingKind.values()) {
            views.put("a much heard " + kind.word(), () ->
                    listening.thing(kind, top(kind, all), all, null).orElseThrow());
        }
        views.put("search, 1 letter", () -> listening.search("a", all, 8));
        views.put("search, a name", () -> listening.search("name song 4711", all, 8));
        views.put("years", () -> listening.years(all));
        views.put("a year in review", () -> listening.year(year.from().getYear(), all));
        views.put("places in 12 years", () -> listening.ranks(ThingKind.SONG, Measure.PLAYS, all, 10));
        views.put("places in 12 months", () -> listening.ranks(ThingKind.ARTIST, Measure.PLAYS, year, 10));
        views.put("over time", () -> listening.overTime(all));
        views.put("saved and never played", () -> listening.unplayed(all, 50, 0));
        views.put("loved and forgotten", () -> listening.forgotten(all, 50, 0));
    }

    private String top(ThingKind kind, Selection all) {
        Map<?, ?> first = (Map<?, ?>) ((List<?>) listening.tops(kind, Measure.PLAYS, all, 1, 0).get("rows")).get(0);
        return (String) first.get("key");
    }

    /** By name. Each gives the length of its answer. */
    Map<String, Supplier<Integer>> all() {
        Map<String, Supplier<Integer>> all = new LinkedHashMap<>();
        views.forEach((name, view) -> all.put(name, () -> patiently(view)));
        return all;
    }

    private static int patiently(Supplier<Object> view) {
        while (true) {
            try {
                return ApiJson.write(view.get()).length();
            } catch (StillCountingException e) {
                // asked again, as the page does
            }
        }
    }
}
