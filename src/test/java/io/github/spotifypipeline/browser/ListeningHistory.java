package io.github.spotifypipeline.browser;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoDatabase;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;

/** Some months of made-up plays, as the pipeline stores them, and what the page must make of all that is stored. */
final class ListeningHistory {

    static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int DAYS = 100;
    /** What the names of the songs begin with that were heard once. */
    static final String ONCE = "Heard once ";

    private ListeningHistory() {
    }

    /** Puts plays of the 100 days before today into the database; on each ninth day there are none. */
    static void insertPlays(MongoDatabase database, String account, List<SandboxTrack> tracks, LocalDate today) {
        Random random = new Random(11);
        List<Document> plays = new ArrayList<>();
        for (int ago = DAYS; ago > 0; ago--) {
            LocalDate day = today.minusDays(ago);
            int count = ago % 9 == 0 ? 0 : 2 + random.nextInt(day.getDayOfWeek().getValue() > 5 ? 20 : 12);
            for (int i = 0; i < count; i++) {
                // few songs often, many seldom; mornings and evenings more than the rest of the day
                SandboxTrack track = tracks.get((int) (60 * Math.pow(random.nextDouble(), 2.2)));
                int hour = random.nextInt(3) == 0 ? 7 + random.nextInt(2)
                        : 17 + (int) Math.abs(random.nextGaussian() * 2) % 6;
                plays.add(play(account, track,
                        day.atTime(LocalTime.of(hour, random.nextInt(60), i)).atZone(ZONE).toInstant()));
            }
        }
        database.getCollection("plays").insertMany(plays);
    }

    /** Puts one play of each of so many songs into the database, a day from then on each hour. */
    static void insertSongsHeardOnce(MongoDatabase database, String account, int songs, LocalDate first) {
        database.getCollection("plays").insertMany(IntStream.range(0, songs).mapToObj(i -> play(account,
                SandboxTrack.of(ONCE + i, "Somebody"),
                first.atTime(0, 30).plusHours(i).atZone(ZONE).toInstant())
                        .append("isrc", "ONCE%08d".formatted(i))).toList());
    }

    private static Document play(String account, SandboxTrack track, Instant at) {
        JsonNode json = MadeUpMusic.track(track);
        List<String> artists = json.path("artists").findValuesAsText("name");
        return new Document("_id", account + ":" + at.toEpochMilli() + ":" + track.uri()).append("account_id", account)
                .append("fetched_at", Date.from(at)).append("played_at", Date.from(at))
                .append("played_at_local", LOCAL.format(at.atZone(ZONE))).append("song_name", track.name())
                .append("artist_name", artists.get(0)).append("artist_names", artists)
                .append("album_name", json.path("album").path("name").asText()).append("track_uri", track.uri())
                .append("duration_ms", track.recording().durationMs()).append("isrc", track.isrc())
                .append("context_type", "playlist");
    }

    /** How often each song was played, by its name, its artist and how often, as the page writes them. */
    static List<String> timesPlayed(List<Document> plays) {
        return counted(plays, play -> List.of(play.getString("song_name") + " | " + play.getString("artist_name")));
    }

    /** How often each artist was played, so, too. */
    static List<String> topArtists(List<Document> plays) {
        return counted(plays, play -> play.getList("artist_names", String.class));
    }

    /** How many plays each day had, from the first play's day to another, those without plays included. */
    static List<String> playsPerDay(List<Document> plays, LocalDate last) {
        Map<String, Long> counts = count(plays, play -> List.of(play.getString("played_at_local").substring(0, 10)));
        return LocalDate.parse(new TreeMap<>(counts).firstKey()).datesUntil(last.plusDays(1)).map(LocalDate::toString)
                .map(day -> day + " | " + counts.getOrDefault(day, 0L)).toList();
    }

    /** How many plays each hour of the week had, where it had any. */
    static List<String> playsByHour(List<Document> plays) {
        return count(plays, play -> {
            LocalDateTime at = LocalDateTime.parse(play.getString("played_at_local"), LOCAL);
            String weekday = at.getDayOfWeek().getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
            return List.of("%s | %02d:00–%02d:00".formatted(weekday, at.getHour(), (at.getHour() + 1) % 24));
        }).entrySet().stream().map(entry -> entry.getKey() + " | " + entry.getValue()).sorted().toList();
    }

    private static List<String> counted(List<Document> plays, Function<Document, List<String>> names) {
        return count(plays, names).entrySet().stream().map(entry -> entry.getKey() + " | " + entry.getValue()).sorted()
                .toList();
    }

    private static Map<String, Long> count(List<Document> plays, Function<Document, List<String>> names) {
        return plays.stream().flatMap(play -> names.apply(play).stream())
                .collect(Collectors.groupingBy(name -> name, Collectors.counting()));
    }
}
