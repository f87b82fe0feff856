package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.StandInProxy;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are well formed, and yet not what the pipeline needs. */
class OddSettingsTest {

    private static final String OTHER_KEY = Base64.getEncoder().encodeToString(new byte[32]);

    @DatabaseTest
    void aKeyThatDoesNotOpenTheTokensIsToldOfAtTheStartAndLeavesThePageUsable(TestDatabase database)
            throws IOException {
        try (TestPipeline pipeline = TestPipeline.start(database); LogLines log = LogLines.listen()) {
            String account = pipeline.signInAndSync();
            pipeline.clock.advance(Duration.ofHours(1));

            pipeline.restart("TOKEN_KEY", OTHER_KEY);

            assertThat(log.lines()).anyMatch(line -> line.startsWith("ERROR The token key does not open the tokens of 1"
                    + " accounts (the first is " + account + "): ") && line.contains("set TOKEN_KEY"));
            pipeline.awaitNoCalls("/v1/me/player/recently-played");
            assertThat(lastError(pipeline)).as("it is not its turn").isEmpty();
            assertThat(pipeline.get("/api/status").body()).contains("\"status\":\"blocked\"",
                    "The token key of this process does not open the account's tokens");
            assertThat(pipeline.get("/").statusCode()).isEqualTo(200);
            assertThat(pipeline.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(pipeline.get("/health/ready")).satisfies(health -> {
                assertThat(health.statusCode()).isEqualTo(503);
                assertThat(health.body()).contains("does not open the tokens of any account", "set TOKEN_KEY");
            });
            assertThat(pipeline.get("/api/trouble").body()).contains("token-key");

            pipeline.signInAndSync();
            assertThat(pipeline.get("/health/ready").statusCode()).isEqualTo(200);
            assertThat(lastError(pipeline)).isEmpty();
            assertThat(log.lines()).noneMatch(line -> line.contains("Exception"));
        }
    }

    private static String lastError(TestPipeline pipeline) throws IOException {
        JsonNode error = new ObjectMapper().readTree(pipeline.get("/api/status").body())
                .at("/endpoints/0/accounts/0/last_error");
        return error.asText("").replace("null", "");
    }

    @DatabaseTest
    void anIntervalForAnEndpointThatIsNotThereIsToldOfAtTheStart(TestDatabase database) {
        try (LogLines log = LogLines.listen();
                TestPipeline ignored = TestPipeline.start(database, "SYNC_RECENTLY_PLAID_EVERY", "5m")) {
            assertThat(log.lines()).contains("WARN SYNC_RECENTLY_PLAID_EVERY is set, but there is no such endpoint:"
                    + " correct the name; there are recently-played.");
        }
    }

    @DatabaseTest
    void theAddressOfThePageMayBeThatOfIPv6(TestDatabase database) throws IOException {
        assumeTrue(NetworkInterface.getByInetAddress(InetAddress.getByName("::1")) != null, "this machine has no ::1");
        try (TestPipeline pipeline = TestPipeline.start(database, "HTTP_HOST", "::1")) {
            assertThat(pipeline.page()).hasToString("http://[::1]:" + pipeline.page().getPort() + "/");
            // by the redirect URI http://[::1]:PORT/callback
            pipeline.signInAndSync();

            assertThat(pipeline.get("/api/status").statusCode()).isEqualTo(200);
            assertThat(pipeline.send("POST", "/api/sync", "Origin", "http://[::1]:" + pipeline.page().getPort())
                    .statusCode()).isEqualTo(202);
            pipeline.restart("HTTP_HOST", "[::1]");
            assertThat(pipeline.get("/health/live").statusCode()).isEqualTo(200);
        }
    }

    @DatabaseTest(real = false)
    void spotifyIsAskedThroughTheProxyWhoseAnswerIsNotTakenForSpotifys(TestDatabase database) throws IOException {
        try (StandInProxy proxy = StandInProxy.start(0, "me:hunter2"); LogLines log = LogLines.listen();
                TestPipeline pipeline = TestPipeline.start(database)) {
            String account = pipeline.signInAndSync();
            pipeline.clock.advance(Duration.ofMinutes(30));

            pipeline.restart("SPOTIFY_API_URL", "https://api.made-up.test/v1", "HTTPS_PROXY",
                    "http://me:hunter2@127.0.0.1:" + proxy.port());
            await().until(() -> lastError(pipeline).contains("proxy"));

            assertThat(lastError(pipeline)).isEqualTo("The proxy does not lead to Spotify (HTTP 403): check"
                    + " spotify.proxy"
                    + " (HTTPS_PROXY), its user and its password, and NO_PROXY.");
            assertThat(proxy.requests()).contains("CONNECT api.made-up.test:443 HTTP/1.1")
                    .noneMatch(line -> line.contains("127.0.0.1"));
            assertThat(pipeline.account()).containsEntry("_id", account).containsEntry("status", "active");
            assertThat(log.lines()).noneMatch(line -> line.contains("hunter2"));
        }
    }

    @Test
    void aKeyFileThatHoldsNoKeyIsRefusedWithWords(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("token.key");
        for (String content : new String[] {"", "c2hvcnQ=", "not base64!", OTHER_KEY + OTHER_KEY}) {
            Files.writeString(file, content);
            assertThatThrownBy(() -> TokenKey.fromFile(file)).isInstanceOf(SettingsException.class)
                    .hasMessageContaining("does not hold a token key of 32 bytes");
        }
        Files.write(file, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> TokenKey.fromFile(file)).isInstanceOf(SettingsException.class);
        assertThatThrownBy(() -> TokenKey.fromFile(file.resolve("token.key"))).isInstanceOf(SettingsException.class)
                .hasMessageContaining("set TOKEN_KEY");
    }
}
