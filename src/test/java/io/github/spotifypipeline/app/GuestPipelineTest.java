package io.github.spotifypipeline.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.MongoClient;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.direct.DirectComponent;
import org.apache.camel.component.http.HttpComponent;
import org.apache.camel.component.mongodb.MongoDbComponent;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.component.undertow.UndertowComponent;
import org.apache.camel.health.HealthCheckRegistry;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.main.Main;
import org.apache.camel.model.ModelCamelContext;
import org.apache.camel.spi.RoutePolicyFactory;
import org.apache.camel.support.PluginHelper;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.SchedulerRepository;

/** Another Camel application with this jar on its classpath, in one JVM with a pipeline. */
class GuestPipelineTest {

    private static final Path ROUTE =
            Path.of("examples/other-app/src/main/resources/camel/other-app-albums.camel.yaml");

    @TempDir
    private Path folder;

    @DatabaseTest(real = false)
    void readsInAnotherApplicationAndLeavesAloneWhatIsThatApplications(TestDatabase database) throws Exception {
        try (TestPipeline pipeline = TestPipeline.start(database, List.of("recently-played", "saved-albums"),
                options -> options)) {
            pipeline.signIn();
            pipeline.awaitRun("saved-albums", 1);
            MeterRegistry meters = new SimpleMeterRegistry();
            Main application = application(pipeline, database);
            application.bind("meters", meters);
            application.start();
            try {
                CamelContext camel = application.getCamelContext();
                Set<String> before = new HashSet<>(camel.getComponentNames());
                assertThat(camel.getRegistry().lookupByName("spotifySyncs")).isNull();
                assertThat(before).noneMatch(name -> name.startsWith("spotify"));

                Set<String> lookedUp = ConcurrentHashMap.newKeySet();
                camel.getPropertiesComponent().addPropertiesLookupListener(
                        (name, value, without, source) -> lookedUp.add(name));

                // a route that comes while the application runs
                PluginHelper.getRoutesLoader(camel).loadRoutes(
                        PluginHelper.getResourceLoader(camel).resolveResource("file:" + ROUTE));
                long albums = pipeline.documents("saved_albums").size();
                await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    // a route that comes later is noticed within ten seconds
                    pipeline.clock.advance(Duration.ofSeconds(11));
                    return files().size() == albums;
                });

                assertThat(Files.readString(files().get(0)))
                        .contains("\"account_id\":\"" + pipeline.demo().accountId());
                Document run = pipeline.awaitRun("other-app-albums", 1);
                assertThat(run.getString("outcome")).isEqualTo("succeeded");
                assertThat(pipeline.get("/api/status").body()).contains("saved-albums")
                        .doesNotContain("other-app-albums");
                assertThat(meters.get("spotify.syncs").counter().count()).isEqualTo(1);
                // what camel-main hears of, it prints
                assertThat(lookedUp).contains("albums.dir").doesNotContain("spotify.token.key", "spotify.mongodb.uri");
                hasItsOwn(camel, before);
                sharesNoName();
            } finally {
                application.stop();
            }

