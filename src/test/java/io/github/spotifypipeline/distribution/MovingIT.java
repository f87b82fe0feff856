package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From the embedded database to a MongoDB and to another key: everything goes on where it was. */
class MovingIT {

    @TempDir
    Path folder;

    /** A MongoDB, or, where there is none, an embedded one that only this test has. */
    private EmbeddedMongo otherServer() {
        return System.getenv("MONGODB_TEST_URI") == null ? EmbeddedMongo.start(folder.resolve("other"), 0) : null;
    }

    /** What a sync stores, and how far it has come. */
    private static Map<String, List<Document>> stored(Map<String, List<Document>> all) {
        Map<String, List<Document>> stored = new HashMap<>(all);
        // what only a process knows, or one that runs counts
        List.of("claims", "runs", "limits", "accounts", "play_months", "chart_months").forEach(stored::remove);
        // an index alone is nothing that is stored
        stored.values().removeIf(List::isEmpty);
        return stored;
    }

    private static long calls(TestSandbox sandbox) {
        return sandbox.requests().stream().filter(request -> request.path().startsWith("/v1/")).count();
    }

    /**
     * Without collections that have an index alone, claims, which MongoDB deletes when they have run out, and what is
     * made of other documents.
     */
    private static Map<String, List<Document>> lasting(Map<String, List<Document>> all) {
        all.values().removeIf(List::isEmpty);
        List.of("claims", "play_months", "chart_months").forEach(all::remove);
        return all;
    }

    private void importAnExport(Installation installation) throws IOException {
        installation.run("import", ExportZip.of(folder.resolve("my_spotify_data.zip"),
                MadeUpListener.of(11, World.MILD, 500)).toString()).ended(0);
    }

    @Test
    void thePipelineGoesOnAtAnotherDatabaseWithAnotherKey() throws IOException {
        Path data = folder.resolve("data");
        try (EmbeddedMongo other = otherServer(); TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults())) {
            String uri = other == null ? System.getenv("MONGODB_TEST_URI") : other.connectionString();
            try (Installation before = new Installation(data, "", sandbox);
                    Installation after = new Installation(data, uri, sandbox)) {
                Instant begun = Instant.now();
                before.start();
                before.signIn("demo");
                before.awaitAll(1, begun);
                importAnExport(before);
                assertThat(before.program().stop()).isZero();
                sandbox.account("demo").generatePlays(false);
                Map<String, List<Document>> embedded = lasting(before.read());
                assertThat(embedded.get("plays")).isNotEmpty();
                assertThat(List.of("other_streams", "tracks", "imports", "unknown_tracks")).allSatisfy(collection ->
                        assertThat(embedded.get(collection)).as(collection).isNotEmpty());
                assertThat(before.run("export", "--collection", "other_streams").ended(0).out().lines())
                        .hasSameSizeAs(embedded.get("other_streams"));

                assertThat(before.run("copy-to", "--uri", uri, "--database", after.database()).ended(0).out())
                        .contains("copied, and found there").containsPattern("accounts +1\n");
                assertThat(lasting(after.read())).isEqualTo(embedded);
                assertThat(after.run("rotate-key").ended(0).out())
                        .isEqualTo("accounts encrypted with the new key: 1\n");
                assertThat(after.read().get("accounts")).isNotEqualTo(embedded.get("accounts"));

                long calls = calls(sandbox);
                after.start();
                await().during(Duration.ofSeconds(3)).atMost(Duration.ofMinutes(2))
                        .until(() -> calls(sandbox) == calls);
                assertThat(stored(after.read())).isEqualTo(stored(embedded));

                Instant again = Instant.now();
                after.syncAll();
                after.awaitAll(1, again);
                assertThat(after.program().output()).doesNotContain("ERROR", "WARN", "token key");
                assertThat(after.read().get("plays")).isEqualTo(embedded.get("plays"));
                assertThat(after.read().get("playlist_items")).isEqualTo(embedded.get("playlist_items"));
                assertThat(after.program().stop()).isZero();

                before.run("copy-to", "--uri", uri, "--database", after.database())
                        .refused(1, "The target was left alone: its ", "has synced later", "--overwrite");
            }
        }
    }
}
