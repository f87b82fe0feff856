package io.github.spotifypipeline.flows;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;

/** What the four charts of plays have to say of some documents, counted one by one. A row is a line of CSV. */
final class ExpectedCharts {

    private static final int HOUR = 13;

    private final List<Document> plays;

    ExpectedCharts(List<Document> plays) {
        this.plays = plays;
    }

    private static String row(Object... values) {
        return Stream.of(values).map(value -> value == null ? "" : value.toString()).collect(Collectors.joining(","));
    }

    private static Object song(Document play) {
        return play.get("isrc") == null ? play.get("track_uri") : play.get("isrc");
    }

    private static Object largest(List<Document> some, String field) {
        return some.stream().map(one -> one.getString(field)).filter(Objects::nonNull)
                .max(Comparator.naturalOrder()).orElse(null);
    }

    private static <T> Map<Object, List<T>> by(Stream<T> all, Function<T, Object> key) {
        return all.collect(Collectors.groupingBy(key));
    }

    /** The rows of a chart. */
    List<String> rows(String chart) {
        return switch (chart) {
            case "times-played" -> songs();
            case "top-artists" -> artists();
            case "plays-per-day" -> days();
            case "plays-by-hour" -> hours();
            default -> throw new IllegalArgumentException(chart);
        };
    }

    private List<String> songs() {
        return by(plays.stream(), ExpectedCharts::song).values().stream().map(some -> row(largest(some, "song_name"),
                largest(some, "artist_name"), some.size(), largest(some, "track_uri"), some.stream()
                        .map(play -> play.getDate("played_at")).max(Comparator.naturalOrder()).map(Date::toInstant)
                        .orElseThrow())).toList();
    }

    private static Stream<Document> artistsOf(Document play) {
        List<String> names = play.getList("artist_names", String.class, List.of());
        List<String> uris = play.getList("artist_uris", String.class, List.of());
        return IntStream.range(0, names.size()).mapToObj(i -> new Document("name", names.get(i))
                .append("uri", i < uris.size() ? uris.get(i) : null).append("song", song(play)));
    }

    private List<String> artists() {
        return by(plays.stream().flatMap(ExpectedCharts::artistsOf), artist -> artist.get("uri") == null
                ? artist.get("name") : artist.get("uri")).values().stream().map(some -> row(largest(some, "name"),
                some.size(), some.stream().map(one -> one.get("song")).distinct().count(), largest(some, "uri")))
                .toList();
    }

    private Map<Object, List<Document>> byLocalTime(int characters) {
        return by(plays.stream(), play -> play.getString("played_at_local").substring(0, characters));
    }

    private static long heardMillis(Document play) {
        Object heard = play.get("stream") instanceof Document stream ? stream.get("ms_played") : null;
        return heard instanceof Number ms ? ms.longValue()
                : play.get("duration_ms") instanceof Number ms ? ms.longValue() : 0;
    }

    private List<String> days() {
        List<String> rows = new ArrayList<>();
        byLocalTime("2026-11-22".length()).forEach((day, some) -> rows.add(row(day, some.size(),
                (int) (some.stream().mapToLong(ExpectedCharts::heardMillis).sum() / 60_000.0 + 0.5))));
        return rows;
    }

    private List<String> hours() {
        return by(plays.stream().map(play -> play.getString("played_at_local").substring(0, HOUR)), hour ->
                LocalDate.parse(hour.substring(0, 10)).getDayOfWeek().getValue() + ","
                        + Integer.parseInt(hour.substring(11))).entrySet().stream()
                .map(hour -> row(hour.getKey(), hour.getValue().size())).toList();
    }
}
