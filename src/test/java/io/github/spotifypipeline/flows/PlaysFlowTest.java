package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

class PlaysFlowTest {

    private static final String PATH = "/v1/me/player/recently-played";
    private static final Duration TWENTY_MINUTES = Duration.ofMinutes(20);

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private SandboxTrack track(int number) {
        return pipeline.sandbox.tracks().get(number);
    }

    /** Adds plays, three minutes apart, the last one a minute ago. */
    private void play(int count) {
        Instant last = pipeline.clock.instant().minusSeconds(60);
        IntStream.range(0, count).forEach(i -> pipeline.demo().addPlay(track(i % 40),
                last.minus(Duration.ofMinutes(3L * i)), null));
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private Document cursor() {
        return pipeline.database.database().getCollection("cursors").find().first();
    }

    private List<Document> deadLetters() {
        return pipeline.database.database().getCollection("dead_letters").find().into(new ArrayList<>());
    }

    @DatabaseTest
    void aPlayIsStoredAsTheContractSays(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        SandboxTrack song = SandboxTrack.of("He said: \"$100.00\" 🎧", "First Artist", "Second Artist").asExplicit();
        Instant playedAt = Instant.parse("2026-11-22T11:30:15.123Z");
        pipeline.demo().addPlay(song, playedAt, PlayContext.playlist("37i9dQZF1DXcBWIGoYBM5M"));

        String account = pipeline.signInAndSync();

        assertThat(pipeline.plays()).hasSize(1);
        Document play = pipeline.plays().get(0);
        assertThat(play.keySet()).containsExactlyInAnyOrder("_id", "account_id", "fetched_at", "raw", "played_at",
                "played_at_local", "song_name", "artist_name", "artist_names", "artist_uris", "album_name", "album_uri",
                "track_uri", "track_id",
                "duration_ms", "explicit", "isrc", "context_type", "context_uri", "source");
        assertThat(play).containsEntry("_id", account + ":" + playedAt.toEpochMilli() + ":" + song.uri())
                .containsEntry("account_id", account)
                .containsEntry("fetched_at", Date.from(pipeline.clock.instant()))
                .containsEntry("played_at", Date.from(playedAt))
                .containsEntry("played_at_local", "2026-11-22 12:30:15")
                .containsEntry("song_name", "He said: \"$100.00\" 🎧")
                .containsEntry("artist_name", "First Artist")
                .containsEntry("artist_names", List.of("First Artist", "Second Artist"))
                .containsEntry("artist_uris", song.artists().stream().map(artist -> "spotify:artist:" + artist.id())
                        .toList())
                .containsEntry("album_name", song.album().name())
                .containsEntry("album_uri", "spotify:album:" + song.album().id())
                .containsEntry("track_uri", song.uri())
                .containsEntry("track_id", song.id())
                .containsEntry("duration_ms", (int) song.recording().durationMs())
                .containsEntry("explicit", true)
                .containsEntry("isrc", song.isrc())
                .containsEntry("context_type", "playlist")
                .containsEntry("context_uri", "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M")
                .containsEntry("source", "api");
        assertThat(play.get("raw", Document.class).get("played_at")).isEqualTo("2026-11-22T11:30:15.123Z");
        assertThat(play.get("raw", Document.class).get("track", Document.class).get("uri")).isEqualTo(song.uri());
    }

    @DatabaseTest(real = false)
    void aFirstSyncOfFiftyPlaysIsOneCall(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(50);

        pipeline.signInAndSync();

        assertThat(pipeline.plays()).hasSize(50);
        assertThat(pipeline.calls(PATH)).containsExactly("limit=50");
        assertThat(pipeline.runs().get(0)).containsEntry("outcome", "succeeded").containsEntry("calls", 1)
                .containsEntry("read", 50).containsEntry("written", 50).containsEntry("unchanged", 0)
                .containsEntry("dead", 0).containsEntry("error", null);
    }

    @DatabaseTest
    void asksForAllThatSpotifyShowsAndWritesOnlyWhatIsNew(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(30);
        pipeline.signInAndSync();
        List<Document> before = pipeline.plays();
        pipeline.demo().addPlay(track(7), pipeline.clock.instant().plus(Duration.ofMinutes(5)), null);

        Document run = pipeline.syncAfter(TWENTY_MINUTES);

        assertThat(pipeline.calls(PATH)).containsExactly("limit=50", "limit=50");
        assertThat(run).containsEntry("calls", 1).containsEntry("written", 1).containsEntry("unchanged", 30);
        assertThat(pipeline.plays()).hasSize(31).containsAll(before);
    }

    @DatabaseTest(real = false)
    void aPlayThatTurnsUpLateIsKeptAsLongAsSpotifyShowsIt(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(3);
        pipeline.signInAndSync();
        int plays = 3;
        for (Duration late : List.of(Duration.ofMinutes(100), Duration.ofHours(5), Duration.ofDays(3),
                Duration.ofDays(40))) {
            pipeline.demo().addPlay(track(9), pipeline.clock.instant().minus(late), null);

            assertThat(pipeline.syncAfter(TWENTY_MINUTES)).as("%s", late).containsEntry("written", 1)
                    .containsEntry("calls", 1);

            assertThat(pipeline.plays()).as("%s", late).hasSize(++plays);
        }
        // the last 50 are those, behind newer ones
        play(46);
        assertThat(pipeline.syncAfter(TWENTY_MINUTES)).containsEntry("written", 46).containsEntry("calls", 1);
        assertThat(pipeline.documents("gaps")).isEmpty();
    }

    @DatabaseTest(real = false)
    void aPageThatLeadsBackIsTheEndOfThePlays(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(3);
        pipeline.signInAndSync();
        String url = pipeline.sandbox.apiUrl() + "/me/player/recently-played";
        for (String next : List.of(url + "?limit=50", url + "?before=1&limit=50", url + "?after=1&limit=50",
                url + "?before=%d&limit=50")) {
            Instant then = pipeline.clock.instant().plus(Duration.ofHours(4));
            // what ignores before and shows the same fifty again and again, of which none is known
            String items = IntStream.range(0, 50).mapToObj(i -> ("{\"played_at\":\"%s\","
                    + "\"track\":{\"uri\":\"spotify:track:%d\"}}")
                    .formatted(then.minusSeconds(60L * i), i)).collect(Collectors.joining(","));
            for (int i = 0; i < 9; i++) {
                pipeline.sandbox.fault(Fault.on(PATH).body("{\"items\":[" + items + "],\"next\":\""
                        + next.replace("%d", String.valueOf(i)) + "\"}", "application/json"));
            }
            Document run = pipeline.syncAfter(Duration.ofHours(4));
            pipeline.sandbox.clearFaults();

            assertThat(run).as(next).containsEntry("outcome", "succeeded").containsEntry("written", 50);
            assertThat(run.getInteger("calls")).as(next).isLessThanOrEqualTo(3);
        }
        assertThat(pipeline.plays()).hasSize(203);
    }

    /** As the table in docs/performance.md says. */
    @DatabaseTest(real = false)
    void aListenerCostsOneCallAnIntervalHoweverMuchIsPlayed(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        int stored = 0;
        for (int aDay : List.of(5, 50, 500)) {
            Duration between = Duration.ofDays(1).dividedBy(aDay);
            Instant from = pipeline.clock.instant();
            int plays = (int) Duration.ofHours(6).dividedBy(between);
            IntStream.rangeClosed(1, plays).forEach(i -> pipeline.demo()
                    .addPlay(track(i % 40), from.plus(between.multipliedBy(i)), null));
            pipeline.sandbox.clearRequests();

            for (int i = 0; i < 18; i++) {
                pipeline.syncAfter(TWENTY_MINUTES);
            }

            stored += plays;
            assertThat(pipeline.calls(PATH)).as("%s plays a day", aDay).hasSize(18).containsOnly("limit=50");
            assertThat(pipeline.plays()).as("%s plays a day", aDay).hasSize(stored);
        }
        assertThat(pipeline.documents("gaps")).isEmpty();
    }

    @DatabaseTest
    void twoSyncsOfTheSamePlaysWriteThemOnce(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(50);
        pipeline.signInAndSync();
        List<Document> before = pipeline.plays();

        Document run = pipeline.syncAfter(TWENTY_MINUTES);

        assertThat(run).containsEntry("written", 0);
        assertThat(pipeline.plays()).isEqualTo(before);
    }

    @DatabaseTest(real = false)
    void afterARestartNothingIsFetchedBeforeItIsDue(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(50);
        pipeline.signInAndSync();
        List<Document> before = pipeline.plays();
        pipeline.sandbox.clearRequests();

        pipeline.clock.advance(Duration.ofMinutes(19));
        pipeline.restart();
        pipeline.awaitNoCalls(PATH);
        Document run = pipeline.syncAfter(Duration.ofMinutes(1));

        assertThat(pipeline.runs()).hasSize(2);
        assertThat(run.getDate("started_at")).isEqualTo(Date.from(pipeline.clock.instant()));
        assertThat(pipeline.calls("/api/token")).isEmpty();
        assertThat(pipeline.plays()).isEqualTo(before);
    }

    @DatabaseTest(real = false)
    void aPropertySaysHowOftenInPlaceOfTheRoute(TestDatabase database) {
        pipeline = TestPipeline.start(database, "SYNC_RECENTLY_PLAYED_EVERY", "2s");
        pipeline.signInAndSync();

        pipeline.syncAfter(Duration.ofSeconds(2));

        assertThat(pipeline.runs()).hasSize(2);
    }

    @DatabaseTest(real = false)
    void theSameTrackAtTwoTimesIsTwoPlays(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        Instant time = pipeline.clock.instant().minusSeconds(600);
        pipeline.demo().addPlay(track(1), time, null).addPlay(track(1), time.plusMillis(1), null);

        pipeline.signInAndSync();

        assertThat(pipeline.plays()).hasSize(2);
    }

    @DatabaseTest
    void oddPlaysAreKept(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        SandboxTrack local = SandboxTrack.localFile("Me & \"You\"", "Tapes", "Take 1", 127);
        pipeline.demo().addPlay(local, pipeline.clock.instant().minusSeconds(60), null)
                .addPlay(track(3), pipeline.clock.instant().minusSeconds(120), PlayContext.oldFormPlaylist("ann", "x"))
                .rawPlay(json("""
                        {"played_at":"2026-11-22T11:57:00Z","track":{"uri":"spotify:track:x","artists":null}}
                        """), pipeline.clock.instant().minusSeconds(180));

        pipeline.signInAndSync();

        assertThat(pipeline.plays().get(0)).containsEntry("track_uri", local.uri()).containsEntry("track_id", null)
                .containsEntry("isrc", null).containsEntry("context_type", null).containsEntry("context_uri", null);
        assertThat(pipeline.plays().get(1).getString("context_uri")).isEqualTo("spotify:user:ann:playlist:x");
        assertThat(pipeline.plays().get(2)).containsEntry("artist_name", null).containsEntry("artist_names", List.of());
    }

    @DatabaseTest
    void aBadItemIsSetAsideOnceAndTheOthersGoOn(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        play(2);
        Instant time = pipeline.clock.instant().minusSeconds(30);
        pipeline.demo().rawPlay(json("{\"played_at\":\"2026-11-22T11:59:30Z\",\"track\":null,\"context\":null}"), time)
                .rawPlay(json("{\"played_at\":\"nonsense\",\"track\":{\"uri\":\"spotify:track:x\"}}"), time)
                .rawPlay(json("{\"track\":{\"uri\":\"spotify:track:x\"}}"), time)
                .rawPlay(json("\"text\""), time)
                .rawPlay(null, time);

        String account = pipeline.signInAndSync();

        assertThat(pipeline.plays()).hasSize(2);
        assertThat(pipeline.runs().get(0)).containsEntry("outcome", "succeeded").containsEntry("written", 2)
                .containsEntry("dead", 3).containsEntry("empty", 2);
        assertThat(deadLetters()).hasSize(3).allSatisfy(letter -> {
            assertThat(letter.getString("account_id")).isEqualTo(account);
            assertThat(letter.getString("endpoint")).isEqualTo("recently-played");
            assertThat(letter.getString("reason")).isNotBlank();
            assertThat(letter.getDate("first_at")).isNotNull();
            assertThat(letter.getBoolean("retriable")).isTrue();
        });

        pipeline.syncAfter(TWENTY_MINUTES);
        assertThat(deadLetters()).hasSize(3);
    }

    @DatabaseTest
    void fieldNamesFromOutsideAreStoredOnlyInsideRaw(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.demo().rawPlay(json("""
                {"played_at":"2026-11-22T11:58:00Z","$where":"1","a.b":{"$set":{"x":1}},"_id":"mine","":1,
                 "track":{"uri":"spotify:track:x","name":"\\ud83d","artists":[],"$inc":1}}
                """), pipeline.clock.instant().minusSeconds(60));
        play(1);

        pipeline.signInAndSync();

        assertThat(pipeline.runs().get(0)).containsEntry("outcome", "succeeded");
        assertThat(pipeline.plays().size() + deadLetters().size()).isEqualTo(2);
        assertThat(pipeline.plays()).allSatisfy(play -> assertThat(play.keySet()).doesNotContain("$where", "a.b", ""));
    }

    @DatabaseTest(real = false)
    void aBearerTokenNeverGoesToAnotherServer(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        play(1);
        pipeline.signInAndSync();
        try (TestSandbox other = TestSandbox.start(SandboxOptions.defaults())) {
            JsonNode page = json("{\"items\":[{\"played_at\":\"2026-11-22T12:01:00Z\","
                    + "\"track\":{\"uri\":\"spotify:track:x\",\"artists\":[]}}],\"next\":\"" + other.apiUrl()
                    + "/me/player/recently-played?before=1\"}");
            pipeline.sandbox.fault(Fault.on(PATH).answer(page));

            Document run = pipeline.syncAfter(TWENTY_MINUTES);

            assertThat(other.requests()).isEmpty();
            assertThat(pipeline.plays()).hasSize(2);
            assertThat(run).containsEntry("outcome", "failed");
            assertThat(run.getString("error")).contains("another server");

            pipeline.sandbox.fault(Fault.on(PATH).status(302).header("Location", other.apiUrl() + "/me"));
            pipeline.syncAfter(TWENTY_MINUTES);
            assertThat(other.requests()).isEmpty();
        }
    }

    @DatabaseTest(real = false)
    void aNextPageNeverNamesASetting(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, options -> options.withClient("sandbox-client", "hunter2"),
                "SPOTIFY_CLIENT_SECRET", "hunter2");
        play(1);
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on(PATH).answer(json("{\"items\":[{\"played_at\":\"2026-11-22T12:01:00Z\","
                + "\"track\":{\"uri\":\"spotify:track:x\",\"artists\":[]}}],"
                + "\"next\":\"/me?a={{spotify.client-secret}}&b={{bean:spotifyTokenForm.authorization}}\"}")));

