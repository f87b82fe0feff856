package io.github.spotifypipeline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScheduleTest {

    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @Test
    void isDueAnIntervalAfterTheLastSuccess() {
        assertThat(Schedule.every("20m").next(NOON)).isEqualTo("2026-11-22T12:20:00Z");
        assertThat(Schedule.every("1d").next(NOON)).isEqualTo("2026-11-23T12:00:00Z");
        assertThat(Schedule.every("1h30m")).hasToString("1h30m");
    }

    /** The instant of a time in Berlin, which skips an hour on 2027-03-28 and has one twice on 2027-10-31. */
    private static Instant berlin(String local) {
        return LocalDateTime.parse(local).atZone(BERLIN).toInstant();
    }

    @ParameterizedTest
    @CsvSource({
        "1d,  2027-03-27T23:30:00, 2027-03-28T23:50:00, the day has 23 hours",
        "1d,  2027-03-27T22:30:00, 2027-03-28T23:30:00, the interval ends in time",
        "24h, 2027-03-27T23:30:00, 2027-03-28T23:50:00, a day by another name",
        "1d,  2027-10-30T23:55:00, 2027-10-31T22:55:00, the day has 25 hours",
        "1d,  2027-10-31T00:30:00, 2027-10-31T23:30:00, the interval ends on the same day",
        "1d,  2026-11-22T13:00:00, 2026-11-23T13:00:00, nothing is odd",
        "1d,  2026-11-22T23:49:59, 2026-11-23T23:49:59, there is time enough",
        "1d,  2026-11-22T23:59:55, 2026-11-23T23:50:00, each sync begins a little later",
        "1d,  2026-11-23T00:00:05, 2026-11-23T23:50:00, it began before midnight and counts to the day before",
        "1d,  2026-11-23T00:10:00, 2026-11-24T00:10:00, it began after midnight",
        "7d,  2027-03-23T23:30:00, 2027-03-30T23:50:00, one of the days has 23 hours",
        "7d,  2026-11-22T23:59:55, 2026-11-29T23:50:00, each sync begins a little later",
        "7d,  2026-11-22T13:00:00, 2026-11-29T13:00:00, nothing is odd",
        "36h, 2027-03-27T23:30:00, 2027-03-29T12:30:00, not whole days",
        "6h,  2027-03-27T23:30:00, 2027-03-28T06:30:00, not whole days",
    })
    void byDayStepsOverNoDay(String interval, String lastSuccess, String next, String why) {
        assertThat(Schedule.every(interval).byDay(BERLIN).next(berlin(lastSuccess))).as(why).isEqualTo(berlin(next));
    }

    @Test
    void byDayReadsEachDayOfAYearHoweverLateItBegins() {
        Schedule daily = Schedule.every("1d").byDay(BERLIN);
        Instant read = berlin("2027-01-01T23:00:00");
        LocalDate day = LocalDate.of(2027, 1, 1);
        for (int i = 0; i < 365; i++) {
            read = daily.next(read).plusSeconds(30);
            day = day.plusDays(1);
            assertThat(LocalDate.ofInstant(read, BERLIN)).isEqualTo(day);
        }
    }

    @Test
    void byDayLeavesACronExpressionAsItIs() {
        assertThat(Schedule.cron("0 55 23 * * ?", BERLIN).byDay(BERLIN).next(berlin("2026-11-22T23:55:00")))
                .isEqualTo(berlin("2026-11-23T23:55:00"));
    }

    @Test
    void isDueAtTheTimesOfACronExpressionInItsZone() {
        assertThat(Schedule.cron("0 30 3 * * ?", BERLIN).next(NOON))
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
