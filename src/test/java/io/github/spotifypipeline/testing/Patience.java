package io.github.spotifypipeline.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.pollinterval.IterativePollInterval;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long every test waits for what it waits for, and how often it looks, unless it says otherwise. A test that is
 * going to pass is no slower for a long wait, and a busy machine may take its time; it is faster for the short looks.
 * JUnit finds this by {@code META-INF/services}.
 */
public final class Patience implements BeforeAllCallback {

    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final Duration SHORTEST_LOOK = Duration.ofMillis(25);
    private static final Duration LONGEST_LOOK = Duration.ofMillis(100);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LONGEST);
        Awaitility.setDefaultPollInterval(IterativePollInterval.iterative(
                last -> last.compareTo(LONGEST_LOOK) < 0 ? last.multipliedBy(2) : LONGEST_LOOK, SHORTEST_LOOK));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }
}
