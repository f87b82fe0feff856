package io.github.spotifypipeline.imports;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which rows are copies of others, and which are real repeats, from 16 bytes a row, so that the order of rows does not
 * count. Rows of equal end, uri and length are copies where their starts are equal, one is unknown, or they overlap;
 * the one with a start stays. What is left is numbered by its start. A row of 30 seconds and more without a start is
 * also a copy where an earlier one of the same song, which has none either, overlaps it: a song cannot overlap itself.
 */
public final class RowIndex {

    /** The number of a copy. */
    static final int COPY = -1;
    private static final int ABSENT = -2;

    /** Clocks and jumps shorten a stream by as much. */
    private static final long TOLERANCE = 5_000;
    private static final long LEAST_WITHOUT_START = 30_000;
    private static final int PLACE_BITS = 2;
    private static final Place[] PLACES = Place.values();

    private final SortedPairs rows = new SortedPairs();
    private final BitSet kept = new BitSet();
    private final Map<Place, Long> keptByPlace = new EnumMap<>(Place.class);
    private final SortedMap<Integer, Long> playsByYear = new TreeMap<>();
    private long late;

    void add(RowKey key, Place place) {
        rows.add(key.stream(), key.play() << PLACE_BITS | place.ordinal());
    }

    /** To be called after the last row was added. */
    void seal() {
        rows.sort();
        int withoutStart = -1;
        for (int from = 0, to; from < rows.size(); from = to) {
            to = from + 1;
            while (to < rows.size() && isSame(from, to)) {
                to++;
            }
            keep(from, to);
            if (kept.get(from) && isWithoutStart(play(from))) {
                if (withoutStart >= 0 && overlaps(withoutStart, from)) {
                    kept.clear(from);
                } else {
                    withoutStart = from;
                }
            }
        }
        count();
    }

    private boolean isSame(int one, int other) {
        return rows.first(one) == rows.first(other) && RowKey.length(play(one)) == RowKey.length(play(other));
    }

    /** Rows of equal end, uri and length, by start; those without one stand first, those of the short form last. */
    private void keep(int from, int to) {
        long next = Long.MIN_VALUE;
        for (int row = from; row < to; row++) {
            if (RowKey.hasStart(play(row))) {
                long start = RowKey.startedAt(rows.first(row), play(row));
                if (start >= next) {
                    kept.set(row);
                    next = start + leastApart(RowKey.length(play(row)));
                }
            }
        }
        if (next == Long.MIN_VALUE) {
            kept.set(from);
        }
    }

    /** How far the starts of repeats of a length are apart. */
    static long leastApart(long length) {
        return Math.max(1, length - TOLERANCE);
    }

    private static boolean isWithoutStart(long play) {
        return !RowKey.hasStart(play) && !RowKey.isByMinute(play) && RowKey.length(play) >= LEAST_WITHOUT_START;
    }

    private boolean overlaps(int earlier, int later) {
        return overlaps(later, new RowKey(rows.first(earlier), play(earlier)));
    }

    /** By the shorter of the two: who hears a song whole, and then half of it, has heard it twice. */
    private boolean overlaps(int row, RowKey other) {
        return RowKey.song(rows.first(row)) == RowKey.song(other.stream())
                && Math.abs(RowKey.endedAt(rows.first(row)) - other.endedAt())
                        < Math.min(RowKey.length(play(row)), other.length()) - TOLERANCE;
    }

    /** Whether a row of another import has the end, uri and length of one of these, or overlaps one. */
    boolean concerns(RowKey other) {
        int at = rows.from(other.stream(), RowKey.first(other.play()) << PLACE_BITS);
        return at < rows.size() && rows.first(at) == other.stream() && RowKey.length(play(at)) == other.length()
                || isWithoutStart(other.play()) && (overlapsFrom(at - 1, -1, other) || overlapsFrom(at, 1, other));
    }

