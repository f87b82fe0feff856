package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** {@code try} in this process, beside a pipeline that runs on the same database. */
class TryCommandTest {

    @TempDir
    Path folder;

    private TestPipeline pipeline;
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @AfterEach
    void stop() {
        System.clearProperty("spotify-pipeline.home");
        pipeline.close();
    }

    private void start(TestDatabase database, String... endpoints) {
        System.setProperty("spotify-pipeline.home", folder.toString());
        pipeline = TestPipeline.start(database, List.of(endpoints), options -> options);
        pipeline.demo().emptyLibrary().topTracks("long_term", List.of(MadeUpMusic.track("Top", "Artist")));
        for (String name : List.of("One", "Two", "Three")) {
            pipeline.demo().savedShows().add(MadeUpMusic.show(name), pipeline.clock.instant());
        }
    }

    /** Tries a file. @param parameters of its one endpoint, as they stand below {@code parameters} */
    private int tried(String parameters, String... options) throws IOException {
        return triedWithSteps("", parameters, options);
    }

    /** The same, with steps before the sink. */
    private int triedWithSteps(String steps, String parameters, String... options) throws IOException {
        Path file = folder.resolve("mine.camel.yaml");
        Files.writeString(file, """
                - route:
                    id: mine
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                %s
                      steps:
                %s
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(parameters.indent(8).stripTrailing(), steps.indent(8).stripTrailing()));
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] line = new String[options.length + 2];
        line[0] = "try";
        line[1] = file.toString();
        System.arraycopy(options, 0, line, 2, options.length);
        return RootCommand.commandLine(pipeline.clock, Map.of(
                "SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", pipeline.sandbox.accountsUrl().toString(),
                "SPOTIFY_API_URL", pipeline.sandbox.apiUrl().toString(),
                "MONGODB_URI", pipeline.database.uri(),
                "MONGODB_DATABASE", pipeline.database.databaseName(),
                "TOKEN_KEY", pipeline.tokenKey(),
                "ROUTES_DIR", Path.of("routes").toAbsolutePath().toString(),
                "HTTP_PORT", String.valueOf(FreePort.find())))
                .setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(line);
    }

    private void says(int exitCode, int found, String... words) {
        assertThat(found).as(out + "\n" + err).isEqualTo(exitCode);
        assertThat(out + "\n" + err).contains(words).doesNotContain("\tat ");
    }

    @DatabaseTest(real = false)
    void aFileIsTriedOnOneAnswerAndNothingIsStored(TestDatabase database) throws IOException {
        start(database, "saved-shows", "top-tracks");
        says(1, tried("path: /me/shows"), "Nobody is signed in: run spotify-pipeline and sign in first.");
        pipeline.signIn();
        pipeline.awaitRun("saved-shows", 1);
        pipeline.awaitRun("top-tracks", 1);
        String before = pipeline.databaseAsText(collection -> !collection.equals("limits"));
        int calls = pipeline.sandbox.requests().size();

        says(0, triedWithSteps("""
                - setBody:
                    expression:
                      jq:
                        expression: map(.name = "a step has run")
                """, "path: /me/shows", "--items", "2"), "mine: scopes user-library-read",
                "/me/shows?limit=2 of account " + pipeline.demo().accountId() + ", 2 items, for the collection mine",
                "item 2 of 2: record",
                "\"_id\": \"" + pipeline.demo().accountId() + ":spotify:show:", "\"name\": \"Three\"",
                "\"name\": \"Two\"", "mine: nothing was stored, and no step of the route has run");
        assertThat(out.toString()).doesNotContain("item 3", "\"raw\"", "a step has run\"");
        assertThat(pipeline.sandbox.requests()).hasSize(calls + 1);

        says(1, tried("""
                path: /me/shows
                transform: |
                  # each in its own way
                  if position == 0 then {name: .show.name, a: {b: (.show.name | floor)}}
                  elif position == 1 then {a: 1}, {a: 2}
                  else empty
                  end
                """), "item 1 of 3: dead letter: a.b: floor input must be number, not string (key spotify:show:",
                "item 2 of 3: dead letter: the transform gives 2 results, and a record is one",
                "item 3 of 3: left out: the transform gives nothing");
        says(1, tried("path: /me/shows\nkey: .nothing"), "item 1 of 3: dead letter: it has no natural key");
        says(0, tried("path: /me/shows\ntransform: select(.show.name == \"nobody\")"), "item 3 of 3: left out");

        says(0, tried("""
                path: /me/top/tracks?time_range={partition}
                partitions: long_term short_term
                mode: snapshot
                transform: "{name, rank: (position + 1), term: partition}"
                """, "--items", "1"), "/me/top/tracks?time_range=long_term&limit=1", "\"term\": \"long_term\"",
                "\"day\": \"2026-11-22\"");
        says(0, tried("path: /shows/{id}/episodes\nparent: saved-shows\nscope: user-library-read"),
                "/shows/", "/episodes?limit=5 of account");
        says(1, tried("path: /shows/{isbn}/episodes\nparent: saved-shows\nscope: user-library-read"),
                "no record of saved-shows is stored that has what the path needs");

        calls = pipeline.sandbox.requests().size();
        says(1, tried("path: /me/shows\ntransform: |\n  {name: .show.name,\n   x: (.show.name | uppercase)}"),
                "mine.camel.yaml:9: the endpoint cannot work - transform: there is no jq function uppercase/0 here",
                "The file cannot work as it is.");
        says(1, tried("path: /me/following?type=artist\nitems: artists.items"),
                "mine: scopes user-follow-read; account "
                + pipeline.demo().accountId() + " has not granted user-follow-read",
                "sign in again, which asks for them");
        says(1, tried("path: /me/shows", "--account", "nobody"), "There is no account nobody; there is "
                + pipeline.demo().accountId());
        says(2, tried("path: /me/shows", "--items", "51"), "--items is a number from 1 to 50.");
        assertThat(pipeline.sandbox.requests()).as("nothing is asked where nothing can be shown").hasSize(calls);
        says(1, tried("path: /me/albumz\nscope: user-library-read"), "mine: Spotify");

        assertThat(pipeline.databaseAsText(collection -> !collection.equals("limits"))).isEqualTo(before);
    }
}
