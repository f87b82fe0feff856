package io.github.spotifypipeline.listening;

import io.github.spotifypipeline.charts.Selection;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.bson.Document;

/** Plays of two accounts in two and a half years, of songs as Spotify, exports and files of one's own have them. */
final class MadeUpPlays {

    static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    private static final int SONGS = 60;

    private final Random random;
    private final List<Document> plays = new ArrayList<>();
    private final Map<ThingKind, Map<String, String>> known = new EnumMap<>(ThingKind.class);
    private int knownOf;

    MadeUpPlays(long seed) {
        this.random = new Random(seed);
    }

    List<Document> all() {
        return plays;
    }

    /** Some plays in a time, of few songs mostly. */
    void make(int count, Instant from, Instant to) {
        for (int i = 0; i < count; i++) {
            long time = from.toEpochMilli() + (long) (random.nextDouble() * (to.toEpochMilli() - from.toEpochMilli()));
            play(i % 4 == 0 ? "bob" : "ann", Instant.ofEpochMilli(time),
                    (int) (SONGS * Math.pow(random.nextDouble(), 2)));
        }
    }

    Document play(String account, Instant at, int song) {
        String uri = song % 13 == 0 ? "spotify:local:Me:Home:Song+" + song + ":94"
                : song % 11 == 0 ? "export:" + song : "spotify:track:id" + song + (random.nextInt(5) == 0 ? "b" : "");
        List<String> artists = song % 17 == 0 ? Arrays.asList((String) null) : song % 5 == 0
                ? List.of("$uicideboy$ " + song % 7, "<b>Guest</b>") : List.of("Ärtist " + song % 7);
        boolean known = song % 13 != 0 && song % 11 != 0;
        Document play = new Document("_id", account + ":" + at.toEpochMilli() + ":" + uri + ":" + plays.size())
                .append("account_id", account).append("played_at", Date.from(at))
                .append("played_at_local", song % 23 == 0 && random.nextInt(3) == 0 ? null
                        : LOCAL.format(at.atZone(BERLIN)))
                .append("song_name", song == 7 ? "=1+1" : "Söng " + song).append("artist_name", artists.get(0))
                .append("artist_names", artists)
                .append("artist_uris", known ? artists.stream().map(MadeUpPlays::uri).toList() : null)
                .append("album_name", song % 19 == 0 ? null : "Album " + song / 4)
                .append("album_uri", known && song % 19 != 0 ? "spotify:album:a" + song / 4 : null)
                .append("track_uri", uri).append("isrc", known && song % 3 != 0 ? "US" + song : null)
                .append("duration_ms", song % 29 == 0 ? null : 100_000 + 1_000 * song);
        if (random.nextBoolean()) {
            play.append("stream", new Document("ms_played", 30_000 + random.nextInt(100_000))
                    .append("skipped", random.nextInt(3) == 0 ? (Boolean) true : random.nextBoolean() ? false : null));
        }
        plays.add(play);
        return play;
    }

    private static String uri(String artist) {
        return artist == null ? null : "spotify:artist:" + artist.replaceAll("[^A-Za-z0-9]", "");
    }

    List<Document> of(Selection selection) {
        return of(selection.account(), selection.from(), selection.to());
    }

    List<Document> of(String account, LocalDate from, LocalDate to) {
        return plays.stream().filter(play -> account == null || account.equals(play.get("account_id")))
                .filter(play -> from == null || !day(play).isBefore(from))
                .filter(play -> to == null || !day(play).isAfter(to)).toList();
    }

    static LocalDate day(Document play) {
        return play.getDate("played_at").toInstant().atZone(BERLIN).toLocalDate();
    }

    /**
     * What a play counts for: of an artist, everybody who is on the song. An artist or an album that is named alone is
     * the one that has this name and a uri in other plays.
     */
    List<String> keys(ThingKind kind, Document play) {
        return namesAndUris(kind, play).entrySet().stream().map(one -> one.getValue() != null ? one.getValue()
                : uris(kind).getOrDefault(one.getKey(), one.getKey())).toList();
    }

    private Map<String, String> uris(ThingKind kind) {
        if (known.isEmpty() || knownOf != plays.size()) {
            knownOf = plays.size();
            for (ThingKind one : ThingKind.values()) {
                Map<String, String> uris = new HashMap<>();
                plays.forEach(play -> namesAndUris(one, play).forEach((name, uri) -> {
                    if (uri != null) {
                        uris.put(name, uri);
                    }
                }));
                known.put(one, uris);
            }
        }
        return known.get(kind);
    }

    private static Map<String, String> namesAndUris(ThingKind kind, Document play) {
        Map<String, String> all = new LinkedHashMap<>();
        switch (kind) {
            case SONG -> {
                String key = play.getString(play.get("isrc") == null ? "track_uri" : "isrc");
                all.put(key, key);
            }
            case ALBUM -> {
                if (play.get("album_name") != null) {
                    all.put(play.get("album_name") + " of " + play.get("artist_name"), play.getString("album_uri"));
                }
            }
            case ARTIST -> {
                List<String> names = play.getList("artist_names", String.class);
                List<String> uris = play.getList("artist_uris", String.class);
                for (int i = 0; i < names.size(); i++) {
                    if (names.get(i) != null) {
                        all.put(names.get(i), uris == null ? null : uris.get(i));
                    }
                }
            }
        }
        return all;
    }

    static long heard(Document play) {
        Document stream = play.get("stream", Document.class);
        Integer length = play.getInteger("duration_ms");
        return stream != null ? stream.getInteger("ms_played") : length == null ? 0 : length;
    }

    static double hours(List<Document> plays) {
        return Math.round(plays.stream().mapToLong(MadeUpPlays::heard).sum() / 36_000.0) / 100.0;
    }

    Predicate<Document> about(ThingKind kind, String key) {
        return play -> keys(kind, play).contains(key);
    }
}
