package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** What the page asks for beside the status: charts, progress and trouble, over HTTP. */
class MusicFlowTest {

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private JsonNode json(String path) throws IOException {
        HttpResponse<String> answer = pipeline.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/json; charset=utf-8");
        return new ObjectMapper().readTree(answer.body());
    }

    private static JsonNode parse(String json) throws IOException {
        return new ObjectMapper().readTree(json);
    }

    @DatabaseTest(real = false)
    void theChartsAreAnsweredAsJsonAsCsvAndAsAQuery(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        assertThat(json("/api/music")).isEqualTo(json("/api/music/"));
        assertThat(json("/api/music").path("last_play_at").isNull()).isTrue();
        for (int day = 0; day < 3; day++) {
            pipeline.demo().addPlay(pipeline.sandbox.tracks().get(day / 2),
                    Instant.parse("2026-11-20T22:30:00Z").plus(Duration.ofDays(day)), null);
        }
        pipeline.clock.advance(Duration.ofDays(1));
        String account = pipeline.signInAndSync();

        JsonNode list = json("/api/music");
        assertThat(list.findValuesAsText("chart")).containsExactly("times-played", "top-artists", "plays-per-day",
                "plays-by-hour", "newest-plays", "left-library");
        assertThat(list.path("first_play_at").asText()).isEqualTo("2026-11-20T22:30:00Z");
        assertThat(list.path("last_play_at").asText()).isEqualTo("2026-11-22T22:30:00Z");
        assertThat(list.path("plays").asInt()).isEqualTo(3);

        JsonNode days = json("/api/music/plays-per-day?account=" + account + "&from=2026-11-21&to=2026-11-21");
        assertThat(days.path("rows").findValuesAsText("day")).containsExactly("2026-11-21");
        assertThat(days.path("columns")).isEqualTo(parse("[\"day\", \"plays\", \"minutes\"]"));
        assertThat(days.path("account").asText()).isEqualTo(account);
        assertThat(days.path("from").asText()).isEqualTo("2026-11-21");
        assertThat(days.path("to").asText()).isEqualTo("2026-11-21");
        assertThat(days.path("documents").asInt()).isEqualTo(1);
        assertThat(days.path("total").asInt()).isEqualTo(1);
        JsonNode times = json("/api/music/times-played");
        assertThat(times.path("rows").findValuesAsText("times")).containsExactly("2", "1");
        assertThat(times.path("account").isNull()).isTrue();
        assertThat(json("/api/music/times-played?account=%24ne").path("rows")).isEmpty();

        HttpResponse<String> csv = pipeline.get("/api/music/times-played.csv?from=2026-11-22&account=");
        assertThat(csv.headers().firstValue("content-type")).hasValue("text/csv; charset=utf-8");
        assertThat(csv.headers().firstValue("content-disposition"))
                .hasValue("attachment; filename=\"times-played.csv\"");
        assertThat(csv.headers().firstValue("x-content-type-options")).hasValue("nosniff");
        assertThat(csv.body()).startsWith("song_name,artist_name,times,track_uri,last_played_at\r\n")
                .endsWith(",1," + pipeline.sandbox.tracks().get(1).uri() + ",2026-11-22T22:30:00Z\r\n");

        whatElseIsAsked(account);

        HttpResponse<String> query = pipeline.get("/api/music/newest-plays.query?account=" + account
                + "&to=2026-11-22");
        assertThat(query.headers().firstValue("content-type")).hasValue("text/plain; charset=utf-8");
        assertThat(query.body()).startsWith("db.plays.find(").contains("account_id: \"" + account + "\"",
                "played_at: { $lt: ISODate(\"2026-11-22T23:00:00Z\") }").endsWith(".limit(50)\n");
    }

    private void whatElseIsAsked(String account) throws IOException {
        JsonNode tops = json("/api/music/tops?kind=artists&by=hours&from=2026-11-20&to=2026-11-22&account=" + account);
        assertThat(tops.path("before")).isEqualTo(parse("{\"from\": \"2026-11-17\", \"to\": \"2026-11-19\"}"));
        assertThat(tops.path("rows").path(0).path("new").asBoolean()).isTrue();
        JsonNode song = json("/api/music/tops?most=1").path("rows").path(0);
        assertThat(song.path("plays").asInt()).isEqualTo(2);
        assertThat(song.path("cover").asText()).startsWith("covers/track/");
        JsonNode thing = json("/api/music/thing?kind=song&key=" + song.path("key").asText());
        assertThat(thing.path("weekdays").toString()).isEqualTo("[0,0,0,0,1,1,0]");
        assertThat(thing.path("years")).isEqualTo(parse("[{\"year\": 2026, \"plays\": 2, \"hours\": "
                + thing.path("hours") + ", \"rank\": 1}]"));
        assertThat(json("/api/music/year?year=2026").path("streak"))
                .isEqualTo(parse("{\"days\": 3, \"from\": \"2026-11-20\", \"to\": \"2026-11-22\"}"));
        String name = song.path("name").asText().replace(" ", "+");
        assertThat(json("/api/music/search?most=1&text=" + name).path("songs").path(0).path("key"))
                .isEqualTo(song.path("key"));
        for (String path : List.of("years", "ranks", "over-time", "unplayed", "forgotten")) {
            assertThat(json("/api/music/" + path).isObject()).as(path).isTrue();
        }
        HttpResponse<String> csv = pipeline.get("/api/music/tops.csv?kind=songs");
        assertThat(csv.headers().firstValue("content-disposition")).hasValue("attachment; filename=\"tops.csv\"");
        assertThat(csv.body().lines()).hasSize(3).first().isEqualTo("rank,rank_before,name,artists,album,plays,hours,"
                + "first_played_at,last_played_at,uri,link");
        assertThat(pipeline.get("/api/music/unplayed.csv").body()).startsWith("saved_at,account_id,name,");
    }

