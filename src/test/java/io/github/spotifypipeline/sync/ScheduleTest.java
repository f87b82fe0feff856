package io.github.spotifypipeline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void isDueAnIntervalAfterTheLastSuccess() {
        assertThat(Schedule.every("20m").next(NOON)).isEqualTo("2026-11-22T12:20:00Z");
        assertThat(Schedule.every("1d").next(NOON)).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(Schedule.every("1h30m")).hasToString("1h30m");
    }

    @Test
    void isDueAtTheTimesOfACronExpressionInItsZone() {
        assertThat(Schedule.cron("0 30 3 * * ?", ZoneId.of("Europe/Berlin")).next(NOON))
                .isEqualTo("2026-11-23T02:30:00Z");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "soon", "0", "999ms", "-5m"})
    void refusesWhatIsNoInterval(String text) {
        assertThatThrownBy(() -> Schedule.every(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every");
    }

    @Test
    void refusesWhatIsNoCronExpression() {
        assertThatThrownBy(() -> Schedule.cron("at night", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cron");
    }
}