    private boolean overlapsFrom(int from, int step, RowKey other) {
        for (int row = from; row >= 0 && row < rows.size()
                && RowKey.song(rows.first(row)) == RowKey.song(other.stream())
                && Math.abs(RowKey.endedAt(rows.first(row)) - other.endedAt()) < other.length(); row += step) {
            if (isWithoutStart(play(row)) && overlaps(row, other)) {
                return true;
            }
        }
        return false;
    }

    /** Adds the rows of a row's song to those of another index. */
    void copySong(RowKey one, RowIndex other) {
        long song = RowKey.song(one.stream());
        int first = rows.from(RowKey.firstOfSong(song), 0);
        for (int row = first; row < rows.size() && RowKey.song(rows.first(row)) == song; row++) {
            other.rows.add(rows.first(row), rows.second(row));
        }
    }

    private void count() {
        for (int row = kept.nextSetBit(0); row >= 0; row = kept.nextSetBit(row + 1)) {
            Place place = PLACES[(int) rows.second(row) & (1 << PLACE_BITS) - 1];
            keptByPlace.merge(place, 1L, Long::sum);
            if (place == Place.PLAY) {
                late += new RowKey(rows.first(row), play(row)).isLate() ? 1 : 0;
                playsByYear.merge(year(RowKey.endedAt(rows.first(row))), 1L, Long::sum);
            }
        }
    }

    private static int year(long millis) {
        return Instant.ofEpochMilli(millis).atOffset(ZoneOffset.UTC).getYear();
    }

    private long play(int row) {
        return rows.second(row) >>> PLACE_BITS;
    }

    /** The first of equal ones; {@link #ABSENT} when no such row was added. */
    private int position(RowKey key) {
        int row = rows.from(key.stream(), key.play() << PLACE_BITS);
        return row == rows.size() || rows.first(row) != key.stream() || play(row) != key.play() ? ABSENT : row;
    }

    /** @throws IllegalStateException when no such row was added: the file changed between the passes */
    private int find(RowKey key) {
        int row = position(key);
        if (row == ABSENT) {
            throw new IllegalStateException("The file changed while it was imported. Import it once more");
        }
        return row;
    }

    /** n of the n-th repeat, 0 of the first; {@link #COPY} of a copy, less when no such row was added. */
    int number(RowKey key) {
        int row = position(key);
        return row == ABSENT ? ABSENT : kept.get(row) ? number(row) : COPY;
    }

    private int number(int row) {
        if (row == 0 || !isSame(row - 1, row)) {
            return 0;
        }
        int first = rows.from(rows.first(row), RowKey.first(play(row)) << PLACE_BITS);
        return kept.get(first, row).cardinality();
    }

    /** Whether a row of this key is no copy. */
    public boolean keeps(RowKey key) {
        return kept.get(find(key));
    }

    /** Where the document of a row belongs. */
    Place place(RowKey key) {
        return PLACES[(int) rows.second(find(key)) & (1 << PLACE_BITS) - 1];
    }

    /** How many are no copies, by where they belong. */
    public Map<Place, Long> keptByPlace() {
        return keptByPlace;
    }

    /** How many songs that are no copies were heard long enough, by the year of their end in UTC. */
    public SortedMap<Integer, Long> playsByYear() {
        return playsByYear;
    }

    /** How many songs, heard long enough and no copies, were reported too late to be paired ({@link RowKey#isLate}). */
    public long late() {
        return late;
    }

    /** How many are copies. */
    public long copies() {
        return rows.size() - kept.cardinality();
    }

    /** Goes through the rows once more, in any order. */
    public Pass pass() {
        return new Pass();
    }

    /** Says of each row, as it comes, whether it is a copy. */
    public final class Pass {

        private final BitSet seen = new BitSet();

        private Pass() {
        }

        /** @return n of the n-th repeat, 0 of the first; {@link RowIndex#COPY} of a copy */
        public int repeat(RowKey key) {
            int row = find(key);
            if (!kept.get(row) || seen.get(row)) {
                return COPY;
            }
            seen.set(row);
            return number(row);
        }
    }
}
