package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.MutableClock;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PrivacyExportTest {

    private static final Instant NOW = Instant.parse("2026-11-22T20:00:07.500Z");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String AUDIO = "Spotify Extended Streaming History/Streaming_History_Audio_";
    private static final String VIDEO = "Spotify Extended Streaming History/Streaming_History_Video_2023-2026.json";

    private final SandboxOptions options = SandboxOptions.defaults().withClock(new MutableClock(NOW));
    private final TestSandbox sandbox = TestSandbox.start(options);

    @AfterEach
    void stop() {
        sandbox.close();
    }

    private byte[] zip(Instant until) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sandbox.writeExport(until, out);
        return out.toByteArray();
    }

    private Map<String, JsonNode> files(Instant until) throws IOException {
        Map<String, JsonNode> files = new LinkedHashMap<>();
        try (ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(zip(until)))) {
            for (ZipEntry entry; (entry = zip.getNextEntry()) != null;) {
                files.put(entry.getName(), JSON.readTree(new String(zip.readAllBytes(), StandardCharsets.UTF_8)));
            }
        }
        return files;
    }

    private static List<JsonNode> audio(Map<String, JsonNode> files) {
        List<JsonNode> rows = new ArrayList<>();
        files.forEach((name, file) -> {
            if (name.startsWith(AUDIO)) {
                file.forEach(rows::add);
            }
        });
        return rows;
    }

    @Test
    void hasTheFormOfSpotifys() throws IOException {
        Map<String, JsonNode> files = files(NOW);

        assertThat(files).containsOnlyKeys(AUDIO + "2023_0.json", AUDIO + "2024_1.json", AUDIO + "2025_2.json",
                AUDIO + "2026_3.json", VIDEO, "Spotify Account Data/Userdata.json");
        List<JsonNode> rows = audio(files);
        assertThat(rows).hasSizeBetween(5_000, 15_000).allSatisfy(row -> {
            assertThat(row).hasSize(23);
            assertThat(row.get("ts").asText()).matches("202[3-6]-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(row.get("ip_addr").asText()).startsWith("203.0.113.");
        });
        assertThat(files.get(VIDEO)).hasSizeGreaterThan(50).allSatisfy(row ->
                assertThat(row.get("spotify_track_uri").asText()).startsWith("spotify:"));
    }

    @Test
    void hasWhatPeopleDo() throws IOException {
        List<JsonNode> rows = audio(files(NOW));

        assertThat(rows).satisfies(
                hasSome(row -> row.get("ms_played").asLong() < 8_000 && row.get("skipped").asBoolean()),
                hasSome(row -> row.get("reason_end").asText().equals("trackdone")),
                hasSome(row -> row.get("offline").asBoolean()), hasSome(row -> row.get("incognito_mode").asBoolean()),
                hasSome(row -> row.get("shuffle").asBoolean()),
                hasSome(row -> row.get("spotify_episode_uri").asText().startsWith("spotify:episode:")),
                hasSome(row -> row.get("audiobook_chapter_uri").asText().startsWith("spotify:episode:")),
                // nothing is known of it
                hasSome(row -> row.get("spotify_track_uri").isNull() && row.get("episode_name").isNull()
                        && row.get("audiobook_title").isNull()),
                // a pause
                hasSome(row -> !row.get("offline").asBoolean() && Instant.parse(row.get("ts").asText()).getEpochSecond()
                        - row.get("offline_timestamp").asLong() - row.get("ms_played").asLong() / 1000 > 60));
        assertThat(rows.stream().distinct().count()).as("exact copies").isLessThan(rows.size());
    }

    private static ThrowingConsumer<List<? extends JsonNode>> hasSome(Predicate<JsonNode> what) {
        return rows -> assertThat(rows.stream().filter(what)).isNotEmpty();
    }

    @Test
    void endsWithThePlaysThatTheWebApiShows() throws IOException {
        SandboxClient client = new SandboxClient(sandbox, options);
        JsonNode items = SandboxClient.json(client.call(RECENTLY_PLAYED + "?limit=50",
                client.accessToken("demo", PLAYS_SCOPE))).get("items");

        List<JsonNode> rows = audio(files(NOW));

        for (int i = 0; i < 50; i++) {
            JsonNode row = rows.get(rows.size() - 1 - i);
            assertThat(row.get("spotify_track_uri")).isEqualTo(items.get(i).at("/track/uri"));
            assertThat(Duration.between(Instant.parse(items.get(i).get("played_at").asText()),
                    Instant.parse(row.get("ts").asText())).abs()).isLessThan(Duration.ofSeconds(2));
            assertThat(row.get("ms_played").asLong()).isGreaterThanOrEqualTo(30_000);
        }
    }

    @Test
    void isTheSameAgainAndLaterHasTheSamePast() throws IOException {
        assertThat(zip(NOW)).isEqualTo(zip(NOW));

        List<JsonNode> rows = audio(files(NOW));
        List<JsonNode> later = audio(files(NOW.plus(Duration.ofDays(5))));

        // the first five days have left the three years
        assertThat(later).containsAll(rows.subList(200, rows.size() - 50));
    }
}
