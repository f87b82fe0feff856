package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.records.PlaySource;

/**
 * When and how long something was heard.
 *
 * @param endedAt   {@code ts}, in Unix ms and whole seconds: the end of the stream, pauses included; of an older row
 *                  that was heard offline, when Spotify heard of it. Of the short form the minute, cut off
 * @param msPlayed  without pauses
 * @param startedAt the start by the listener's clock, in Unix ms; null when the row does not say it. Of what
 *                  your_spotify has asked the Web API for the same as the end: what it has imported has none
 * @param offline   whether the listener was offline
 * @param hidden    whether it was a private session
 * @param video     whether it is of a file of videos
 * @param source    what says so
 */
public record Heard(long endedAt, long msPlayed, Long startedAt, boolean offline, boolean hidden, boolean video,
                    PlaySource source) {

    private static final long EARLIEST_START = 30 * 86_400_000L;
    private static final long LATEST_START = 60_000;
    private static final long LEAST_MILLIS = 100_000_000_000L;

    /**
     * The start that {@code offline_timestamp} says: it is the start by the listener's clock, whether offline or not,
     * in seconds or in milliseconds.
     *
     * @param offlineTimestamp in either unit, null or 0 for none
     * @return null where it is not within 30 days before and 60 seconds after the end
     */
    static Long start(Double offlineTimestamp, long endedAt) {
        if (offlineTimestamp == null) {
            return null;
        }
        double millis = offlineTimestamp < LEAST_MILLIS ? offlineTimestamp * 1000 : offlineTimestamp;
        return millis >= endedAt - EARLIEST_START && millis <= endedAt + LATEST_START ? Math.round(millis) : null;
    }

    /** Whether your_spotify has asked the Web API for it, so that it has the time of the Web API. */
    public boolean isPolled() {
        return source == PlaySource.YOUR_SPOTIFY && startedAt != null;
    }

    /** Whether it is of the short form. */
    public boolean byMinute() {
        return source == PlaySource.EXPORT_SHORT;
    }

    /** The start as far as it can be told. */
    public long startedAtOrComputed() {
        return startedAt != null ? startedAt : endedAt - msPlayed;
    }
}
