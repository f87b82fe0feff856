package io.github.spotifypipeline.spotify;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far this machine's clock is from Spotify's, as the Date header of the last answer tells it (RFC 9110, section
 * 6.6.1). Who is due and what is kept of a time depend on the clock; the program goes on with a wrong one, but says so
 * once.
 */
public final class ClockSkew {

    /** What clocks of machines that talk to each other may differ by, and an answer may take, without a word. */
    public static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(ClockSkew.class);

    private final Clock clock;
    private String told;

    public ClockSkew(Clock clock) {
        this.clock = clock;
    }

    /** This machine's time. */
    Instant now() {
        return clock.instant();
    }

    /**
     * Takes an answer's Date header.
     *
     * @return the time of the answer: Spotify's where it says it, else this machine's
     */
    synchronized Instant observe(String date) {
        Instant now = clock.instant();
        Instant theirs = HttpDate.parse(date, now);
        if (theirs == null) {
            return now;
        }
        String words = inWords(Duration.between(theirs, now));
        if (words != null && told == null) {
            LOG.warn(words);
        } else if (words == null && told != null) {
            LOG.info("This machine's clock is as Spotify's again");
        }
        told = words;
        return theirs;
    }

    /** What is wrong with this machine's clock and what to do; null when nothing is, or no answer has come yet. */
    public synchronized String trouble() {
        return told;
    }

    private static String inWords(Duration ahead) {
        return ahead.abs().compareTo(TOLERANCE) <= 0 ? null : "This machine's clock is " + distance(ahead.abs())
                + (ahead.isNegative() ? " behind" : " ahead of") + " Spotify's: let it be set by NTP"
                + " (timedatectl set-ntp true). Syncs go on, but the times that are stored are wrong.";
    }

    private static String distance(Duration distance) {
        long minutes = distance.toMinutes();
        return distance.toDays() >= 2 ? distance.toDays() + " days"
                : distance.toHours() >= 2 ? distance.toHours() + " hours" : minutes + " minutes";
    }
}
