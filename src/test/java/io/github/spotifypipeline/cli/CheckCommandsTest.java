package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of {@code check} that look at one thing each. */
class CheckCommandsTest {

    @TempDir
    Path folder;

    private final List<String> lines = new ArrayList<>();
    private final CheckFindings findings = new CheckFindings(lines::add);

    private Settings settings(String... environment) {
        Map<String, String> variables = new HashMap<>(Map.of("ADMIN_TOKEN", "0123456789abcdef"));
        for (int i = 0; i < environment.length; i += 2) {
            variables.put(environment[i], environment[i + 1]);
        }
        return Settings.load(folder, variables);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "", value = {
        "http://127.0.0.1:8888/callback   | 127.0.0.1 | 8888 | ok      | character by character",
        "http://127.0.0.1:8888/callback   | localhost | 8888 | ok      | character by character",
        "http://127.0.0.1:8888/callback   | 127.0.0.1 | 9999 | problem | to port 8888, but the page is at port 9999",
        "http://127.0.0.1/callback        | 127.0.0.1 | 8888 | problem | to port 80, but",
        "http://127.0.0.1:9000/callback   | 0.0.0.0   | 8888 | ok      | hand port 9000 on to port 8888",
        "http://[::1]:8888/callback       | 127.0.0.1 | 8888 | problem | to [::1], but the page is at 127.0.0.1",
        "http://[::1]:8888/callback       | ::1       | 8888 | ok      | character by character",
        "https://music.example.org/spotify| 127.0.0.1 | 8888 | ok      | hand it on to http://127.0.0.1:8888/callback"})
    void theRedirectUriLeadsToThePage(String uri, String host, String port, String kind, String words) {
        RedirectCheck.check(settings("SPOTIFY_REDIRECT_URI", uri, "HTTP_HOST", host, "HTTP_PORT", port), findings);

        assertThat(lines).singleElement().asString().startsWith(kind + " ").contains("redirect URI", words);
    }

    @Test
    void aClockThatIsWrongIsAFindingAndOneThatCannotBeComparedIsNone() throws InterruptedException {
        MutableClock clock = new MutableClock(Instant.now());
        MutableClock theirs = new MutableClock(clock.instant());
        try (TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults().withClock(theirs))) {
            ClockCheck.check(sandbox.apiUrl(), ProxySelector.of(null), clock, findings);
            clock.advance(Duration.ofMinutes(3));
            ClockCheck.check(sandbox.apiUrl(), ProxySelector.of(null), clock, findings);
            clock.advance(Duration.ofMinutes(-6));
            ClockCheck.check(sandbox.apiUrl(), ProxySelector.of(null), clock, findings);
        }
        ClockCheck.check(URI.create("http://127.0.0.1:" + FreePort.find()), ProxySelector.of(null), clock, findings);

        assertThat(lines.get(0)).isEqualTo("ok       clock: as Spotify's");
        assertThat(lines.get(1)).matches("problem  clock: this machine's is 1\\d\\d seconds ahead of Spotify's:"
                + " .*NTP.*");
        assertThat(lines.get(2)).matches("problem  clock: this machine's is 1\\d\\d seconds behind Spotify's: .*");
        assertThat(lines.get(3)).startsWith("ok       clock: not compared");
    }

    @Test
    void theKeyFileIsForItsOwnerAndHoldsAKey() throws IOException {
        Path file = Files.createDirectories(folder.resolve("data")).resolve("token.key");
        assertThat(KeyCheck.check(settings(), findings)).as("it is made").isTrue();
        assertThat(lines).isEmpty();

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThat(KeyCheck.check(settings(), findings)).isTrue();
        assertThat(lines).singleElement().asString().startsWith("problem  token key: others can read").contains("chmod"
                + " 600");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file.resolveSibling("token.key.old"), Base64.getEncoder().encodeToString(new byte[32]));
        assertThat(KeyCheck.check(settings(), findings)).isTrue();
        assertThat(lines.get(1)).contains("rotate-key again");

        assertThat(KeyCheck.check(settings("TOKEN_KEY", "hunter2"), findings)).isFalse();
        assertThat(lines.get(2)).startsWith("problem  token key: token.key (TOKEN_KEY)").doesNotContain("hunter2");
    }
}
