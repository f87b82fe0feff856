package io.github.spotifypipeline.listening;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class SearchAndLibraryTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Selection ALL = of(null);

    private final MutableClock clock = new MutableClock(NOW);
    private Database database;
    private Listening listening;
    private int made;

    private static Selection of(String account) {
        return new Selection(account, null, null, ZoneOffset.UTC);
    }

    @BeforeEach
    void open(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        listening = process(Runnable::run);
    }

    private Listening process(Executor background) {
        return new Listening(database, clock, background);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void play(int times, Duration ago, String song, String... artists) {
        List<Document> plays = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            Instant at = NOW.minus(ago).minusSeconds(i);
            plays.add(song("ann:" + at.toEpochMilli() + ":" + made++, "ann", song, artists)
                    .append("played_at", Date.from(at)).append("song_name", song)
                    .append("track_uri", "spotify:track:" + id(song)).append("album_name", "An album"));
        }
        database.collection("plays").insertMany(plays);
    }

    private static String id(String name) {
        return Integer.toHexString(name.hashCode());
    }

    private static Document song(String id, String account, String name, String... artists) {
        return new Document("_id", id).append("account_id", account).append("name", name)
                .append("uri", "spotify:track:" + id(name)).append("artist_names", Arrays.asList(artists));
    }

    private void list(String collection, Document document, String added, String removed) {
        database.collection(collection).insertOne(document.append("added_at", time(added))
                .append("first_seen_at", time("2026-01-01")).append("removed_at", time(removed)));
    }

    private static Date time(String day) {
        return day == null ? null : Date.from(LocalDate.parse(day).atTime(10, 0).toInstant(ZoneOffset.UTC));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> rows(Map<String, Object> answer, String field) {
        return (List<Map<String, Object>>) answer.get(field);
    }

    private List<Object> songs(String text) {
        return rows(listening.search(text, ALL, 50), "songs").stream().map(row -> row.get("name")).toList();
    }

    @DatabaseTest(real = false)
    void aSearchIgnoresCaseAndAccentsAndTakesTheBestFirst(TestDatabase test) {
        play(1, Duration.ofDays(1), "Déjà Vu", "Olivia Rodrigo");
        play(9, Duration.ofDays(2), "A dejavu", "Somebody");
        play(3, Duration.ofDays(3), "The Déjà", "Beyoncé");
        play(5, Duration.ofDays(4), "Undejaded", "Nobody");
        play(2, Duration.ofDays(5), "Straße", "Die Ärzte");
        play(2, Duration.ofDays(6), ".*(a+)+$[", "$uicideboy$", "<b>x</b>");
        play(1, Duration.ofDays(7), "÷", "Ed Sheeran");
        play(1, Duration.ofDays(8), "Nobody's", (String) null);
        play(1, Duration.ofDays(9), "夜に駆ける", "YOASOBI");

        assertThat(songs("DEJA")).containsExactly("Déjà Vu", "A dejavu", "The Déjà", "Undejaded");
        assertThat(songs("beyonce deja")).containsExactly("The Déjà");
        assertThat(songs("déjà xyz")).isEmpty();
        assertThat(songs("strasse")).containsExactly("Straße");
        assertThat(songs("arzte")).containsExactly("Straße");
        assertThat(songs(".*")).containsExactly(".*(a+)+$[");
        assertThat(songs("(a+)+$[")).contains(".*(a+)+$[");
        assertThat(songs("$uicide")).containsExactly(".*(a+)+$[");
        assertThat(songs("÷")).containsExactly("÷");
        assertThat(songs("夜に")).containsExactly("夜に駆ける");
        assertThat(songs(" ")).isEmpty();
        assertThat(songs("\u0000\uD83C")).isEmpty();
        Map<String, Object> found = listening.search("nobody", ALL, 1);
        assertThat(rows(found, "songs")).extracting(row -> row.get("name")).containsExactly("Nobody's");
        assertThat(rows(found, "artists")).extracting(row -> row.get("name") + " " + row.get("plays"))
                .containsExactly("Nobody 5");
        assertThat(rows(listening.search("album", of("bob"), 8), "albums")).isEmpty();
    }

    @DatabaseTest
    void theLibraryIsFoundAndToldOfWithoutAPlay(TestDatabase test) {
        play(2, Duration.ofDays(3), "Heard", "An Artist");
        list("saved_tracks", song("ann:1", "ann", "Unheard", "A Stranger").append("isrc", "US1"), "2024-05-06", null);
        list("saved_tracks", song("ann:2", "ann", "Unheard", "A Stranger").append("isrc", "US1")
                .append("uri", "spotify:track:other"), "2023-05-06", "2024-01-01");
        list("saved_tracks", song("ann:3", "ann", "Heard", "An Artist"), "2024-05-07", null);
        list("saved_tracks", song("bob:1", "bob", "Heard", "An Artist"), null, null);
        list("saved_tracks", song("ann:4", "ann", "Gone", "A Stranger"), "2024-05-08", "2026-02-01");
        list("saved_albums", song("ann:5", "ann", "Its album", "A Stranger").append("uri", "spotify:album:x"),
                "2024-05-09", null);
        list("followed_artists", new Document("_id", "ann:spotify:artist:s").append("account_id", "ann")
                .append("name", "Whom I follow").append("uri", "spotify:artist:s").append("genres", List.of("folk")),
                null, null);
        database.collection("tracks").insertOne(new Document("_id", "spotify:track:" + id("Unheard"))
                .append("release_date", "1981-12").append("duration_ms", 123_000L));
        playlist("mix", "2025-01-01", "2025-03-01");
        playlist("now", null, null);

        assertThat(songs("unheard")).containsExactly("Unheard");
        assertThat(songs("gone")).isEmpty();
        assertThat(rows(listening.search("its album", ALL, 8), "albums")).extracting(row -> row.get("key"))
                .containsExactly("spotify:album:x");
        Map<String, Object> followed = rows(listening.search("whom", ALL, 8), "artists").get(0);
        Map<String, Object> artist = thing(ThingKind.ARTIST, (String) followed.get("key"), null);
        assertThat(artist).containsEntry("genres", List.of("folk")).containsEntry("plays", 0)
                .containsEntry("cover", "covers/artist/s").containsEntry("link", "https://open.spotify.com/artist/s");
        assertThat(rows(artist, "library")).extracting(row -> row.get("kind") + " " + row.get("added_at"))
                .containsExactly("followed_artists null");
        Map<String, Object> song = thing(ThingKind.SONG, "US1", null);
        assertThat(song).containsEntry("plays", 0).containsEntry("release_date", "1981-12")
                .containsEntry("duration_ms", 123_000).containsEntry("months", List.of());
        assertThat(rows(song, "library")).extracting(row -> row.get("added_at") + " " + row.get("removed_at"))
                .containsExactly("2024-05-06T10:00:00Z null", "2023-05-06T10:00:00Z 2024-01-01T10:00:00Z");
        assertThat(playlists(null)).containsExactly("Now", "Mix");
        assertThat(playlists("2024-12-31")).isEmpty();
        assertThat(playlists("2025-01-01")).containsExactly("Mix");
        assertThat(playlists("2025-03-01")).containsExactly("Mix");
        assertThat(playlists("2025-03-02")).isEmpty();
        assertThat(playlists("2026-01-01")).containsExactly("Now");

        assertThat(rows(listening.unplayed(ALL, 9, 0), "rows"))
                .extracting(row -> row.get("name") + " " + row.get("account_id") + " " + row.get("saved_at"))
                .containsExactly("Heard bob 2026-01-01T10:00:00Z", "Unheard ann 2024-05-06T10:00:00Z");
        assertThat(listening.unplayed(of("ann"), 9, 1)).containsEntry("total", 1).containsEntry("rows", List.of());
    }

    private Map<String, Object> thing(ThingKind kind, String key, String on) {
        return listening.thing(kind, key, ALL, on == null ? null : LocalDate.parse(on)).orElseThrow();
    }

    private List<Object> playlists(String on) {
        return rows(thing(ThingKind.SONG, "US1", on), "playlists").stream().map(row -> row.get("name")).toList();
    }

    private void playlist(String id, String added, String removed) {
        list("playlists", new Document("_id", "ann:" + id).append("account_id", "ann")
                .append("name", id.substring(0, 1).toUpperCase() + id.substring(1))
                .append("uri", "spotify:user:me:playlist:" + id), null, null);
        list("playlist_items", song("ann:" + id + ":1", "ann", "Unheard", "A Stranger").append("isrc", "US1")
                .append("playlist_id", id).append("type", "track"), added, removed);
    }

    @DatabaseTest(real = false)
    void whatWasLovedAndNotHeardForHalfAYearIsForgotten(TestDatabase test) {
        play(12, Duration.ofDays(400), "Loved", "A");
        play(20, Duration.ofDays(400), "Still", "A");
        play(1, Duration.ofDays(100), "Still", "A");
        play(3, Duration.ofDays(400), "Liked", "A");
        play(2, Duration.ofDays(400), "Tried", "A");

        assertThat(rows(listening.forgotten(ALL, 9, 0), "rows")).extracting(row -> row.get("name"))
                .containsExactly("Loved", "Liked");
    }

    @DatabaseTest(real = false)
    void theLibraryIsReadAgainWhenACursorMoves(TestDatabase test) {
        list("saved_tracks", song("ann:1", "ann", "Old name", "A"), "2024-05-06", null);
        Deque<Runnable> background = new ArrayDeque<>();
        listening = process(background::add);
        assertThatThrownBy(() -> songs("name")).isInstanceOf(StillCountingException.class)
                .hasMessage("Still reading the library. Ask again in a few seconds.");
        background.remove().run();
        assertThat(songs("name")).containsExactly("Old name");
        database.collection("saved_tracks").updateOne(new Document("_id", "ann:1"),
                new Document("$set", new Document("name", "New name")));
        assertThat(songs("name")).containsExactly("Old name");
        assertThat(background).isEmpty();

        database.collection("cursors").insertOne(new Document("_id", "ann:saved-tracks").append("account_id", "ann")
                .append("endpoint", "saved-tracks").append("last_success_at", Date.from(NOW)));
        assertThat(songs("name")).as("shown as it was while it is read").containsExactly("Old name");
        background.remove().run();
        assertThat(songs("name")).containsExactly("New name");
        assertThat(background).isEmpty();

        database.collection("saved_tracks").deleteMany(new Document());
        assertThat(songs("name")).as("not shown when it is gone").isEmpty();
    }
}
