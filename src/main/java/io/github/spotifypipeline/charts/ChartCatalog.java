package io.github.spotifypipeline.charts;

import java.time.LocalDate;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * The charts. Their queries use only what the embedded database and MongoDB answer alike; they do not build a document
 * of texts, because the embedded one drops those that begin with a {@code $}.
 */
public final class ChartCatalog {

    /** Spotify gives one recording several ids; a file of the user's own has no ISRC. */
    private static final String SONG = "{$ifNull: ['$isrc', '$track_uri']}";

    /** Two artists may have one name; those of a user's own files have no uri. */
    private static final String ARTIST_URI = "{$arrayElemAt: ['$artist_uris', '$place']}";

    /** A play without a local time, or with another kind of text for it, has no place by day or hour. */
    private static final Document TIMED =
            Document.parse("{played_at_local: {$regex: '^[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}'}}");

    /** Counted in days since 1970-01-01, a Thursday: $dayOfWeek is wrong on the embedded database. */
    private static final String WEEKDAY = "{$toInt: {$add: [{$mod: [{$add: [{$divide: [{$toLong: {$toDate: {$concat:"
            + " [{$substrBytes: ['$_id', 0, 10]}, 'T00:00:00Z']}}}, 86400000]}, 3]}, 7]}, 1]}}";

    private static final Chart TIMES_PLAYED = new Chart("times-played", "Times played",
            "How often each song was played; a recording counts as one song, whatever id Spotify gave it.",
            List.of("song_name", "artist_name", "times", "track_uri", "last_played_at"), 200, "times",
            new GroupedChart(new Document(), List.of(),
                    // of several names the last by the alphabet: the last by time would take a sort of all plays
                    Document.parse("{_id: " + SONG + ", song_name: {$max: '$song_name'}, artist_name: {$max:"
                            + " '$artist_name'}, times: {$sum: 1}, track_uri: {$max: '$track_uri'}, last_played_at:"
                            + " {$max: '$played_at'}}"),
                    stages("{$sort: {times: -1, song_name: 1, _id: 1}}"),
                    UnaryOperator.identity(), Document.parse("{times: -1, song_name: 1, _id: 1}"),
                    UnaryOperator.identity()));

    /** Plays that an earlier version stored have the artists' uris in {@code raw} alone. */
    private static final Chart TOP_ARTISTS = new Chart("top-artists", "Top artists",
            "How often each artist was played, and how many different songs; everybody who is on a song counts.",
            List.of("artist_name", "times", "songs", "artist_uri"), 200, "first_named",
            new GroupedChart(new Document(),
                    stages("{$project: {artist_names: 1, isrc: 1, track_uri: 1, artist_uris: {$ifNull: ['$artist_uris',"
                            + " '$raw.track.artists.uri']}}}",
                            "{$unwind: {path: '$artist_names', includeArrayIndex: 'place'}}",
                            "{$match: {artist_names: {$ne: null}}}"),
                    Document.parse("{_id: {$ifNull: [" + ARTIST_URI + ", '$artist_names']}, artist_name: {$max:"
                            + " '$artist_names'}, artist_uri: {$max: " + ARTIST_URI + "},"
                            + " times: {$sum: 1}, songs: {$addToSet: " + SONG + "}, first_named: {$sum: {$cond: [{$eq:"
                            + " ['$place', 0]}, 1, 0]}}}"),
                    stages("{$project: {_id: 0, artist_name: 1, times: 1, songs: {$size: '$songs'}, artist_uri: 1,"
                            + " first_named: 1}}", "{$sort: {times: -1, artist_name: 1, artist_uri: 1}}"),
                    UnaryOperator.identity(), Document.parse("{times: -1, artist_name: 1, artist_uri: 1}"),
                    artist -> artist.append("songs", artist.get("songs", Collection.class).size())));

