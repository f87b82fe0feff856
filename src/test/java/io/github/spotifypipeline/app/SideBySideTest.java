package io.github.spotifypipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.impl.SchedulerRepository;

/** Integrations of different people in one JVM: two pipelines, and beside each an application with its Kamelets. */
class SideBySideTest {

    @TempDir
    private Path folder;

    /** A pipeline with its own database, Spotify and account, and an application that shares these. */
    private final class Side implements AutoCloseable {

        private final String name;
        private final TestDatabase database = TestDatabase.embedded();
        private final TestPipeline pipeline =
                TestPipeline.start(database, List.of("recently-played", "saved-albums"), options -> options);
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final Main application = new Main();
        private boolean closed;

        Side(String name) {
            this.name = name;
            if (!name.equals("demo")) {
                pipeline.sandbox.addAccount(name, "Other Listener").generatePlays(false);
            }
            DemoSignIn.signIn(pipeline.page(), name);
        }

        /** Starts the application, whose context has the same name on both sides. */
        void startApplication() throws Exception {
            Properties settings = new Properties();
            settings.putAll(Map.of(
                    "albums.dir", folder.resolve(name).toString(),
                    "spotify.client-id", "sandbox-client",
                    "spotify.accounts-url", pipeline.sandbox.accountsUrl().toString(),
                    "spotify.api-url", pipeline.sandbox.apiUrl().toString(),
                    "spotify.mongodb.uri", database.uri(),
                    "spotify.mongodb.database", database.databaseName(),
                    "spotify.token.key", pipeline.tokenKey(),
                    "spotify.sync.tick", "100"));
            application.configure().setName("other-app");
            application.setDefaultPropertyPlaceholderLocation("false");
            application.setOverrideProperties(settings);
            application.bind("spotifyClock", (Clock) pipeline.clock);
            application.bind("meters", meters);
            application.configure().withRoutesIncludePattern(
                    "file:examples/other-app/src/main/resources/camel/other-app-albums.camel.yaml");
            application.start();
        }

        String account() {
            return pipeline.sandbox.account(name).accountId();
        }

        /** The accounts whose albums the application has written. */
        List<String> written() throws IOException {
            try (Stream<Path> accounts = Files.list(folder.resolve(name))) {
                return accounts.map(account -> account.getFileName().toString()).toList();
            }
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                application.stop();
                pipeline.close();
                database.close();
            }
        }
    }

    @Test
    void eachHasItsOwnAccountsRecordsMetersAndScheduleAndOutlivesTheOther() throws Exception {
        try (Side mine = new Side("demo"); Side yours = new Side("other")) {
            for (Side side : List.of(mine, yours)) {
                side.startApplication();
            }
            for (Side side : List.of(mine, yours)) {
                side.pipeline.awaitRun("saved-albums", 1);
                assertThat(side.pipeline.awaitRun("other-app-albums", 1).getString("outcome")).isEqualTo("succeeded");
                assertThat(side.written()).containsExactly(side.account());
                assertThat(side.meters.get("spotify.syncs").counter().count()).isEqualTo(1);
                assertThat(side.pipeline.documents("accounts")).singleElement()
                        .returns(side.account(), account -> account.getString("_id"));
                assertThat(side.pipeline.databaseAsText(name -> true))
                        .doesNotContain((side == mine ? yours : mine).account());
                assertThat(side.pipeline.get("/metrics").body()).contains("endpoint=\"saved-albums\"")
                        .doesNotContain((side == mine ? yours : mine).account());
            }
            assertThat(SchedulerRepository.getInstance().lookupAll()).hasSize(4);

            mine.close();
            assertThat(SchedulerRepository.getInstance().lookupAll()).hasSize(2);
            assertThat(yours.pipeline.sync("saved-albums").getString("outcome")).isEqualTo("succeeded");
            yours.pipeline.clock.advance(Duration.ofHours(7));
            await().until(() -> yours.pipeline.runs("other-app-albums").size() == 2);
        }
        assertThat(SchedulerRepository.getInstance().lookupAll()).isEmpty();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("spotify-endpoints-of-"));
    }
}
