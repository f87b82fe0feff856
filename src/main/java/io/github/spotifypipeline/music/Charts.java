package io.github.spotifypipeline.music;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.bson.Document;

/**
 * The charts. Their queries use only what the embedded database and MongoDB answer alike; among what they leave out is a
 * document that is built of texts, from which the embedded one drops those that begin with a {@code $}.
 */
public final class Charts {

    /** Spotify gives one recording several ids; files of one's own have no ISRC. */
    private static final Document SONG = new Document("$ifNull", List.of("$isrc", "$track_uri"));

    private static final Chart TIMES_PLAYED = new Chart("times-played", "Times played",
            "How often each song was played; a recording counts as one song, whatever id Spotify gave it.",
            List.of("song_name", "artist_name", "times", "track_uri", "last_played_at"), 200, "times",
            plays(
                    // of several names the last by the alphabet: the last by time would take a sort of all plays
                    stage("$group", new Document("_id", SONG)
                            .append("song_name", new Document("$max", "$song_name"))
                            .append("artist_name", new Document("$max", "$artist_name"))
                            .append("times", new Document("$sum", 1))
                            .append("track_uri", new Document("$max", "$track_uri"))
                            .append("last_played_at", new Document("$max", "$played_at"))),
                    stage("$sort", new Document("times", -1).append("song_name", 1).append("_id", 1))));

    private static final Chart TOP_ARTISTS = new Chart("top-artists", "Top artists",
            "How often each artist was played, and how many different songs; everybody who is on a song counts.",
            List.of("artist_name", "times", "songs"), 200, "first_named",
            plays(
                    stage("$project", new Document("artist_names", 1).append("isrc", 1).append("track_uri", 1)),
                    stage("$unwind", new Document("path", "$artist_names").append("includeArrayIndex", "place")),
                    stage("$match", new Document("artist_names", new Document("$ne", null))),
                    stage("$group", new Document("_id", "$artist_names")
                            .append("times", new Document("$sum", 1))
                            .append("songs", new Document("$addToSet", SONG))
                            .append("first_named", new Document("$sum", new Document("$cond",
                                    List.of(new Document("$eq", List.of("$place", 0)), 1, 0))))),
                    stage("$project", new Document("_id", 0).append("artist_name", "$_id").append("times", 1)
                            .append("songs", new Document("$size", "$songs")).append("first_named", 1)),
                    stage("$sort", new Document("times", -1).append("artist_name", 1))));

    private static final Chart PLAYS_PER_DAY = new Chart("plays-per-day", "Plays per day",
            "How many songs were played on each day, and their length in minutes.",
            List.of("day", "plays", "minutes"), 0, "plays",
            plays(
                    stage("$group", new Document("_id", local(0, 10)).append("plays", new Document("$sum", 1))
                            .append("ms", new Document("$sum", "$duration_ms"))),
                    stage("$project", new Document("_id", 0).append("day", "$_id").append("plays", 1)
                            .append("minutes", new Document("$toInt", new Document("$add",
                                    List.of(new Document("$divide", List.of("$ms", 60_000)), 0.5))))),
                    stage("$sort", new Document("day", 1))));

    private static final Chart PLAYS_BY_HOUR = new Chart("plays-by-hour", "Plays by hour",
            "How many songs were played in each hour of the week, by the listener's clock.",
            List.of("weekday", "hour", "plays"), 0, "plays",
            plays(
                    stage("$group", new Document("_id", local(0, 13)).append("plays", new Document("$sum", 1))),
                    stage("$project", new Document("weekday", weekday())
                            .append("hour", new Document("$toInt", substring("$_id", 11, 2))).append("plays", 1)),
                    stage("$group", new Document("_id", new Document("weekday", "$weekday").append("hour", "$hour"))
                            .append("plays", new Document("$sum", "$plays"))),
                    stage("$project", new Document("_id", 0).append("weekday", "$_id.weekday")
                            .append("hour", "$_id.hour").append("plays", 1)),
                    stage("$sort", new Document("weekday", 1).append("hour", 1))));

    private static final Chart NEWEST_PLAYS = new Chart("newest-plays", "Newest plays", "What was played last.",
            List.of("played_at", "played_at_local", "song_name", "artist_names", "album_name", "track_uri",
                    "context_type"), 50, null,
            new NewestPlays());

    private static final Chart LEFT_LIBRARY = new Chart("left-library", "What left the library",
            "What was saved, followed or in the list of playlists and is not any more.",
            List.of("removed_at", "added_at", "kind", "name", "artist_names", "uri"), 100, null, new LeftLibrary());

    private static final List<Chart> ALL = List.of(TIMES_PLAYED, TOP_ARTISTS, PLAYS_PER_DAY, PLAYS_BY_HOUR, NEWEST_PLAYS,
            LEFT_LIBRARY);

    private Charts() {
    }

    /** All of them, in the order of a page. */
    public static List<Chart> all() {
        return ALL;
    }

    public static Optional<Chart> find(String id) {
        return ALL.stream().filter(chart -> chart.id().equals(id)).findFirst();
    }

    private static Source plays(Document... stages) {
        return (database, selection, most) -> {
            List<Document> all = new ArrayList<>();
            Document filter = narrowed(database, selection).plays();
            if (!filter.isEmpty()) {
                all.add(stage("$match", filter));
            }
            all.addAll(List.of(stages));
            return List.of(new Query.Aggregation("plays", all));
        };
    }

    /** Where only one account has plays, those of some days are found without reading the others. */
    private static Selection narrowed(Database database, Selection selection) {
        List<String> listeners = selection.isDaysOfAll() ? new Listeners(database).all() : List.of();
        return listeners.size() == 1 ? selection.of(listeners.get(0)) : selection;
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
