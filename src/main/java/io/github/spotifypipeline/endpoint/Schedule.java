package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.settings.Interval;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;

/** When an endpoint is due: an interval after its last success, or at the times of a cron expression. */
public final class Schedule {

    /** Stands for the time after the last one of a cron expression. */
    private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");

    /** How many times a command shows. */
    private static final int SHOWN = 3;

    /** The number of fields in Unix's form of a cron expression. */
    private static final int CRON_FIELDS = 5;

    /** A sync that must run on a day is due this long before midnight, and may end this long after it. */
    private static final Duration SPARE = Duration.ofMinutes(10);

    private final String text;
    private final Duration interval;
    private final CronTimes cron;

    /** The zone of days of which none may be missed; null: only the interval counts. */
    private final ZoneId days;

    private Schedule(String text, Duration interval, CronTimes cron, ZoneId days) {
        this.text = text;
        this.interval = interval;
        this.cron = cron;
        this.days = days;
    }

    /**
     * @param interval as {@link Interval} has it, at least a second
     * @throws IllegalArgumentException when it is not such a text
     */
    public static Schedule every(String interval) {
        String text = interval.strip();
        Duration duration = Interval.parse(text).filter(length -> !length.isZero()).orElseThrow(() -> {
            boolean isCron = text.split("\\s+").length >= CRON_FIELDS;
            return new IllegalArgumentException("every must be an interval such as 20m, 6h or 1d12h: " + Interval.FORM
                    + ", at least 1s"
                    + (isCron ? "; a cron expression belongs to cron" : ""));
        });
        return new Schedule(text, duration, null, null);
    }

    /**
     * @param expression Quartz's form, such as {@code 0 30 3 * * ?}
     * @throws IllegalArgumentException when it is not such an expression
     */
    public static Schedule cron(String expression, ZoneId zone) {
        return new Schedule(expression.strip(), null, CronTimes.of(expression, zone), null);
    }

    /**
     * The same schedule for lists that are kept once a day. An interval of n days can miss a day, when a day has 23
     * hours or each sync begins a little later. So the endpoint is due at the latest ten minutes before the end of the
     * n-th day after its last success. Other intervals and cron do not change.
     *
     * @param zone in which days begin and end
     */
    Schedule byDay(ZoneId zone) {
        return interval == null || !interval.equals(Duration.ofDays(interval.toDays())) ? this
                : new Schedule(text, interval, null, zone);
    }

    /** The next due time after a success. */
    public Instant next(Instant lastSuccess) {
        if (lastSuccess.equals(NEVER)) {
            return NEVER;
        }
        if (interval != null) {
            Instant next = lastSuccess.plus(interval);
            Instant latest = days == null ? next : inTime(lastSuccess);
            return next.isBefore(latest) ? next : latest;
        }
        Instant next = cron.after(lastSuccess);
        return next == null ? NEVER : next;
    }

    /** Whether its times are those of a cron expression. */
    public boolean isCron() {
        return cron != null;
    }

    /** Whether it is ever due after this instant. */
    boolean isDueAfter(Instant instant) {
        return !next(instant).equals(NEVER);
    }

    /** A due time and the two after it, if each sync succeeds at once; fewer when the schedule ends. */
    public List<Instant> turnsFrom(Instant first) {
        return Stream.iterate(first, this::next).limit(SHOWN).filter(turn -> !turn.equals(NEVER)).toList();
    }

    /** Shortly before the end of the n-th day. A sync that ended just after midnight counts for the day before. */
    private Instant inTime(Instant lastSuccess) {
        return LocalDate.ofInstant(lastSuccess.minus(SPARE), days).plusDays(interval.toDays() + 1).atStartOfDay(days)
                .toInstant().minus(SPARE);
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
