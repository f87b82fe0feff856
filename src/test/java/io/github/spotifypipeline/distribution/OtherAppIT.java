package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.io.TempDir;

/** examples/other-app, built by its own pom and run as its README says, beside the pipeline in which people sign in. */
class OtherAppIT {

    private final ExampleProject example = new ExampleProject("other-app");

    @TempDir
    private Path folder;

    @DatabaseTest(real = false)
    void isBuiltFromItsOwnPomAndWritesTheAlbumsOfWhoSignedInElsewhereToFiles(TestDatabase database) throws Exception {
        build();
        try (TestPipeline pipeline = TestPipeline.start(database, List.of("saved-albums"), options -> options)) {
            // the other process has the system's clock
            pipeline.clock.advance(Duration.between(pipeline.clock.instant(), Instant.now()));
            pipeline.signIn();
            Process application = run(Map.of(
                    "SPOTIFY_ACCOUNTS_URL", pipeline.sandbox.accountsUrl().toString(),
                    "SPOTIFY_API_URL", pipeline.sandbox.apiUrl().toString(),
                    "SPOTIFY_MONGODB_URI", database.uri(),
                    "SPOTIFY_MONGODB_DATABASE", database.databaseName(),
                    "SPOTIFY_TOKEN_KEY", pipeline.tokenKey()),
                    "java", "-jar", example.file("target/other-app.jar").toString());
            try {
                Document run = awaitRun(pipeline, application);
                application.destroy();

                assertThat(application.waitFor(2, TimeUnit.MINUTES)).isTrue();
                assertThat(run.getString("outcome")).isEqualTo("succeeded");
                assertThat(albums()).hasSize(run.getInteger("read")).isNotEmpty();
                assertThat(Files.readString(albums().get(0))).contains("\"name\":").doesNotContain("\"raw\"");
                assertThat(output()).isNotEmpty()
                        .allMatch(line -> line.startsWith("other-app INFO"), "is the application's");
                assertThat(String.join("\n", output())).contains("Spotify endpoints: other-app-albums",
                        "sync succeeded");
                assertThat(folder).isDirectoryNotContaining(file -> !List.of("albums", "output").contains(
                        file.getFileName().toString()));
            } finally {
                application.destroyForcibly();
            }
        }
    }

    private void build() throws IOException, InterruptedException {
        example.build("package");
        try (Stream<Path> jars = Files.list(example.file("target/lib"))) {
            assertThat(jars.map(jar -> jar.getFileName().toString())).isNotEmpty()
                    .noneMatch(jar -> jar.matches("(echarts|undertow-|picocli|log4j-layout|camel-undertow).*"));
        }
    }

    private Process run(Map<String, String> environment, String... command) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(folder.resolve("output").toFile());
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("JAVA_HOME", System.getProperty("java.home"));
        variables.put("PATH", System.getProperty("java.home") + "/bin:" + System.getenv("PATH"));
        builder.environment().putAll(variables);
        return builder.start();
    }

    private Document awaitRun(TestPipeline pipeline, Process application) {
        await().atMost(Duration.ofMinutes(1)).until(() -> !application.isAlive()
                || !pipeline.runs("other-app-albums").isEmpty());
        assertThat(pipeline.runs("other-app-albums")).describedAs(() -> String.join("\n", output())).hasSize(1);
        return pipeline.runs("other-app-albums").get(0);
    }

    private List<Path> albums() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("albums"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    private List<String> output() {
        try {
            return Files.readAllLines(folder.resolve("output"));
        } catch (IOException e) {
            return List.of(e.toString());
        }
    }
}
