package io.github.spotifypipeline.sandbox;

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
    }

    @Test
    void valuesThatCannotWorkAreRefused() {
        assertThatThrownBy(() -> defaults.withPort(70_000)).hasMessageContaining("port");
        assertThatThrownBy(() -> defaults.withClient(" ", "")).hasMessageContaining("clientId");
        assertThatThrownBy(() -> defaults.withPlayEvery(Duration.ZERO)).hasMessageContaining("playEvery");
        assertThatThrownBy(() -> defaults.withAccessTokenLifetime(Duration.ofMillis(1)))
                .hasMessageContaining("accessTokenLifetime");
    }

    @Test
    void demoAccountCanBeAnother() {
        try (Sandbox sandbox = Sandbox.start(defaults.withDemoAccount("ana%C3%B1", "Ana Ñ"))) {
            assertThat(sandbox.account("ana%C3%B1").displayName()).isEqualTo("Ana Ñ");
        }
    }
}