    private static final Chart PLAYS_PER_DAY = new Chart("plays-per-day", "Plays per day",
            "How many songs were played on each day, and their length in minutes.",
            List.of("day", "plays", "minutes"), 0, "plays",
            new GroupedChart(TIMED, List.of(),
                    // an export says how long it was heard, the API only how long the song is
                    Document.parse("{_id: {$substrBytes: ['$played_at_local', 0, 10]}, plays: {$sum: 1}, ms: {$sum:"
                            + " {$ifNull: ['$stream.ms_played', '$duration_ms']}}}"),
                    stages("{$project: {_id: 0, day: '$_id', plays: 1, minutes: {$toInt: {$add: [{$divide: ['$ms',"
                            + " 60000]}, 0.5]}}}}", "{$sort: {day: 1}}"),
                    UnaryOperator.identity(), Document.parse("{_id: 1}"),
                    day -> new Document("day", day.get("_id")).append("plays", day.get("plays"))
                            .append("minutes", (int) (day.get("ms", Number.class).doubleValue() / 60_000 + 0.5))));

    private static final Chart PLAYS_BY_HOUR = new Chart("plays-by-hour", "Plays by hour",
            "How many songs were played in each hour of the week, by the listener's clock.",
            List.of("weekday", "hour", "plays"), 0, "plays",
            new GroupedChart(TIMED, List.of(),
                    Document.parse("{_id: {$substrBytes: ['$played_at_local', 0, 13]}, plays: {$sum: 1}}"),
                    stages("{$project: {weekday: " + WEEKDAY + ", hour: {$toInt: {$substrBytes: ['$_id', 11, 2]}},"
                            + " plays: 1}}",
                            "{$group: {_id: {weekday: '$weekday', hour: '$hour'}, plays: {$sum: '$plays'}}}",
                            "{$project: {_id: 0, weekday: '$_id.weekday', hour: '$_id.hour', plays: 1}}",
                            "{$sort: {weekday: 1, hour: 1}}"),
                    ChartCatalog::hoursOfTheWeek, Document.parse("{_id: 1}"),
                    hour -> new Document("weekday", hour.getInteger("_id") / 100)
                            .append("hour", hour.getInteger("_id") % 100).append("plays", hour.get("plays"))));

    private static final Chart NEWEST_PLAYS = new Chart("newest-plays", "Newest plays", "What was played last.",
            List.of("played_at", "played_at_local", "song_name", "artist_names", "album_name", "track_uri",
                    "context_type"), 50, null,
            new NewestPlays());

    private static final Chart LEFT_LIBRARY = new Chart("left-library", "What left the library",
            "What was saved, followed, in a playlist or in the list of playlists and is not any more.",
            List.of("removed_at", "added_at", "kind", "name", "artist_names", "uri", "playlist"), 100, null,
            new LeftLibrary());

    private static final List<Chart> ALL = List.of(TIMES_PLAYED, TOP_ARTISTS, PLAYS_PER_DAY, PLAYS_BY_HOUR,
            NEWEST_PLAYS, LEFT_LIBRARY);

    private ChartCatalog() {
    }

    /** All of them, in the order in which {@code GET /api/music} lists them; the page has its own, in music.js. */
    public static List<Chart> all() {
        return ALL;
    }

    public static Optional<Chart> find(String id) {
        return ALL.stream().filter(chart -> chart.id().equals(id)).findFirst();
    }

    private static List<Document> stages(String... stages) {
        return Stream.of(stages).map(Document::parse).toList();
    }

    /** The same by weekday (1 to 7) and hour: 100 times the one and the other. @param hours of certain days */
    private static List<Document> hoursOfTheWeek(List<Document> hours) {
        Map<Integer, Integer> plays = new TreeMap<>();
        for (Document hour : hours) {
            String text = hour.getString("_id");
            int weekday = LocalDate.parse(text.substring(0, 10)).getDayOfWeek().getValue();
            plays.merge(100 * weekday + Integer.parseInt(text.substring(11)), hour.getInteger("plays"), Integer::sum);
        }
        return plays.entrySet().stream()
                .map(hour -> new Document("_id", hour.getKey()).append("plays", hour.getValue())).toList();
    }
}
