package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as the README runs it, beside the pipeline on its sandbox, in which the sandbox's listener signs in. */
class SpringBootPlaysIT {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void stop() throws InterruptedException {
        for (Process process : processes) {
            process.destroyForcibly().waitFor();
        }
    }

    @Test
    void storesThePlaysOfWhoSignedInInThePipelineAndRunsUntilItIsStopped() throws Exception {
        String mongodb = freePort();
        String sandbox = freePort();
        Path data = folder.resolve("data");
        start("pipeline", Map.of("DATA_DIR", data.toString(), "HTTP_PORT", freePort(),
                "MONGODB_EMBEDDED_PORT", mongodb, "SANDBOX_PORT", sandbox, "SANDBOX_YEARS", "0"),
                System.getProperty("pipeline") + "/bin/spotify-pipeline", "--sandbox");
        awaitLine("pipeline", "signed in");

        Process application = start("application", Map.of(
                "SPOTIFY_MONGODB_URI", "mongodb://127.0.0.1:" + mongodb,
                "SPOTIFY_MONGODB_DATABASE", "spotify",
                "SPOTIFY_ACCOUNTS_URL", "http://127.0.0.1:" + sandbox,
                "SPOTIFY_API_URL", "http://127.0.0.1:" + sandbox + "/v1",
                "SPOTIFY_TOKEN_KEY", Files.readString(data.resolve("token.key")).strip()),
                System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-jar",
                System.getProperty("application"));
        awaitLine("application", "endpoint=spring-boot-plays");

        try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + mongodb)) {
            MongoCollection<Document> plays = client.getDatabase("spotify").getCollection("spring_boot_plays");
            assertThat(plays.countDocuments()).isPositive();
            assertThat(plays.find().first()).containsKeys("played_at", "song", "artist");
        }
        assertThat(said("application")).describedAs("makes no client of its own for a MongoDB")
                .doesNotContain("localhost:27017");
        assertThat(application.isAlive()).isTrue();
        application.destroy();
        assertThat(application.waitFor(1, TimeUnit.MINUTES)).isTrue();
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return String.valueOf(socket.getLocalPort());
        }
    }

    private Process start(String name, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve(name).toFile());
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }

    private void awaitLine(String name, String text) throws IOException {
        Process process = processes.get(processes.size() - 1);
        await().atMost(LONGEST).until(() -> said(name).contains(text) || !process.isAlive());
        assertThat(said(name)).contains(text);
    }

    private String said(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }
}
