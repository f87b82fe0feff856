package io.github.spotifypipeline.endpoint;

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
    @ValueSource(strings = {"", "soon", "0", "0s", "999ms", "-5m", "3600", "1m30"})
    void refusesWhatIsNoInterval(String text) {
        assertThatThrownBy(() -> Schedule.every(text)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("every");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "0 30 2 * * ?   | Europe/Berlin | 2027-03-27T12:00:00Z | 2027-03-28T01:00:00Z | skipped: when summer time has"
                + " begun",
        "0 30 2 * * ?   | Europe/Berlin | 2027-03-28T01:00:00Z | 2027-03-29T00:30:00Z | the day after",
        "0 */20 * * * ? | Europe/Berlin | 2027-03-28T00:40:00Z | 2027-03-28T01:00:00Z | across the gap",
        "0 */20 * * * ? | Europe/Berlin | 2027-03-28T01:00:00Z | 2027-03-28T01:20:00Z | after the gap",
        "0 */20 * * * ? | Europe/Berlin | 2027-10-31T00:40:00Z | 2027-10-31T01:00:00Z | the hour begins again",
        "0 */20 * * * ? | Europe/Berlin | 2027-10-31T01:00:00Z | 2027-10-31T01:20:00Z | and is not silent",
        "0 */20 * * * ? | Europe/Berlin | 2027-10-31T01:40:00Z | 2027-10-31T02:00:00Z | until it is over",
        "0 30 * * * ?   | Europe/Berlin | 2027-10-31T00:30:00Z | 2027-10-31T01:30:00Z | each hour is each hour",
        "0 30 2 * * ?   | Europe/Berlin | 2027-10-31T00:00:00Z | 2027-10-31T00:30:00Z | once a day is once:",
        "0 30 2 * * ?   | Europe/Berlin | 2027-10-31T00:30:00Z | 2027-11-01T01:30:00Z | the first of the two",
        "0 0 3 * * ?    | Europe/Berlin | 2027-10-31T00:30:00Z | 2027-10-31T02:00:00Z | when it is over for good",
        "0 0 3 * * ?    | Europe/Berlin | 2027-03-27T12:00:00Z | 2027-03-28T01:00:00Z | the moment after the gap",
        "0 10 2 * * ?   | Australia/Lord_Howe | 2027-10-02T12:00:00Z | 2027-10-02T15:30:00Z | half an hour is skipped",
        "0 */10 * * * ? | Australia/Lord_Howe | 2027-04-03T14:50:00Z | 2027-04-03T15:00:00Z | half an hour comes twice",
        "0 0 0 * * ?    | Asia/Beirut   | 2027-03-27T12:00:00Z | 2027-03-27T22:00:00Z | midnight is skipped",
        "0 0 12 29 2 ?  | UTC           | 2027-01-01T00:00:00Z | 2028-02-29T12:00:00Z | far away",
        "0 0 12 * * ?   | +05:30        | 2027-01-01T00:00:00Z | 2027-01-01T06:30:00Z | a zone that is an offset"})
    void aTimeThatIsSkippedIsMovedAndTheHourThatComesTwiceIsNotSilent(String cron, String zone, Instant last,
            Instant next,
                                                                      String why) {
        assertThat(Schedule.cron(cron, ZoneId.of(zone)).next(last)).as(why).isEqualTo(next);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 12 ? * MON-FRI", "0 0 12 ? * mon,wed", "0 0 12 ? * 2-6", "0 0 12 L * ?", "0 0 12 LW"
            + " * ?",
        "0 0 12 L-3 * ?", "0 0 12 15W * ?", "0 0 12 ? * 6L", "0 0 12 ? * FRIL", "0 0 12 ? * 2#5", "0 0 12 ? * FRI#2",
        "0 0 12 1,15 JAN-MAR,JUN ?", "0 0 12 * * ? 2030-2035", "0 0/5 8-18 ? * MON,WED", "0  0\t22-2 * * ?",
        "0 15,45 */6 * 1-6/2 ? *"})
    void takesWhatQuartzDocuments(String expression) {
        assertThat(Schedule.cron(expression, BERLIN).next(NOON)).isAfter(NOON);
        assertThat(Schedule.cron(expression, BERLIN)).hasToString(expression);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0 0 12 ? * MONDAY-FRIDAY", "0 0 12 ? * MONDAY", "0 0 12 ? * MON/2", "0 0 12 ? * MON-FRI/2",
        "0 0 12 1 JAN/3 ?", "0 0 12 1 JANUARY ?", "0 0 3pm * * ?", "0 0 12h * * ?", "0 0 12 ? * 0", "0 0 12 ? * 8",
        "0 0 12 ? * MON#6", "0 0 */0 * * ?", "0 0 25 * * ?", "0 60 * * * ?", "0 0 12 32 * ?", "0 0 12 * 13 ?", "* * *"
                + " * * *",
        "30 3 * * *", "@daily", "0 0 12 ? * MOFR", "0 0 12 ? * 2,L", "0 0 12 1st * ?", "0 0 -1 * * ?", "0 0 12 * * ?"
                + " 2030 x"})
    void refusesWhatQuartzWouldTakeForSomethingElse(String expression) {
        assertThatThrownBy(() -> Schedule.cron(expression, BERLIN)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("cron must be a Quartz expression such as 0 30 3 * * ?");
    }

    @Test
    void showsTheNextThreeTurnsOrAsManyAsThereAre() {
        assertThat(Schedule.every("20m").turnsFrom(NOON)).containsExactly(NOON, NOON.plusSeconds(1200),
                NOON.plusSeconds(2400));
        assertThat(Schedule.cron("0 0 12 1 1 ? 2027-2028", BERLIN).turnsFrom(Instant.parse("2027-01-01T11:00:00Z")))
                .hasSize(2);
        assertThat(Schedule.cron("0 0 0 31 2 ?", BERLIN).isDueAfter(NOON)).isFalse();
        assertThat(Schedule.cron("0 0 12 * * ? 2026", BERLIN).isDueAfter(NOON)).isTrue();
        assertThat(Schedule.cron("0 0 12 * * ? 2025", BERLIN).isDueAfter(NOON)).isFalse();
    }

    @Test
    void refusesWhatIsNoCronExpression() {
        assertThatThrownBy(() -> Schedule.cron("at night", ZoneId.of("UTC")))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("cron");
    }
}
