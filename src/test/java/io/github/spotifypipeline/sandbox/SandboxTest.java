package io.github.spotifypipeline.sandbox;

import io.github.spotifypipeline.testing.MutableClock;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox on a clock that stands still, and a client of it. */
abstract class SandboxTest {

    final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T20:00:00Z"));
    SandboxOptions options = SandboxOptions.defaults().withClock(clock);
    Sandbox sandbox;
    SandboxClient client;

    @BeforeEach
    void start() {
        sandbox = Sandbox.start(options);
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
}
