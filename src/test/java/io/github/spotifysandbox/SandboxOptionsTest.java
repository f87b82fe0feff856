package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SandboxOptionsTest {

    private final SandboxOptions defaults = SandboxOptions.defaults();

    @Test
    void defaultsAreThoseOfTheDemo() {
        assertThat(defaults.clientId()).isEqualTo("sandbox-client");
        assertThat(defaults.clientSecret()).isEmpty();
        assertThat(defaults.rotateRefreshTokens()).isTrue();
        assertThat(defaults.accessTokenLifetime()).isEqualTo(Duration.ofHours(1));
        assertThat(defaults.playEvery()).isEqualTo(Duration.ofSeconds(30));
        assertThat(defaults.demoAccountId()).isEqualTo("demo");
        assertThat(defaults.demoAccountName()).isEqualTo("Demo Listener");
        assertThat(defaults.savedTracks()).isEqualTo(120);
        assertThat(defaults.followedArtists()).isEqualTo(60);
        assertThat(defaults.shape()).isEqualTo(Shape.NEWER);
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
        assertThatThrownBy(() -> defaults.withShape(null)).hasMessageContaining("shape");
    }

    @Test
    void everyChangeKeepsTheOthers() {
        SandboxOptions changed = defaults.withLibrary(3, 4).withShape(Shape.BOTH).withSeed(9)
                .withClock(defaults.clock()).withPort(1).withClient("id", "").withRotateRefreshTokens(false)
                .withAccessTokenLifetime(Duration.ofMinutes(1)).withPlayEvery(Duration.ofMinutes(2))
                .withDemoAccount("other", "Other");

        assertThat(changed.savedTracks()).isEqualTo(3);
        assertThat(changed.followedArtists()).isEqualTo(4);
        assertThat(changed.shape()).isEqualTo(Shape.BOTH);
        assertThat(changed.withLibrary(5, 6).demoAccountId()).isEqualTo("other");
        assertThat(changed.withShape(Shape.OLDER).playEvery()).isEqualTo(Duration.ofMinutes(2));
    }

    @Test
    void demoAccountCanBeAnother() {
        try (Sandbox sandbox = Sandbox.start(defaults.withDemoAccount("ana%C3%B1", "Ana Ñ"))) {
            assertThat(sandbox.account("ana%C3%B1").displayName()).isEqualTo("Ana Ñ");
        }
    }
}
