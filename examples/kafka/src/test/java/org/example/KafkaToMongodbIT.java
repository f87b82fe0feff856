package org.example;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pipeline, a broker and the consumer as the README runs them; the first two are killed midway. */
class KafkaToMongodbIT {

    private static final Duration LONGEST = Duration.ofMinutes(3);

    /** So many messages are there when all is killed. */
    private static final int MIDWAY = 100;

    /** The library, too, for there are but 50 plays; to the same topic. */
    private static final String SAVED = """
            - route:
                id: saved-to-kafka
                from:
                  uri: kamelet:spotify-source?path=/me/tracks&limit=20
                  steps:
                    - kamelet:
                        name: spotify-records-action?form=messages&key=kafka.KEY
                        steps:
                          - to: kafka:plays
                    - to: kamelet:spotify-mongodb-sink
            """;

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
    void nothingIsLostWhereBrokerAndPipelineAreKilledMidway() throws Exception {
        int mongodb = freePort();
        try (KafkaBroker broker = new KafkaBroker(folder.resolve("kafka"), freePort(), freePort())) {
            broker.start();
            Path home = pipeline(broker.address());
            Map<String, String> settings = Map.of("DATA_DIR", folder.resolve("data").toString(),
                    "HTTP_PORT", String.valueOf(freePort()), "MONGODB_EMBEDDED_PORT", String.valueOf(mongodb),
                    "SANDBOX_PORT", String.valueOf(freePort()), "SANDBOX_YEARS", "0");
            Process first = start("pipeline", settings, home + "/bin/spotify-pipeline", "--sandbox");
            await().atMost(LONGEST).pollInterval(Duration.ofMillis(50))
                    .until(() -> broker.messages("plays") >= MIDWAY || !first.isAlive());
            first.destroyForcibly().waitFor();
            long atKill = broker.messages("plays");
            broker.kill();

            broker.start();
            start("pipeline", settings, home + "/bin/spotify-pipeline", "--sandbox");
            start("consumer", Map.of("KAFKA_BROKERS", broker.address(), "MONGODB_HOSTS", "127.0.0.1:" + mongodb),
                    System.getProperty("java.home") + "/bin/java", "-XX:TieredStopAtLevel=1", "-jar",
                    Path.of("target/kafka-to-mongodb.jar").toAbsolutePath().toString());
            try (MongoClient client = MongoClients.create("mongodb://127.0.0.1:" + mongodb)) {
                MongoDatabase own = client.getDatabase("spotify");
                await().atMost(LONGEST).ignoreExceptions().until(() -> succeeded(own).containsAll(
                        Set.of("plays-to-kafka", "saved-to-kafka")));
                Set<String> stored = ids(own, "plays_to_kafka");
                assertThat(stored).as("plays").isNotEmpty();
                stored.addAll(ids(own, "saved_to_kafka"));
                MongoDatabase other = client.getDatabase("other");
                await().atMost(LONGEST).ignoreExceptions().until(() -> ids(other, "plays").containsAll(stored));

                assertThat(atKill).as("killed midway").isBetween((long) MIDWAY, stored.size() - 1L);
                long messages = broker.messages("plays");
                System.out.println(stored.size() + " records, " + atKill + " messages when broker and pipeline were"
                        + " killed; " + messages + " messages in the end: " + (messages - stored.size())
                        + " repeats, 0 lost");
                assertThat(ids(other, "plays")).isEqualTo(stored);
                assertThat(messages - stored.size()).as("repeats: of the pages under way").isBetween(0L, 200L);
                assertThat(other.getCollection("plays").find(new Document("song", new Document("$exists", true)))
                        .first()).containsKeys("played_at", "artist", "raw");
            }
        }
    }

    /** The packaged program with the jars and the endpoints of this example. */
    private Path pipeline(String brokers) throws IOException {
        Path from = Path.of(System.getProperty("pipeline"));
        Path home = folder.resolve("pipeline");
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(one -> !from.relativize(one).startsWith("data")).toList()) {
                Path to = home.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(to);
                } else if (!file.toString().endsWith("classes.jsa")) {
                    Files.copy(file, to, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        try (Stream<Path> jars = Files.list(Path.of("target/for-the-pipeline"))) {
            for (Path jar : jars.toList()) {
                Files.copy(jar, home.resolve("lib").resolve(jar.getFileName()));
            }
        }
        Path endpoints = home.resolve("routes/endpoints");
        try (Stream<Path> shipped = Files.list(endpoints)) {
            for (Path file : shipped.toList()) {
                Files.delete(file);
            }
        }
        Files.copy(Path.of("routes/plays-to-kafka.camel.yaml"), endpoints.resolve("plays-to-kafka.camel.yaml"));
        Files.writeString(endpoints.resolve("saved-to-kafka.camel.yaml"), SAVED);
        Files.writeString(home.resolve("application.properties"), "\ncamel.component.kafka.brokers = " + brokers + "\n",
                StandardOpenOption.APPEND);
        return home;
    }

    private static Set<String> succeeded(MongoDatabase database) {
        return database.getCollection("runs").distinct("endpoint", new Document("outcome", "succeeded"), String.class)
                .into(new TreeSet<>());
    }

    private static Set<String> ids(MongoDatabase database, String collection) {
        Set<String> ids = new TreeSet<>();
        database.getCollection(collection).find().projection(new Document("_id", 1))
                .forEach(document -> ids.add(document.getString("_id")));
        return ids;
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private Process start(String name, Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve(name + ".txt").toFile()));
        builder.environment().putAll(environment);
        Process process = builder.start();
        processes.add(process);
        return process;
    }
}