    @DatabaseTest(real = false)
    void whatCannotBeAnsweredIsSaidInWords(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);

        for (String path : List.of("/times", "/times-played.xml", "/times-played/", "/times-played.csv.csv",
                "/%2e%2e")) {
            refused("/api/music" + path, 404, "The charts are times-played, ");
        }
        for (String day : List.of("x", "2026-02-30", "2026-1-1", "%2B12026-01-01", "-2026-01-01", "2026-11-22T00:00",
                "%00")) {
            refused("/api/music/times-played?from=" + day, 400, "from must be a day, written as YYYY-MM-DD");
            refused("/api/music/times-played.csv?to=" + day, 400, "to must be a day, written as YYYY-MM-DD");
        }
        refused("/api/music/top-artists.query?from=2026-11-22&to=2026-11-21", 400, "from must not be after to");
        refused("/api/music/top-artists?from=2026-11-22&from=2026-11-22", 400, "from is given more than once");
        refused("/api/music/top-artists?account=" + "x".repeat(201), 400, "account must be");
        refused("/api/music/tops?kind=song", 400, "kind must be one of songs, artists, albums.");
        refused("/api/music/tops.csv?by=minutes", 400, "by must be one of plays, hours.");
        for (String most : List.of("0", "501", "-1", "1e2", "99999999999")) {
            refused("/api/music/tops?most=" + most, 400, "most must be a whole number from 1 to 500.");
        }
        refused("/api/music/tops?from=2026-11-22&to=2026-11-21", 400, "from must not be after to");
        refused("/api/music/tops.query", 404, "There is no such chart.");
        refused("/api/music/thing?kind=song&key=US1", 404, "No song with this key was played");
        refused("/api/music/thing?kind=song", 400, "key must be what a list gave");
        refused("/api/music/thing?key=US1", 400, "kind must be one of song, artist, album.");
        refused("/api/music/thing?kind=song&key=US1&on=today", 400, "on must be a day");
        refused("/api/music/year", 400, "year must be given");
        refused("/api/music/year?year=26", 400, "year must be a whole number from 1900 to 9999.");
        refused("/api/music/search?text=", 400, "text must be what is looked for");
        assertThat(pipeline.send("POST", "/api/music/top-artists").statusCode()).isEqualTo(405);
        aCsvThatBreaksOffDoesNotLookComplete(database);
    }

    private void aCsvThatBreaksOffDoesNotLookComplete(TestDatabase database) {
        List<Document> plays = new ArrayList<>();
        for (int i = 0; i < 1_100; i++) {
            plays.add(play("ann", pipeline.clock.instant().minusSeconds(i)));
        }
        plays.add(play("bob", pipeline.clock.instant().minusSeconds(5_000)));
        // of the second thousand, which is read when the first has been sent
        Document bad = plays.get(1_050).append("played_at", "yesterday");
        database.database().getCollection("plays").insertMany(plays);

        assertThatThrownBy(() -> pipeline.get("/api/music/newest-plays.csv")).hasCauseInstanceOf(IOException.class);
        database.database().getCollection("plays").deleteOne(new Document("_id", bad.get("_id")));
        assertThat(pipeline.get("/api/music/newest-plays.csv").body().lines()).hasSize(1_101);
    }

    private static Document play(String account, Instant at) {
        return new Document("_id", account + ":" + at.toEpochMilli() + ":x").append("account_id", account)
                .append("played_at", Date.from(at)).append("song_name", "A song");
    }

    private void refused(String path, int status, String words) throws IOException {
        HttpResponse<String> answer = pipeline.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(parse(answer.body()).at("/error/message").asText()).as(path).contains(words);
    }

    @DatabaseTest(real = false)
    void aSyncShowsHowFarItHasCome(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options);
        assertThat(json("/api/progress")).isEqualTo(parse("{\"running\": [], \"imports\": []}"));
        pipeline.sandbox.fault(Fault.on("/v1/me/tracks").after(1).forever().delay(Duration.ofSeconds(3)));
        pipeline.signIn();

        await().until(() -> json("/api/progress").at("/running/0/pages").asInt() == 1);
        JsonNode run = json("/api/progress").at("/running/0");
        assertThat(run.path("account_id").asText()).isEqualTo(pipeline.demo().accountId());
        assertThat(run.path("endpoint").asText()).isEqualTo("saved-tracks");
        assertThat(run.path("started_at").asText()).isEqualTo("2026-11-22T12:00:00Z");
        assertThat(run.path("records").asInt()).isEqualTo(50);
        assertThat(run.path("expected").asInt()).isEqualTo(pipeline.demo().savedTracks().uris().size());
        pipeline.awaitRuns(1);
        await().until(() -> json("/api/progress").path("running").isEmpty());
    }

    @DatabaseTest
    void theTroubleIsListed(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        assertThat(json("/api/trouble")).isEqualTo(parse("{\"gaps\": [], \"dead_letters\": [], \"limits\": [],"
                + " \"accounts\": [], \"needs\": [], \"files\": []}"));

        Instant noon = pipeline.clock.instant();
        database.database().getCollection("gaps").insertMany(
                List.of(gap("ann", noon, null), gap("bob", noon, Date.from(noon))));
        for (int i = 0; i < 3; i++) {
            database.database().getCollection("dead_letters").insertOne(new Document("_id", "ann:e:" + i)
                    .append("account_id", "ann").append("endpoint", "saved-tracks")
                    .append("reason", i < 2 ? "$cannot <b>" : "other").append("retriable", i == 0)
                    .append("first_at", Date.from(noon.plusSeconds(i)))
                    .append("last_at", Date.from(noon.plusSeconds(10 + i))));
        }
        database.database().getCollection("accounts").insertOne(new Document(pipeline.account()).append("_id", "ann")
                .append("status", "needs_sign_in").append("reason", "Sign in again at /login."));
        pipeline.addEndpoint("broken", "nonsense: [");
        await().atMost(Duration.ofMinutes(2)).until(() -> !json("/api/trouble").path("files").isEmpty());

        JsonNode trouble = json("/api/trouble");
        assertThat(trouble.path("gaps")).isEqualTo(parse("""
                [{"account_id":"ann","endpoint":"recently-played","from":"2026-11-22T11:00:00Z",
                "to":"2026-11-22T12:00:00Z","found_at":"2026-11-22T12:00:00Z"}]"""));
        assertThat(trouble.path("dead_letters")).isEqualTo(parse("""
                [{"endpoint":"saved-tracks","account_id":"ann","reason":"$cannot <b>","count":2,
                "first_at":"2026-11-22T12:00:00Z","last_at":"2026-11-22T12:00:11Z","retriable":true,
                "example_id":"ann:e:1"},
                {"endpoint":"saved-tracks","account_id":"ann","reason":"other","count":1,
                "first_at":"2026-11-22T12:00:02Z",
                "last_at":"2026-11-22T12:00:12Z","retriable":false,"example_id":"ann:e:2"}]"""));
        assertThat(trouble.path("accounts")).isEqualTo(parse("""
                [{"id":"ann","display_name":"Demo Listener","status":"needs_sign_in",
                "reason":"Sign in again at /login."}]"""));
        assertThat(trouble.at("/needs/0/subject").asText()).isEqualTo("account");
        assertThat(trouble.at("/needs/0/account_id").asText()).isEqualTo("ann");
        assertThat(trouble.at("/needs/0/sign_in_url").asText()).endsWith("/login");
        assertThat(trouble.at("/files/0/file").asText()).isEqualTo("endpoints/broken.camel.yaml");
        assertThat(trouble.at("/files/0/message").asText()).isNotEmpty();

        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").status(429).header("Retry-After", "7200"));
        pipeline.sync("recently-played");
        assertThat(json("/api/trouble").at("/limits/0/bucket").asText()).isEqualTo("/me/player/recently-played");
        assertThat(json("/api/trouble").at("/limits/0/blocked_until").asText()).isEqualTo("2026-11-22T14:00:00Z");
    }

    private static Document gap(String account, Instant noon, Date closed) {
        return new Document("_id", account + ":recently-played:1").append("account_id", account)
                .append("endpoint", "recently-played").append("from", Date.from(noon.minusSeconds(3600)))
                .append("to", Date.from(noon)).append("noticed_at", Date.from(noon)).append("closed_at", closed);
    }

    @DatabaseTest(real = false)
    void withoutMongoDbTheyFailInWordsButProgressDoesNot(TestDatabase another, @TempDir Path folder)
            throws IOException {
        EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
        pipeline = TestPipeline.start(another, "MONGODB_URI",
                server.connectionString() + "?serverSelectionTimeoutMS=300");
        server.close();

        for (String path : List.of("/api/music", "/api/music/times-played", "/api/music/newest-plays.csv",
                "/api/music/left-library.csv", "/api/trouble")) {
            refused(path, 503, "MongoDB does not answer");
        }
        assertThat(json("/api/progress").path("running")).isEmpty();
    }
}