        assertThat(pipeline.syncAfter(TWENTY_MINUTES).getString("error")).contains("not a URL");
        assertThat(pipeline.plays()).hasSize(2);
        assertThat(pipeline.sandbox.requests()).noneMatch(request -> String.valueOf(request.query()).contains("a="));
    }

    @DatabaseTest(real = false)
    void aFailedPageLeavesTheCursorAndTheNextRunGetsEverything(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        play(3);
        pipeline.signInAndSync();
        Document before = cursor();
        pipeline.sandbox.clearRequests();
        pipeline.demo().addPlay(track(5), pipeline.clock.instant(), null);
        pipeline.sandbox.fault(Fault.on(PATH).status(503).header("Retry-After", "120").header("Set-Cookie", "a=b")
                .body("<html>busy</html>", "text/html"));

        Document failed = pipeline.syncAfter(TWENTY_MINUTES);

        assertThat(failed).containsEntry("outcome", "failed").containsEntry("calls", 1);
        assertThat(failed.getString("error")).contains("HTTP 503").doesNotContain("busy");
        assertThat(pipeline.calls(PATH)).as("the HTTP client must not try again by itself").hasSize(1);
        assertThat(cursor()).containsEntry("cursor", before.get("cursor"))
                .containsEntry("last_success_at", before.get("last_success_at"))
                .containsEntry("last_error", failed.get("error"));

        Document next = pipeline.syncAfter(Duration.ofMinutes(2));

        assertThat(next).containsEntry("outcome", "succeeded").containsEntry("written", 1);
        assertThat(pipeline.headersSent()).doesNotContain("cookie");
        assertThat(cursor()).containsEntry("last_error", null);
    }

    @DatabaseTest(real = false)
    void faultsOfTheNetworkEndTheRunInWords(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.sandbox.fault(Fault.on(PATH).forever().reset());
        pipeline.signInAndSync();
        pipeline.sandbox.clearFaults();
        pipeline.sandbox.fault(Fault.on(PATH).times(4).truncate());
        Document truncated = pipeline.syncAfter(TWENTY_MINUTES);
        pipeline.sandbox.fault(Fault.on(PATH).times(4).status(200).body("<html>login</html>", "text/html"));
        Document html = pipeline.syncAfter(TWENTY_MINUTES);

        assertThat(pipeline.runs().get(0).getString("error")).contains("could not be reached");
        assertThat(truncated.getString("error")).contains("broke off");
        assertThat(html.getString("error")).contains("not the JSON");
        assertThat(pipeline.runs()).hasSize(3).allMatch(run -> run.getString("outcome").equals("failed"));
    }

    @DatabaseTest
    void aLongRetryAfterIsKeptAlsoAcrossARestartAndASyncNow(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.sandbox.fault(Fault.on(PATH).status(429).header("Retry-After", "7200")
                .body("{\"error\":{\"status\":429,\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}",
                        "application/json"));
        pipeline.signInAndSync();
        pipeline.sandbox.clearRequests();

        pipeline.restart();
        pipeline.send("POST", "/api/sync");
        pipeline.awaitNoCalls(PATH);
        Document run = pipeline.syncAfter(Duration.ofSeconds(7200));

        assertThat(pipeline.runs()).hasSize(2);
        assertThat(pipeline.calls(PATH)).hasSize(1);
        assertThat(run).containsEntry("outcome", "succeeded");
    }

    @DatabaseTest(real = false)
    void anAccountThatGrantedTooLittleWaitsForItsNextSignIn(TestDatabase database) {
        pipeline = TestPipeline.start(database);
        pipeline.demo().grantedScopes(Set.of());
        pipeline.signIn();

        assertThat(pipeline.get("/api/status").body()).contains("\"scopes_missing\":[\"user-read-recently-played\"]",
                "\"last_success_at\":null", "\"next_run_at\":null", "\"condition\":\"waits_for_scopes\"");

        pipeline.demo().grantAllScopes();
        pipeline.signInAndSync();
        assertThat(pipeline.runs()).isNotEmpty().allMatch(run -> run.getString("outcome").equals("succeeded"));
    }
}
