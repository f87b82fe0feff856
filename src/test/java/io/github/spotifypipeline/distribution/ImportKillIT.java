package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wherever the program is killed or stopped in an import, the next one ends in the documents of one that nobody
 * disturbed. {@code -Dkills=20 -Drows=20000} interrupts larger ones, and more often.
 */
class ImportKillIT {

    private static final int ROWS = Integer.getInteger("rows", 3_000);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KILLS = Integer.getInteger("kills", 5);
    private static final List<String> DATA = List.of("plays", "other_streams", "tracks", "dead_letters", "gaps");

    @TempDir
    Path folder;

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults());
    private final HttpClient http = HttpClient.newHttpClient();
    private final MadeUpListener listener = MadeUpListener.of(14, World.HARSH, ROWS);
    private Path zip;

    /** Connection strings; empty for the embedded database. */
    static Stream<String> databases() {
        return KillIT.databases();
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** When it is interrupted, and how: by SIGKILL or by SIGTERM. */
    private enum Phase { UPLOAD, READING, WRITING, END, STOP }

    private static final List<Phase> WRITES = List.of(Phase.WRITING, Phase.END, Phase.STOP);

    @ParameterizedTest
    @MethodSource("databases")
    void interruptedAnywhereAnImportEndsInTheSameDocuments(String mongodb) throws IOException {
        System.out.println("ImportKillIT: -Dseed=" + seed);
        zip = ExportZip.of(folder.resolve("my_spotify_data.zip"), listener);
        try (Installation calm = new Installation(folder.resolve("calm"), mongodb, sandbox);
                Installation killed = new Installation(folder.resolve("killed"), mongodb, sandbox)) {
            begin(calm);
            post(calm, BodyPublishers.ofFile(zip));
            Document undisturbed = finish(calm);
            assertThat(undisturbed.getLong("merged")).isGreaterThan(ROWS / 2L);
            begin(killed);
            // an upload and a first reading write nothing into the database
            List<Phase> phases = mongodb.isEmpty() ? List.of(Phase.values()) : WRITES;
            for (int i = 0; i < KILLS * phases.size() / Phase.values().length; i++) {
                interrupt(killed, phases.get(i % phases.size()));
                killed.start();
            }
            if (!isRunning(killed)) {
                post(killed, BodyPublishers.ofFile(zip));
            }
            finish(killed);
            requireSame(killed, calm);
            retransform(killed);
            requireNoFiles(killed.data());
            assertThat(killed.program().stop()).isZero();
            assertThat(killed.program().output()).doesNotContain("ERROR", "Exception");
            assertThat(sandbox.requests()).isEmpty();
        }
    }

    @Test
    void whatDoesNotFitOnTheDiskIsRefusedAndLeavesNothing() throws IOException {
        Path script = Files.writeString(folder.resolve("small-disk"), "#!/bin/bash\nulimit -f 12000\nexec "
                + PackagedProgram.HOME.resolve("bin/spotify-pipeline") + "\n");
        assertThat(script.toFile().setExecutable(true)).isTrue();
        Path data = folder.resolve("data");
        try (PackagedProgram program = PackagedProgram.start(script, folder, data, Map.of())) {
            URI imports = URI.create(program.awaitLine("Ready: (http://\\S+)") + "api/imports?account=me");
            byte[] large = new byte[13_000_000];
            random.nextBytes(large);

            HttpResponse<String> answer = send(HttpRequest.newBuilder(imports).POST(BodyPublishers.ofByteArray(large)));

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(507);
            assertThat(answer.body()).contains("The upload cannot be stored in the data folder");
            requireNoFiles(data);
            zip = ExportZip.of(folder.resolve("small.zip"), MadeUpListener.of(15, World.MILD, 100));
            assertThat(send(HttpRequest.newBuilder(imports).POST(BodyPublishers.ofFile(zip))).statusCode())
                    .isEqualTo(202);
            await().atMost(Duration.ofMinutes(1)).until(() -> program.count("import succeeded account=me") == 1);
            assertThat(program.stop()).isZero();
        }
    }

    /** An account that has the plays of the API already, and a gap. */
    private void begin(Installation installation) {
        installation.start();
        installation.inDatabase(database -> {
            List<Document> plays = ListenerLife.documents("me", listener.plays());
            database.getCollection("plays").insertMany(plays);
            database.getCollection("gaps").insertOne(new Document("_id", "me:recently-played:1")
                    .append("account_id", "me").append("endpoint", "recently-played")
                    .append("from", plays.get(500).getDate("played_at")).append("to", plays.get(600)
                            .getDate("played_at")).append("closed_at", null));
            return null;
        });
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws IOException {
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void post(Installation installation, BodyPublisher body) throws IOException {
        HttpResponse<String> answer = send(HttpRequest.newBuilder(installation.page()
                .resolve("api/imports?account=me")).POST(body));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static boolean isRunning(Installation installation) {
        return installation.inDatabase(database -> database.getCollection("imports")
                .find(new Document("status", "running")).first()) != null;
    }

    /** How many rows were read, in both readings together; all of them of an import that has ended. */
    private long rowsDone(Installation installation) throws IOException {
        JsonNode newest = JSON.readTree(send(HttpRequest.newBuilder(installation.page().resolve("api/imports"))).body())
                .path("imports").path(0);
        return newest.path("status").asText().equals("running") ? newest.path("rows_done").asLong() : 2 * ROWS;
    }

    private void interrupt(Installation installation, Phase phase) throws IOException {
        if (!isRunning(installation)) {
            if (phase == Phase.UPLOAD) {
                killWhileUploading(installation);
                return;
            }
            post(installation, BodyPublishers.ofFile(zip));
        }
        long wanted = switch (phase) {
            case UPLOAD, READING -> random.nextInt(ROWS / 2);
            case WRITING, STOP -> ROWS + random.nextInt(ROWS);
            case END -> 2 * ROWS - 1;
        };
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5)).atMost(Duration.ofMinutes(1))
                .until(() -> rowsDone(installation) >= wanted);
        pause(random.nextInt(phase == Phase.READING ? 300 : 60));
        if (phase == Phase.STOP) {
            Instant asked = Instant.now();
            assertThat(installation.program().stop()).isZero();
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(30));
            assertThat(installation.program().output()).doesNotContain("ERROR", "Exception");
        } else {
            installation.program().kill();
        }
        System.out.println("ImportKillIT: " + phase + " at " + wanted);
    }

    private static void pause(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void killWhileUploading(Installation installation) throws IOException {
        byte[] body = Files.readAllBytes(zip);
        int half = 1 + random.nextInt(body.length - 1);
        InputStream breaking = new ByteArrayInputStream(body) {
            @Override
            public int read(byte[] bytes, int offset, int length) {
                if (pos >= half && installation.program().isAlive()) {
                    installation.program().kill();
                }
                return super.read(bytes, offset, pos < half ? Math.min(length, half - pos) : length);
            }
        };
        try {
            post(installation, BodyPublishers.ofInputStream(() -> breaking));
        } catch (IOException e) {
            System.out.println("ImportKillIT: " + Phase.UPLOAD + " at byte " + half + " of " + body.length);
        }
    }

    private Document finish(Installation installation) {
        await().atMost(Duration.ofMinutes(2)).until(() -> !isRunning(installation));
        Document done = installation.inDatabase(database -> database.getCollection("imports").find()
                .sort(new Document("started_at", -1)).first());
        assertThat(done).as("seed %s", seed).containsEntry("status", "succeeded").containsEntry("read", (long) ROWS);
        return done;
    }

    /** What only an export knows is still there afterwards. */
    private void retransform(Installation installation) throws IOException {
        List<Document> before = installation.read().get("plays");
        HttpResponse<String> answer = send(HttpRequest.newBuilder(installation.page()
                .resolve("api/retransform?collection=plays")).POST(BodyPublishers.noBody()));
        assertThat(answer.body()).contains("\"failed\":0");
        assertThat(installation.read().get("plays")).hasSameSizeAs(before)
                .extracting(play -> play.get("stream")).containsExactlyElementsOf(before.stream().map(play ->
                        play.get("stream")).toList());
    }

    private void requireSame(Installation killed, Installation calm) {
        Map<String, List<Document>> found = killed.read();
        Map<String, List<Document>> wanted = calm.read();
        for (String collection : DATA) {
            assertThat(DocumentDifferences.of(found.getOrDefault(collection, List.of()),
                    wanted.getOrDefault(collection, List.of()))).as("%s, seed %s", collection, seed).isEmpty();
        }
    }

    private static void requireNoFiles(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data.resolve("imports"))) {
            assertThat(files).isEmpty();
        }
    }
}
