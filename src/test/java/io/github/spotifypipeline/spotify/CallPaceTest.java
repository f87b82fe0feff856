package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CallPaceTest {

    @Test
    void letsABurstPassKeepsAShareForPlaysAndThenWaits() {
        AtomicLong nanos = new AtomicLong();
        CallPace pace = new CallPace(10, nanos::get);

        for (int i = 0; i < 8; i++) {
            assertThat(pace.take(false)).isZero();
            nanos.addAndGet(Duration.ofSeconds(1).toNanos());
        }
        assertThat(pace.take(false)).isEqualTo(Duration.ofSeconds(22));
        assertThat(pace.take(true)).isZero();
        assertThat(pace.take(true)).isZero();
        assertThat(pace.take(true)).isEqualTo(Duration.ofSeconds(22));
        nanos.addAndGet(Duration.ofSeconds(22).toNanos());
        assertThat(pace.take(true)).isZero();
    }
}
