package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxOptionsTest {

    private final SandboxOptions defaults = SandboxOptions.defaults();

    @Test
    void defaultsAreThoseOfTheDemo() {
        assertThat(defaults.client().id()).isEqualTo("sandbox-client");
        assertThat(defaults.client().secret()).isEmpty();
        assertThat(defaults.client().rotateRefreshTokens()).isTrue();
        assertThat(defaults.client().accessTokenLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(defaults.playEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.demo().id()).isEqualTo("demo");
        assertThat(defaults.demo().displayName()).isEqualTo("Demo Listener");
        assertThat(defaults.demo().savedTracks()).isEqualTo(120);
        assertThat(defaults.demo().followedArtists()).isEqualTo(60);
    }

    @Test
    void valuesThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> defaults.withPort(70_000)).hasMessageContaining("port");
        assertThatThrownBy(() -> defaults.withClient(" ", "")).hasMessageContaining("clientId");
        assertThatThrownBy(() -> defaults.withPlayEvery(Duration.ZERO)).hasMessageContaining("playEvery");
        assertThatThrownBy(() -> defaults.withAccessTokenLifetime(Duration.ofMillis(1)))
                .hasMessageContaining("accessTokenLifetime");
        assertThatThrownBy(() -> defaults.withLibrary(-1, 0)).hasMessageContaining("savedTracks");
        assertThatThrownBy(() -> defaults.withLibrary(0, -1)).hasMessageContaining("followedArtists");
    }

    @Test
    void everyChangeKeepsTheOthers() {
        SandboxOptions changed = defaults.withLibrary(3, 4).withSeed(9)
                .withClock(defaults.clock()).withPort(1).withClient("id", "").withRotateRefreshTokens(false)
                .withAccessTokenLifetime(Duration.ofMinutes(1)).withPlayEvery(Duration.ofMinutes(2))
                .withDemoAccount("other", "Other");

        assertThat(changed.demo().savedTracks()).isEqualTo(3);
        assertThat(changed.demo().followedArtists()).isEqualTo(4);
        assertThat(changed.withLibrary(5, 6).demo().id()).isEqualTo("other");
        assertThat(changed.withSeed(10).playEvery()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void demoAccountCanBeAnother() {
        try (TestSandbox sandbox = TestSandbox.start(defaults.withDemoAccount("ana%C3%B1", "Ana Ñ"))) {
            assertThat(sandbox.account("ana%C3%B1").displayName()).isEqualTo("Ana Ñ");
        }
    }
}
