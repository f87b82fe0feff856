package io.github.spotifypipeline.imports;

import java.util.List;

/**
 * When songs were heard, as the API and exports tell it: a scrobble is a play only where neither has it. It keeps 16
 * bytes of each play.
 */
public final class HeardSongs {

    /** Scrobblers note the start, by clocks of their own. */
    private static final long NEAR = 60_000;
    private static final int LENGTH_BITS = 20;
    private static final long LONGEST = (1L << LENGTH_BITS) - 1;

    private final SortedPairs plays = new SortedPairs();
    private boolean sorted;

    /**
     * Takes note of a play, to be called before anything is asked.
     *
     * @param startedAt in Unix ms
     * @param endedAt   in Unix ms
     */
    public void add(SongNames names, long startedAt, long endedAt) {
        plays.add(song(names.title(), names.artist()),
                startedAt << LENGTH_BITS | Math.max(0, Math.min(LONGEST, (endedAt - startedAt) / 1000)));
    }

    /**
     * Whether a song of this title and one of these artists began within a minute of a time, or was under way.
     *
     * @param at in Unix ms
     */
    public boolean has(String title, List<String> artists, long at) {
        if (!sorted) {
            plays.sort();
            sorted = true;
        }
        return artists.stream().anyMatch(artist -> has(song(title, artist), at));
    }

    private boolean has(long song, long at) {
        for (int i = plays.from(song, (at + NEAR + 1) << LENGTH_BITS) - 1; i >= 0 && plays.first(i) == song; i--) {
            long start = plays.second(i) >> LENGTH_BITS;
            if (at - start <= Math.max(NEAR, 1000 * (plays.second(i) & LONGEST))) {
                return true;
            }
            if (at - start > 1000 * LONGEST) {
                return false;
            }
        }
        return false;
    }

    private static long song(String title, String artist) {
        return FoldedName.hash(title) * 31 + FoldedName.hash(artist);
    }
}
