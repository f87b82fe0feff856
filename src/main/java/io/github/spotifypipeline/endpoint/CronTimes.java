package io.github.spotifypipeline.endpoint;

import java.text.ParseException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import java.util.regex.Pattern;
import org.quartz.CronExpression;

/**
 * The times of a Quartz cron expression in a zone. Quartz computes local times without summer time; this class handles
 * its changes. A time that is skipped is due at the first instant after the gap. In the hour that comes twice, an
 * expression with {@code *}, {@code /} or {@code -} for hours is due both times, another only the first time.
 */
final class CronTimes {

    private static final String NUMBER = "\\d{1,4}";
    private static final String MONTH = "JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC";
    private static final String DAY = "SUN|MON|TUE|WED|THU|FRI|SAT";

    /** The fields that Quartz reads correctly: seconds, minutes, hours, day of month, month, day of week, year. */
    private static final Pattern[] FIELDS = {
        list(NUMBER), list(NUMBER), list(NUMBER),
        Pattern.compile(list(NUMBER) + "|\\?|L(-\\d{1,2})?W?|\\d{1,2}W"),
        Pattern.compile(list(NUMBER) + "|" + names(MONTH)),
        Pattern.compile(list("[1-7]") + "|" + names(DAY) + "|\\?|L|([1-7]|" + DAY + ")(L|#[1-5])"),
        list(NUMBER)};
    private static final String[] NAMES = {"seconds", "minutes", "hours", "the day of the month", "the month",
        "the day of the week", "the year"};
    private static final int HOURS = 2;
    private static final int FEWEST = 6;

    private final CronExpression local;
    private final ZoneId zone;
    private final boolean everyHour;

    private CronTimes(CronExpression local, ZoneId zone, boolean everyHour) {
        this.local = local;
        this.zone = zone;
        this.everyHour = everyHour;
    }

    private static Pattern list(String number) {
        String steps = "(/0*[1-9]\\d*)?";
        String part = "(\\*" + steps + "|(" + number + ")(-(" + number + "))?" + steps + ")";
        return Pattern.compile(part + "(," + part + ")*");
    }

    /** Quartz ignores a step after a name. */
    private static String names(String name) {
        String part = "(" + name + ")(-(" + name + "))?";
        return part + "(," + part + ")*";
    }

    /** @throws IllegalArgumentException when the expression is wrong, or Quartz would read it as another one */
    static CronTimes of(String expression, ZoneId zone) {
        String[] fields = expression.strip().toUpperCase(Locale.ROOT).split("\\s+");
        if (fields.length < FEWEST || fields.length > FIELDS.length) {
            throw new IllegalArgumentException("cron must be a Quartz expression such as 0 30 3 * * ?, of six or"
                    + " seven fields:"
                    + " seconds, minutes, hours, day of the month, month, day of the week (1 is Sunday) and, if need"
                    + " be, year");
        }
        for (int i = 0; i < fields.length; i++) {
            if (!FIELDS[i].matcher(fields[i]).matches()) {
                throw new IllegalArgumentException("cron must be a Quartz expression such as 0 30 3 * * ?: " + NAMES[i]
                        + " cannot be " + fields[i] + ", which takes numbers" + (i == 4 ? " or JAN to DEC" : i == 5
                        ? ", 1 for Sunday to 7, or SUN to SAT" : "") + ", lists, ranges and steps");
            }
        }
        try {
            CronExpression local = new CronExpression(String.join(" ", fields));
            local.setTimeZone(TimeZone.getTimeZone("UTC"));
            return new CronTimes(local, zone, fields[HOURS].matches(".*[*/-].*"));
        } catch (ParseException e) {
            throw new IllegalArgumentException("cron must be a Quartz expression such as 0 30 3 * * ?: "
                    + e.getMessage());
        }
    }

    /** The first time after an instant; null when there is none. */
    Instant after(Instant instant) {
        ZoneOffset offset = zone.getRules().getOffset(instant);
        LocalDateTime from = LocalDateTime.ofInstant(instant, offset);
        ZoneOffsetTransition change = zone.getRules().nextTransition(instant);
        LocalDateTime next = next(from);
        while (next != null && change != null && !next.toInstant(offset).isBefore(change.getInstant())) {
            // the first instant after the change counts too
            from = change.getDateTimeAfter().minusSeconds(1);
            if (change.isGap() && next.isBefore(change.getDateTimeAfter())) {
                return change.getInstant();
            }
            if (change.isOverlap() && !everyHour) {
                from = change.getDateTimeBefore().minusSeconds(1);
            }
            offset = change.getOffsetAfter();
            change = zone.getRules().nextTransition(change.getInstant());
            next = next(from);
        }
        return next == null ? null : next.toInstant(offset);
    }

    private LocalDateTime next(LocalDateTime after) {
        Date next = local.getNextValidTimeAfter(Date.from(after.toInstant(ZoneOffset.UTC)));
        return next == null ? null : LocalDateTime.ofInstant(next.toInstant(), ZoneOffset.UTC);
    }
}
