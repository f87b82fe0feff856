package io.github.spotifypipeline.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.SandboxSettings;
import io.github.spotifypipeline.settings.Settings;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisclosureTest {

    @TempDir
    private Path home;

    @Test
    void namesNobodyWhoIsNotTold() {
        Map<String, String> environment = Map.of("NOTIFY_URL", "https://hook.example/secret");

        assertThat(Disclosure.of(Settings.load(home, environment))).extracting(Disclosure::whom)
                .anyMatch(whom -> whom.startsWith("Spotify (")).contains("Spotify's image hosts", "notify.url");
        assertThat(Disclosure.of(SandboxSettings.load(home, Map.of(), "client"))).extracting(Disclosure::whom)
                .noneMatch(whom -> whom.startsWith("Spotify"));
        assertThat(Disclosure.of(Settings.load(home, environment)).toString()).doesNotContain("hook.example");
    }
}
