package io.github.spotifypipeline.imports;

/**
 * Whether a row and a play of the API can be the same play, and how sure it is: tier 1 is the surest. {@code played_at}
 * is the end of a stream as a rule; of what was heard offline it may be the end as reported, the real end, or the
 * start.
 */
final class PairRules {

    /** A row whose stream began more than two days before Spotify heard of it is not paired by its start. */
    static final long LONGEST_DELAY = 2 * 86_400_000L;

    /** Clocks, and stops that were reported late. */
    static final long FAR = 90_000;

    private static final long NEAR = 10_000;
    private static final long LONGEST_PAUSE = 3_600_000;
    private static final long MINUTE = 60_000;

    /** @param distance in ms; of two matches of one tier the smaller is the better */
    record Match(int tier, long distance) {
    }

    private PairRules() {
    }

    /**
     * Compares times only; that the song is the same is known.
     *
     * @param sameUri  whether the uri is the same, not only the names
     * @param playedAt of the play, in Unix ms
     * @return null when they cannot be the same
     */
    static Match match(Heard row, boolean sameUri, long playedAt) {
        return row.byMinute() ? byMinute(row, playedAt) : bySecond(row, sameUri, playedAt);
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
