package io.github.spotifypipeline.charts;

import java.time.LocalDate;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.bson.Document;

/**
 * The charts. Their queries use only what the embedded database and MongoDB answer alike; among what they leave out is a
 * document that is built of texts, from which the embedded one drops those that begin with a {@code $}.
 */
public final class ChartQueries {

    /** Spotify gives one recording several ids; files of one's own have no ISRC. */
    private static final Document SONG = new Document("$ifNull", List.of("$isrc", "$track_uri"));

    /** The artists' uris, in the order of their names; plays that were stored without them have them in {@code raw} alone. */
    private static final Document ARTIST_URIS =
            new Document("$ifNull", List.of("$artist_uris", "$raw.track.artists.uri"));

    /** Two artists may have one name; those of files of one's own have no uri. */
    private static final Document ARTIST_URI = new Document("$arrayElemAt", List.of("$artist_uris", "$place"));

    private static final Document ANY = new Document();

    /** A play without a local time, or with another kind of text for it, has no place by day or hour. */
    private static final Document TIMED = new Document("played_at_local",
            new Document("$regex", "^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}"));

    private static final Comparator<Document> MOST_TIMES =
            Comparator.comparing((Document group) -> group.getInteger("times")).reversed();

    private static final Chart TIMES_PLAYED = new Chart("times-played", "Times played",
            "How often each song was played; a recording counts as one song, whatever id Spotify gave it.",
            List.of("song_name", "artist_name", "times", "track_uri", "last_played_at"), 200, "times",
            new GroupedChart(ANY, List.of(),
                    // of several names the last by the alphabet: the last by time would take a sort of all plays
                    new Document("_id", SONG)
                            .append("song_name", new Document("$max", "$song_name"))
                            .append("artist_name", new Document("$max", "$artist_name"))
                            .append("times", new Document("$sum", 1))
                            .append("track_uri", new Document("$max", "$track_uri"))
                            .append("last_played_at", new Document("$max", "$played_at")),
                    List.of(stage("$sort", new Document("times", -1).append("song_name", 1).append("_id", 1))),
                    songs -> songs.stream()
                            .sorted(MOST_TIMES.thenComparing(by("song_name")).thenComparing(by("_id"))).toList()));

    private static final Chart TOP_ARTISTS = new Chart("top-artists", "Top artists",
            "How often each artist was played, and how many different songs; everybody who is on a song counts.",
            List.of("artist_name", "times", "songs", "artist_uri"), 200, "first_named",
            new GroupedChart(ANY, List.of(
                    stage("$project", new Document("artist_names", 1).append("isrc", 1).append("track_uri", 1)
                            .append("artist_uris", ARTIST_URIS)),
                    stage("$unwind", new Document("path", "$artist_names").append("includeArrayIndex", "place")),
                    stage("$match", new Document("artist_names", new Document("$ne", null)))),
                    new Document("_id", new Document("$ifNull", List.of(ARTIST_URI, "$artist_names")))
                            .append("artist_name", new Document("$max", "$artist_names"))
                            .append("artist_uri", new Document("$max", ARTIST_URI))
                            .append("times", new Document("$sum", 1))
                            .append("songs", new Document("$addToSet", SONG))
                            .append("first_named", new Document("$sum", new Document("$cond",
                                    List.of(new Document("$eq", List.of("$place", 0)), 1, 0)))),
                    List.of(stage("$project", new Document("_id", 0).append("artist_name", 1).append("times", 1)
                            .append("songs", new Document("$size", "$songs")).append("artist_uri", 1)
                            .append("first_named", 1)),
                            stage("$sort", new Document("times", -1).append("artist_name", 1).append("artist_uri", 1))),
                    artists -> artists.stream().map(artist -> new Document("artist_name", artist.get("artist_name"))
                            .append("times", artist.get("times"))
                            .append("songs", artist.get("songs", Collection.class).size())
                            .append("artist_uri", artist.get("artist_uri"))
                            .append("first_named", artist.get("first_named")))
                            .sorted(MOST_TIMES.thenComparing(by("artist_name")).thenComparing(by("artist_uri"))).toList()));

