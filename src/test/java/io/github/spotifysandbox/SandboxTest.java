package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.MutableClock;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox on a clock that stands still, and a client of it. */
abstract class SandboxTest {

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T20:00:00Z"));
    SandboxOptions options = SandboxOptions.defaults().withClock(clock);
    TestSandbox sandbox;
    SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = TestSandbox.start(options);
        client = new SandboxClient(sandbox, options);
    }

    @AfterEach
    void stop() {
        sandbox.close();
    }

    /** Ends the sandbox and starts another; the client's next calls go there. */
    void restart(SandboxOptions changed) {
        stop();
        options = changed;
        start();
    }

    static void assertRefused(HttpResponse<String> answer, String error, String description) {
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).get("error").asText()).isEqualTo(error);
        assertThat(json(answer).get("error_description").asText()).isEqualTo(description);
    }

    static void assertUnauthorized(HttpResponse<String> answer, String message) {
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(json(answer).at("/error/status").asInt()).isEqualTo(401);
        assertThat(json(answer).at("/error/message").asText()).isEqualTo(message);
    }
}
