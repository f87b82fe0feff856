package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;

/** {@code docs/monitoring} asks for meters that there are, and for all of this program's own. */
class MonitoringTest {

    private static final Path FOLDER = Path.of("docs/monitoring");

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private static Set<String> names(String pattern, String text) {
        Set<String> names = new TreeSet<>();
        Matcher found = Pattern.compile(pattern, Pattern.MULTILINE).matcher(text);
        while (found.find()) {
            names.add(found.group(1));
        }
        return names;
    }

    /** The meters that an expression of PromQL asks for: what selects by labels, and what a function is given alone. */
    private static Set<String> metersOf(List<String> expressions) {
        return names("\\b([a-z]+(?:_[a-z]+)+)\\{", String.join("\n", expressions));
    }

    private static List<String> dashboard() throws IOException {
        return new ObjectMapper().readTree(FOLDER.resolve("grafana-dashboard.json").toFile()).findValuesAsText("expr");
    }

    private static List<String> alerts() throws IOException {
        JsonNode rules = new ObjectMapper(new YAMLFactory()).readTree(FOLDER.resolve("alerts.yaml").toFile())
                .at("/groups/0/rules");
        assertThat(rules).hasSize(5).allSatisfy(rule -> {
            assertThat(rule.path("alert").asText()).matches("Spotify[A-Za-z]+");
            assertThat(rule.at("/labels/severity").asText()).matches("critical|warning");
            assertThat(rule.at("/annotations/summary").asText()).isNotEmpty();
            assertThat(rule.at("/annotations/description").asText()).isNotEmpty();
        });
        return rules.findValuesAsText("expr");
    }

    @DatabaseTest(real = false)
    void dashboardAndAlertsAskForMetersThatThereAre(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        pipeline.sandbox.fault(Fault.on("/v1/me/player/recently-played").status(429).header("Retry-After", "3600"));
        pipeline.clock.advance(Duration.ofMinutes(21));
        pipeline.awaitRuns(2);

        String scraped = pipeline.get("/metrics").body();

        Set<String> scrapedNames = names("^([a-z]+_[a-z_0-9]+)(?:\\{| )", scraped);
        assertThat(metersOf(dashboard())).isNotEmpty().isSubsetOf(scrapedNames);
        assertThat(metersOf(alerts())).isNotEmpty().isSubsetOf(scrapedNames);
        assertThat(scrapedNames.stream().filter(name -> name.startsWith("spotify_"))).isSubsetOf(metersOf(dashboard()));
        assertThat(scraped).contains("spotify_calls_total{bucket=\"/me/player/recently-played\",status=\"429\"} 1.0",
                "spotify_blocked_buckets 1.0", "spotify_bucket_blocked_seconds{bucket=\"/me/player/recently-played\"}");
        assertThat(names("^# HELP (spotify_[a-z_]+) .+$", scraped)).containsAll(
                scrapedNames.stream().filter(name -> name.startsWith("spotify_")).toList());
        assertThat(Files.readString(FOLDER.resolve("grafana-dashboard.json"))).doesNotContain("DS_PROMETHEUS");
        prometheusIsToldWhereThePageIs();
    }

    /** The lines of docs/operations.md, with the address by default. */
    private static void prometheusIsToldWhereThePageIs() throws IOException {
        JsonNode settings = new ObjectMapper(new YAMLFactory())
                .readTree(CodeBlocks.runBy(MonitoringTest.class).get(0).text());
        JsonNode job = settings.at("/scrape_configs/0");
        assertThat(job.at("/static_configs/0/targets/0").asText())
                .isEqualTo(SettingKey.HTTP_HOST.byDefault() + ":" + SettingKey.HTTP_PORT.byDefault());
        assertThat(job.at("/authorization/credentials_file").asText()).isNotEmpty();
        assertThat(settings.at("/rule_files/0").asText()).endsWith("alerts.yaml");
    }
}
