package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Whose an export is, and what happens with one that may be somebody else's. */
class ImportOwnerFlowTest {

    private static final String NAME = "name=endsong_0.json";

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private Path export(String... userNames) throws IOException {
        StringBuilder rows = new StringBuilder();
        for (String userName : userNames) {
            rows.append(rows.isEmpty() ? "[" : ",").append("{\"ts\":\"2010-01-01T10:0").append(rows.length() % 10)
                    .append(":00Z\",\"ms_played\":200000,\"spotify_track_uri\":\"spotify:track:a\",\"username\":\"")
                    .append(userName).append("\"}");
        }
        return Files.writeString(folder.resolve("endsong_0.json"), rows + "]");
    }

    private void assertRefused(String query, int status, String words) throws IOException {
        HttpResponse<String> answer = pipeline.postExport(export("someone"), query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(words);
        assertThat(pipeline.documents("imports")).isEmpty();
    }

    private void assertRefusedWhenRead(Path file, String query, String words) {
        Document done = pipeline.importExport(file, query);
        assertThat(done).containsEntry("status", "refused");
        assertThat(done.getString("error")).contains(words);
        assertThat(pipeline.documents("plays")).isEmpty();
        assertThat(pipeline.documents("other_streams")).isEmpty();
        assertThat(pipeline.documents("dead_letters")).isEmpty();
    }

    @DatabaseTest(real = false)
    void whoNeverSignedInGivesANameThatNoUserNameContradicts(TestDatabase database) throws Exception {
        pipeline = TestPipeline.start(database);

        assertThat(pipeline.importExport(export("stranger"), "?account=anna&" + NAME))
                .containsEntry("status", "succeeded").containsEntry("new", 1L).containsEntry("account_id", "anna");
        assertThat(pipeline.postExport(export("stranger"), "?account=an%0Ana&" + NAME).statusCode()).isEqualTo(422);
        assertThat(pipeline.postExport(export("stranger"), "?account=anna:2&" + NAME).body()).contains("no colon");
        Document two = pipeline.importExport(export("stranger", "foreigner"), "?account=anna&" + NAME);
        assertThat(two).containsEntry("status", "refused");

        JsonNode shown = new ObjectMapper().readTree(pipeline.get("/api/imports").body()).get("imports");
        assertThat(shown.valueStream().map(one -> one.get("status").textValue()).toList())
                .containsExactlyInAnyOrder("succeeded", "refused");
        shown.forEach(one -> assertThat(one.propertyStream().map(Map.Entry::getKey).toList()).contains("id",
                "account_id", "status", "started_at", "finished_at", "files", "read", "new", "known", "merged",
                "moved", "duplicate", "short", "episode", "chapter", "empty", "dead", "private_left_out", "pairs",
                "span", "gaps_closed", "error"));
    }

    @DatabaseTest(real = false)
    void itIsSaidWhoseItIsOrItIsRefused(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database, List.of("recently-played", "profile"), options -> options);
        pipeline.sandbox.addAccount("second", "Second Listener").generatePlays(false);
        assertRefused("?" + NAME, 422, "Nobody has signed in. Say under which name to keep the history");
        pipeline.signInAndSync();
        assertRefused("?account=nobody&" + NAME, 404, "No account nobody has signed in");
        DemoSignIn.signIn(pipeline.page(), "second");
        pipeline.awaitRuns(4);
        String first = pipeline.demo().accountId();
        String second = pipeline.sandbox.account("second").accountId();
        assertRefused("?" + NAME, 422, "Several accounts have signed in. Say whose export it is");
        assertRefused("?account=nobody&" + NAME, 404, second);
        assertRefused("?account=&" + NAME, 404, "No account  has signed in");

        try (LogLines log = LogLines.listen()) {
            assertRefusedWhenRead(export("stranger"), "?account=" + first + "&" + NAME,
                    "This is the export of another Spotify user than " + first);
            assertRefusedWhenRead(export("stranger", "foreigner"), "?anyway=true&account=" + first + "&" + NAME,
                    "These are the exports of 2 people");
            assertThat(log.lines()).noneMatch(line -> line.contains("stranger"));
            assertThat(pipeline.databaseAsText()).doesNotContain("stranger");
        }

        assertThat(pipeline.importExport(export(first.toUpperCase(Locale.ROOT)), "?account=" + first + "&" + NAME))
                .containsEntry("new", 1L).containsEntry("account_id", first);
        String userName = pipeline.documents("profiles").stream().filter(one -> first.equals(one.get("account_id")))
                .findFirst().orElseThrow().getEmbedded(List.of("raw", "id"), String.class);
        assertThat(userName).isNotEqualTo(first);
        String escaped = "%" + Integer.toHexString(userName.charAt(0)) + userName.substring(1).toUpperCase(Locale.ROOT);
        assertThat(pipeline.importExport(export(escaped), "?account=" + first + "&" + NAME))
                .containsEntry("status", "succeeded").containsEntry("known", 1L);
        assertThat(pipeline.importExport(export("stranger"), "?anyway=true&account=" + second + "&" + NAME))
                .containsEntry("new", 1L).containsEntry("account_id", second);
        assertThat(pipeline.importExport(export("stranger"), "?anyway=true&account=grandmother&" + NAME))
                .containsEntry("new", 1L).containsEntry("account_id", "grandmother");
        assertThat(pipeline.documents("plays")).extracting(play -> play.get("account_id"))
                .containsExactlyInAnyOrderElementsOf(List.of(first, second, "grandmother"));
    }
}