            assertThat(pipeline.sync("recently-played").getString("outcome")).isEqualTo("succeeded");
        }
    }

    private Main application(TestPipeline pipeline, TestDatabase database) {
        Properties settings = new Properties();
        settings.putAll(Map.of(
                "albums.dir", folder.toString(),
                "spotify.client-id", "sandbox-client",
                "spotify.accounts-url", pipeline.sandbox.accountsUrl().toString(),
                "spotify.api-url", pipeline.sandbox.apiUrl().toString(),
                "spotify.mongodb.uri", database.uri(),
                "spotify.mongodb.database", database.databaseName(),
                "spotify.token.key", pipeline.tokenKey(),
                "spotify.sync.tick", "100"));
        Main application = new Main();
        application.configure().setName("other-app");
        application.setDefaultPropertyPlaceholderLocation("false");
        application.setOverrideProperties(settings);
        application.bind("spotifyClock", (Clock) pipeline.clock);
        application.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:own").routeId("own").to("http://127.0.0.1:1/own");
            }
        });
        return application;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".json")).toList();
        }
    }

    private static void hasItsOwn(CamelContext camel, Set<String> before) {
        HttpComponent http = camel.getComponent("http", HttpComponent.class);
        assertThat(http.getHttpClientConfigurer()).isNull();
        assertThat(http.isAutomaticRetriesDisabled()).isFalse();
        assertThat(camel.getComponent("mongodb", MongoDbComponent.class).getMongoConnection()).isNull();
        assertThat(camel.getComponent("undertow").getClass()).isEqualTo(UndertowComponent.class);
        assertThat(camel.getRegistry().findByType(MongoClient.class)).isEmpty();
        assertThat(camel.getRegistry().findByType(RoutePolicyFactory.class)).isEmpty();
        assertThat(((ModelCamelContext) camel).getRouteConfigurationDefinitions()).isEmpty();
        assertThat(HealthCheckRegistry.get(camel).getCheckIDs())
                .allMatch(id -> id.matches("context|(route|consumer):.*"));
        List<String> added = new ArrayList<>(camel.getComponentNames());
        added.removeAll(before);
        assertThat(added).contains("spotify-http", "spotify-quartz").doesNotContain("quartz", "https");
        assertThat(camel.getRoutes().stream().filter(route -> !route.isCreatedByKamelet()).map(Route::getId))
                .containsExactlyInAnyOrder("own", "other-app-albums", "spotify-schedule", "spotify-sync",
                        "spotify-page-ahead");
    }

    /** Of the pipeline and of the application. */
    private static void sharesNoName() {
        assertThat(SchedulerRepository.getInstance().lookupAll().stream().map(GuestPipelineTest::name)).hasSize(2)
                .doesNotHaveDuplicates().allMatch(name -> name.startsWith("spotify-pipeline-"));
        assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName)).noneMatch(name ->
                name.startsWith("DefaultQuartzScheduler"));
    }

    private static String name(Scheduler scheduler) {
        try {
            return scheduler.getSchedulerName();
        } catch (SchedulerException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aSettingThatCannotWorkEndsTheStartAndIsNamedAsTheApplicationKnowsIt() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("spotify.timezone", "Berlin");

            assertThatThrownBy(() -> camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kamelet:spotify-source?path=/me/shows").routeId("shows").to("log:shows");
                }
            })).hasMessageContaining("time zone").hasMessageContaining("begin with spotify.");
        }
    }

    @Test
    void aDataFolderInUseIsNamedLikewiseAndAStartThatFailsGivesItFree() throws Exception {
        try (EmbeddedMongo other = EmbeddedMongo.start(folder, 0)) {
            assertThatThrownBy(() -> start("direct")).hasMessageContaining("in use by another process")
                    .hasMessageContaining("begin with spotify.");
        }
        assertThatThrownBy(() -> start(KameletComponents.QUARTZ)).hasMessageContaining(KameletComponents.QUARTZ);
        EmbeddedMongo.start(folder, 0).close();
    }

    /** @param taken the name of a component that the application has already */
    private void start(String taken) throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("spotify.data.dir", folder.toString());
            camel.addComponent(taken, new DirectComponent());
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("kamelet:spotify-source?path=/me/shows").routeId("shows").to("log:shows");
                }
            });
            camel.start();
        }
    }

    @Test
    void aContextThatReadsTheRoutesAndWhereTheirPropertiesAreMissingOpensNothing() throws Exception {
        Path data = folder.resolve("data");
        for (boolean starts : List.of(true, false)) {
            try (CamelContext camel = new DefaultCamelContext()) {
                PropertiesComponent properties = (PropertiesComponent) camel.getPropertiesComponent();
                properties.setIgnoreMissingProperty(true);
                properties.addInitialProperty("spotify.data.dir", data.toString());
                // what cannot work in the end is not looked at
                properties.addInitialProperty("spotify.timezone", starts ? "{{my.timezone}}" : "Berlin");
                camel.setAutoStartup(starts);
                PluginHelper.getRoutesLoader(camel).loadRoutes(
                        PluginHelper.getResourceLoader(camel).resolveResource("file:" + ROUTE));

                assertThat(((ModelCamelContext) camel).getRouteDefinitions()).hasSize(1);
                assertThat(camel.getRegistry().lookupByName("spotifySyncs")).isNull();
                assertThat(camel.getComponentNames()).noneMatch(name -> name.startsWith("spotify"));
                assertThat(data).doesNotExist();
                assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
                        .noneMatch(name -> name.equals("spotify-storage"));
            }
        }
    }

    @Test
    void aContextWithoutTheKameletsGetsNothingOfTheirs() throws Exception {
        try (CamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:own").routeId("own").to("log:own");
                }
            });
            camel.start();

            assertThat(camel.getComponentNames()).noneMatch(name -> name.startsWith("spotify"));
            assertThat(camel.getRegistry().lookupByName("spotifySyncs")).isNull();
            assertThat(camel.getRoutes()).hasSize(1);
        }
    }
}