    private static final Chart PLAYS_PER_DAY = new Chart("plays-per-day", "Plays per day",
            "How many songs were played on each day, and their length in minutes.",
            List.of("day", "plays", "minutes"), 0, "plays",
            new GroupedChart(TIMED, List.of(),
                    new Document("_id", local(0, 10)).append("plays", new Document("$sum", 1))
                            .append("ms", new Document("$sum", "$duration_ms")),
                    List.of(stage("$project", new Document("_id", 0).append("day", "$_id").append("plays", 1)
                            .append("minutes", new Document("$toInt", new Document("$add",
                                    List.of(new Document("$divide", List.of("$ms", 60_000)), 0.5))))),
                            stage("$sort", new Document("day", 1))),
                    days -> days.stream().map(day -> new Document("day", day.get("_id"))
                            .append("plays", day.get("plays"))
                            .append("minutes", (int) (day.get("ms", Number.class).doubleValue() / 60_000 + 0.5)))
                            .sorted(by("day")).toList()));

    private static final Chart PLAYS_BY_HOUR = new Chart("plays-by-hour", "Plays by hour",
            "How many songs were played in each hour of the week, by the listener's clock.",
            List.of("weekday", "hour", "plays"), 0, "plays",
            new GroupedChart(TIMED, List.of(),
                    new Document("_id", local(0, 13)).append("plays", new Document("$sum", 1)),
                    List.of(stage("$project", new Document("weekday", weekday())
                            .append("hour", new Document("$toInt", substring("$_id", 11, 2))).append("plays", 1)),
                            stage("$group", new Document("_id", new Document("weekday", "$weekday")
                                    .append("hour", "$hour")).append("plays", new Document("$sum", "$plays"))),
                            stage("$project", new Document("_id", 0).append("weekday", "$_id.weekday")
                                    .append("hour", "$_id.hour").append("plays", 1)),
                            stage("$sort", new Document("weekday", 1).append("hour", 1))),
                    ChartQueries::hoursOfTheWeek));

    private static final Chart NEWEST_PLAYS = new Chart("newest-plays", "Newest plays", "What was played last.",
            List.of("played_at", "played_at_local", "song_name", "artist_names", "album_name", "track_uri",
                    "context_type"), 50, null,
            new NewestPlays());

    private static final Chart LEFT_LIBRARY = new Chart("left-library", "What left the library",
            "What was saved, followed, in a playlist or in the list of playlists and is not any more.",
            List.of("removed_at", "added_at", "kind", "name", "artist_names", "uri", "playlist"), 100, null, new LeftLibrary());

    private static final List<Chart> ALL = List.of(TIMES_PLAYED, TOP_ARTISTS, PLAYS_PER_DAY, PLAYS_BY_HOUR, NEWEST_PLAYS,
            LEFT_LIBRARY);

    private ChartQueries() {
    }

    /** All of them, in the order of a page. */
    public static List<Chart> all() {
        return ALL;
    }

    public static Optional<Chart> find(String id) {
        return ALL.stream().filter(chart -> chart.id().equals(id)).findFirst();
    }

    private static Comparator<Document> by(String field) {
        return Comparator.comparing(group -> Objects.toString(group.get(field), ""));
    }

    /** @param hours of certain days, such as {@code 2026-11-22 17} */
    private static List<Document> hoursOfTheWeek(Collection<Document> hours) {
        Map<Integer, Integer> plays = new TreeMap<>();
        for (Document hour : hours) {
            String text = hour.getString("_id");
            int weekday = LocalDate.parse(text.substring(0, 10)).getDayOfWeek().getValue();
            plays.merge(100 * weekday + Integer.parseInt(text.substring(11)), hour.getInteger("plays"), Integer::sum);
        }
        return plays.entrySet().stream().map(hour -> new Document("weekday", hour.getKey() / 100)
                .append("hour", hour.getKey() % 100).append("plays", hour.getValue())).toList();
    }

    private static Document stage(String name, Object content) {
        return new Document(name, content);
    }

    private static Document local(int start, int length) {
        return substring("$played_at_local", start, length);
    }

    private static Document substring(String of, int start, int length) {
        return new Document("$substrBytes", List.of(of, start, length));
    }

    /** Counted in days since 1970-01-01, a Thursday: $dayOfWeek is wrong on the embedded database. */
    private static Document weekday() {
        Document midnight = new Document("$toDate",
                new Document("$concat", List.of(substring("$_id", 0, 10), "T00:00:00Z")));
        Document days = new Document("$divide", List.of(new Document("$toLong", midnight), 86_400_000));
        return new Document("$toInt", new Document("$add",
                List.of(new Document("$mod", List.of(new Document("$add", List.of(days, 3)), 7)), 1)));
    }
}
