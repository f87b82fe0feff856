package io.github.spotifypipeline.imports;

/**
 * Whether a row and a play of the API can be the same play, and how sure it is: tier 1 is the surest. {@code played_at}
 * is the end of a stream as a rule; of what was heard offline it may be the end as reported, the real end, or the
 * start. Other services do not keep how long something was heard: of your_spotify only the end is compared. The time of
 * a scrobble is the start as a rule.
 */
final class PairRules {

    /** A row whose stream began more than two days before Spotify heard of it is not paired by its start. */
    static final long LONGEST_DELAY = 2 * 86_400_000L;

    /** Clocks, and stops that were reported late. */
    static final long FAR = 90_000;

    private static final long NEAR = 10_000;

    /** A scrobbler notes the start by a clock of its own. */
    private static final long NEAR_START = 60_000;
    private static final long LONGEST_PLAY = 86_400_000;
    private static final long LONGEST_PAUSE = 3_600_000;
    private static final long MINUTE = 60_000;

    /** @param distance in ms; of two matches of one tier the smaller is the better */
    record Match(int tier, long distance) {
    }

    private PairRules() {
    }

    /** From when on the partners of a row lie. */
    static long earliest(Heard row) {
        return row.endedAt() - (row.source().isScrobble() ? NEAR_START : LONGEST_DELAY);
    }

    /** Until when they do. */
    static long latest(Heard row) {
        return row.endedAt() + (row.source().isScrobble() ? LONGEST_PLAY : FAR);
    }

    /**
     * Compares times only; that the song is the same is known.
     *
     * @param sameUri   whether the uri is the same, not only the names
     * @param startedAt of the play, in Unix ms
     * @param playedAt  of the play, in Unix ms
     * @return null when they cannot be the same
     */
    static Match match(Heard row, boolean sameUri, long startedAt, long playedAt) {
        return switch (row.source()) {
            case API, EXPORT -> bySecond(row, sameUri, playedAt);
            case EXPORT_SHORT -> byMinute(row, playedAt);
            case YOUR_SPOTIFY -> byEnd(row, sameUri, playedAt);
            case LASTFM, LISTENBRAINZ, MALOJA, KOITO -> byStart(row.endedAt(), startedAt, playedAt);
        };
    }

    /** What was polled has the very time of the Web API; what was imported there is the row of an export. */
    private static Match byEnd(Heard row, boolean sameUri, long playedAt) {
        long distance = Math.abs(playedAt - row.endedAt());
        if (row.isPolled()) {
            return sameUri && distance == 0 ? new Match(1, 0) : null;
        }
        return distance <= NEAR ? new Match(1, distance) : sameUri && distance <= FAR ? new Match(4, distance) : null;
    }

    /** Near the start is tier 1, later but before the end is tier 2. */
    private static Match byStart(long listenedAt, long startedAt, long playedAt) {
        long distance = Math.abs(listenedAt - startedAt);
        return distance <= NEAR_START ? new Match(1, distance)
                : listenedAt > startedAt && listenedAt <= playedAt ? new Match(2, distance) : null;
    }

    private static Match bySecond(Heard row, boolean sameUri, long playedAt) {
        long end = row.endedAt();
        long toEnd = Math.abs(playedAt - end);
        if (playedAt < end - LONGEST_DELAY || playedAt > end + FAR) {
            return null;
        }
        if (toEnd <= NEAR) {
            return new Match(1, toEnd);
        }
        boolean started = row.startedAt() != null && end - row.startedAt() <= LONGEST_DELAY;
        long realEnd = started ? row.startedAt() + row.msPlayed() : 0;
        if (started && Math.abs(playedAt - realEnd) <= NEAR) {
            return new Match(2, Math.abs(playedAt - realEnd));
        }
        long toStart = Math.abs(playedAt - (end - row.msPlayed()));
        if (started) {
            toStart = Math.min(toStart, Math.abs(playedAt - row.startedAt()));
        }
        if (toStart <= NEAR) {
            return new Match(3, toStart);
        }
        if (sameUri && toEnd <= FAR) {
            return new Match(4, toEnd);
        }
        if (!sameUri || !row.offline()) {
            return null;
        }
        if (!started) {
            return playedAt < end ? new Match(5, toEnd) : null;
        }
        return playedAt > realEnd && playedAt <= Math.min(end, realEnd + LONGEST_PAUSE) + NEAR
                ? new Match(5, playedAt - realEnd) : null;
    }

    /** The short form has the minute of the end, cut off: the same minute is tier 1, one off is tier 2. */
    private static Match byMinute(Heard row, long playedAt) {
        long minutes = Math.abs(Math.floorDiv(playedAt, MINUTE) - row.endedAt() / MINUTE);
        return minutes > 1 ? null : new Match(1 + (int) minutes, minutes * MINUTE);
    }
}
