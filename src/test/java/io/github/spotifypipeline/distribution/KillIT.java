package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever the program is killed or stopped, the next one ends in the documents of one that nobody disturbed. Only
 * between Spotify's giving a new refresh token and the storing of it nobody can be saved, so nothing is killed there.
 */
class KillIT {

    private static final Set<String> DATA = Set.of("plays", "top_tracks", "top_artists", "saved_tracks", "saved_albums",
            "saved_shows", "saved_episodes", "saved_audiobooks", "followed_artists", "playlists", "playlist_items",
            "profiles");
    private static final Instant FIRST_PLAY = Instant.now().minus(Duration.ofHours(20));

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults());
    private final List<TestAccount> accounts = List.of(sandbox.account("demo"),
            sandbox.addAccount("second", "Second Listener"));
    private int made;
    private int played;

    /** Connection strings; empty for the embedded database. */
    static Stream<String> databases() {
        String uri = System.getenv("MONGODB_TEST_URI");
        return uri == null || uri.isBlank() ? Stream.of("") : Stream.of("", uri);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void killedAnywhereItEndsInTheSameDocuments(String mongodb) {
        System.out.println("KillIT: -Dseed=" + seed);
        try (Installation calm = new Installation(folder.resolve("calm"), mongodb, sandbox);
                Installation killed = new Installation(folder.resolve("killed"), mongodb, sandbox)) {
            listen(30);
            Instant since = now();
            begin(calm);
            calm.awaitAll(accounts.size(), since);
            if (mongodb.isEmpty()) {
                stopInTheMiddle(calm, since);
            }

            begin(killed);
            kill(killed, 4 + random.nextInt(8), calm, since);
            killed.start();
            kill(killed, 1 + random.nextInt(8), calm, since);
            finish(killed, calm, since, false);

            accounts.forEach(this::change);
            listen(12);
            since = now();
            calm.syncAll();
            calm.awaitAll(accounts.size(), since);

            killDuringRefresh(killed, calm, since);
            refresh(killed);
            kill(killed, 2 + random.nextInt(15), calm, since);
            finish(killed, calm, since, true);
        }
    }

    /** Stopped in the middle of a first sync it goes on the next time. */
    private void stopInTheMiddle(Installation calm, Instant since) {
        try (Installation stopped = new Installation(folder.resolve("stopped"), "", sandbox)) {
            begin(stopped);
            Interruption middle = Interruption.at(sandbox, paths(), 3 + random.nextInt(12), 1 + random.nextInt(40),
                    () -> { });
            middle.await();
            Instant asked = Instant.now();
            assertThat(stopped.program().stop()).isZero();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
            sandbox.clearFaults();
            requireNoCursorAheadOfItsData(stopped, calm, since);
            assertThat(stopped.read().get("cursors")).as("it was the middle")
                    .hasSizeLessThan(calm.read().get("cursors").size());
            assertThat(stopped.program().output()).doesNotContain("ERROR", "Exception");

            finish(stopped, calm, since, false);
        }
    }

    /** To the millisecond, as the database has it. */
    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    private void begin(Installation installation) {
        installation.start();
        accounts.forEach(account -> installation.signIn(account.id()));
    }

    /** Kills a program at one of its calls, or up to 60 ms after its answer, and looks at what it leaves. */
    private void kill(Installation killed, int call, Installation calm, Instant since) {
        int delay = random.nextInt(3) == 0 ? 0 : 1 + random.nextInt(60);
        Interruption.at(sandbox, paths(), call, delay, killed.program()::kill).await();
        sandbox.clearFaults();
        requireNoCursorAheadOfItsData(killed, calm, since);
    }

    /**
     * The access token is no longer good, and the program dies while it asks for another, which Spotify did not give
     * yet.
     */
    private void killDuringRefresh(Installation killed, Installation calm, Instant since) {
        accounts.forEach(TestAccount::expireAccessTokens);
        killed.start();
        Interruption refresh = Interruption.at(sandbox, Set.of("/api/token"), 1, 0, killed.program()::kill);
        sandbox.fault(Fault.on("/api/token").forever().status(503));
        try {
            killed.syncAll();
        } catch (UncheckedIOException e) {
            // it asked for the token, and died, before it answered this
        }
        refresh.await();
        sandbox.clearFaults();
        requireNoCursorAheadOfItsData(killed, calm, since);
    }

    /** Starts it, lets it store its new tokens in peace, and asks for everything once more. */
    private void refresh(Installation killed) {
        List<Object> old = tokens(killed);
        killed.start();
        killed.syncAll();
        await().atMost(Duration.ofMinutes(2)).until(() -> tokens(killed).stream().noneMatch(old::contains));
        killed.syncAll();
    }

    private static List<Object> tokens(Installation installation) {
        return installation.read().get("accounts").stream().map(account -> account.get("access_token")).toList();
    }

    private void finish(Installation killed, Installation calm, Instant since, boolean ask) {
        killed.start();
        if (ask) {
            killed.syncAll();
        }
        killed.awaitAll(accounts.size(), since);
        assertThat(killed.program().stop()).isZero();
        assertThat(killed.program().output()).doesNotContain("ERROR", "Exception");

        Map<String, List<Document>> found = killed.read();
        Map<String, List<Document>> wanted = calm.read();
        for (String collection : DATA) {
            assertThat(found.get(collection)).as("%s, seed %s", collection, seed).isNotEmpty();
            assertThat(DocumentDifferences.of(found.get(collection), wanted.get(collection)))
                    .as("%s, seed %s", collection, seed).isEmpty();
        }
        assertThat(found.get("plays")).as("seed %s", seed).doesNotHaveDuplicates()
                .extracting(play -> play.getString("account_id") + play.getDate("played_at")
                        + play.getString("track_uri"))
                .doesNotHaveDuplicates();
        assertThat(found.getOrDefault("dead_letters", List.of())).as("seed %s", seed).isEmpty();
        assertThat(found.get("accounts")).as("seed %s", seed).hasSize(accounts.size())
                .allMatch(account -> account.getString("status").equals("active"));
    }

    /** What succeeded since the library changed last is in the database as a program that nobody disturbed has it. */
    private void requireNoCursorAheadOfItsData(Installation killed, Installation calm, Instant since) {
        Map<String, List<Document>> found = killed.read();
        Map<String, List<Document>> wanted = calm.read();
        for (Document cursor : found.getOrDefault("cursors", List.of())) {
            String account = cursor.getString("account_id");
            if (cursor.getDate("last_success_at") != null
                    && !cursor.getDate("last_success_at").toInstant().isBefore(since)) {
                String collection = collection(cursor.getString("endpoint"));
                assertThat(DocumentDifferences.of(of(account, found, collection), of(account, wanted, collection)))
                        .as("%s, seed %s, %s", collection, seed, cursor).isEmpty();
            }
            if (cursor.getLong("cursor") != null) {
                assertThat(of(account, found, "plays")).as("seed %s", seed)
                        .anyMatch(play -> play.getDate("played_at").getTime() == cursor.getLong("cursor"));
            }
        }
    }

    private static String collection(String endpoint) {
        return switch (endpoint) {
            case "recently-played" -> "plays";
            case "profile" -> "profiles";
            default -> endpoint.replace('-', '_');
        };
    }

    private static List<Document> of(String account, Map<String, List<Document>> all, String collection) {
        return all.getOrDefault(collection, List.of()).stream()
                .filter(document -> document.getString("account_id").equals(account)).toList();
    }

    /** Every path of the Web API that has been asked for so far, those that an undisturbed program needed included. */
    private Set<String> paths() {
        return sandbox.requests().stream().map(request -> request.path()).filter(path -> path.startsWith("/v1/"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void listen(int plays) {
        for (int i = 0; i < plays; i++) {
            Instant at = FIRST_PLAY.plus(Duration.ofMinutes(3L * played++));
            accounts.forEach(account -> account.generatePlays(false)
                    .addPlay(sandbox.tracks().get(random.nextInt(sandbox.tracks().size())), at, null));
        }
    }

    private void change(TestAccount account) {
        Instant now = Instant.now();
        for (int i = 0; i < 70; i++) {
            account.savedTracks().add(MadeUpMusic.track("New song " + made++, "Artist"), now);
        }
        account.savedAlbums().add(MadeUpMusic.album("New album " + made++, "2026-11-01", "Artist"), now);
        account.savedShows().add(MadeUpMusic.show("New show " + made++), now);
        account.savedEpisodes().add(MadeUpMusic.episode("New episode " + made++), now);
        account.savedAudiobooks().add(MadeUpMusic.audiobook("New audiobook " + made++), now);
        account.followedArtists().add(MadeUpMusic.artist("New artist " + made++), now);
        for (TestShelf shelf : List.of(account.savedTracks(), account.savedAlbums(), account.savedShows(),
                account.savedEpisodes(), account.savedAudiobooks(), account.followedArtists())) {
            List<String> uris = new ArrayList<>(new TreeSet<>(shelf.uris()));
            shelf.remove(uris.remove(random.nextInt(uris.size())));
            shelf.change(uris.get(random.nextInt(uris.size())), thing -> thing.put("name", "Renamed " + made++));
        }
        TestPlaylist added = account.addPlaylist("New playlist " + made++);
        for (int i = 0; i < 120; i++) {
            added.add(MadeUpMusic.track("Song " + i, "Artist"), now);
        }
        List<TestPlaylist> playlists = new ArrayList<>(account.playlists());
        Collections.shuffle(playlists, random);
        account.removePlaylist(playlists.get(0).id());
        playlists.stream().skip(1).filter(playlist -> !playlist.items().isEmpty()).limit(2)
                .forEach(playlist -> playlist.remove(0));
        List<JsonNode> top = Stream.generate(() ->
                (JsonNode) MadeUpMusic.track("Top song " + random.nextInt(200), "Artist"))
                .distinct().limit(60).toList();
        account.topTracks("short_term", top);
    }
}
