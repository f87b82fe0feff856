package io.github.spotifypipeline.imports;

/**
 * What two rows are told apart by: end, uri, length and start, in 16 bytes. Rows that are equal but for the start have
 * the same document, apart from repeats.
 *
 * @param stream 33 bits of the uri's hash and the end in seconds since 2006, so that rows of one song lie together, by
 *               time
 * @param play   29 bits of the length in ms and 32 of the start
 */
public record RowKey(long stream, long play) implements Comparable<RowKey> {

    private static final long EPOCH_2006 = 1_136_073_600L;
    private static final int TIME_BITS = 31;
    private static final int START_BITS = 32;
    private static final long LONGEST = (1L << 29) - 1;
    private static final long UNKNOWN = 0;
    private static final long BY_MINUTE = 0xffff_ffffL;

    /** A start is kept as ms after the earliest that {@link Heard#start} allows, and one, as 0 means unknown. */
    private static final long EARLIEST_START = 30 * 86_400_000L + 1;

    /** Of a row, or of the document that was made of it. */
    public static RowKey of(String uri, Heard heard) {
        long end = heard.endedAt() / 1000 - EPOCH_2006;
        long start = heard.byMinute() ? BY_MINUTE
                : heard.startedAt() == null ? UNKNOWN : heard.startedAt() - heard.endedAt() + EARLIEST_START;
        return new RowKey(FoldedName.hashOfText(uri) << TIME_BITS | end & (1L << TIME_BITS) - 1,
                Math.min(heard.msPlayed(), LONGEST) << START_BITS | start);
    }

    static long song(long stream) {
        return stream >>> TIME_BITS;
    }

    /** The smallest of a song. */
    static long firstOfSong(long song) {
        return song << TIME_BITS;
    }

    /** In Unix ms. */
    static long endedAt(long stream) {
        return ((stream & (1L << TIME_BITS) - 1) + EPOCH_2006) * 1000;
    }

    long length() {
        return length(play);
    }

    static long length(long play) {
        return play >>> START_BITS;
    }

    /** The smallest of the same length. */
    static long first(long play) {
        return play >>> START_BITS << START_BITS;
    }

    static boolean hasStart(long play) {
        return !isByMinute(play) && (play & BY_MINUTE) != UNKNOWN;
    }

    static boolean isByMinute(long play) {
        return (play & BY_MINUTE) == BY_MINUTE;
    }

    /** In Unix ms; meaningless without one. */
    static long startedAt(long stream, long play) {
        return endedAt(stream) - EARLIEST_START + (play & BY_MINUTE);
    }

    /** The end of the row, in Unix ms. */
    public long endedAt() {
        return endedAt(stream);
    }

    /** Whether Spotify heard of the stream more than two days after it began, so that its end says little. */
    boolean isLate() {
        return hasStart(play) && endedAt(stream) - startedAt(stream, play) > PairRules.LONGEST_DELAY;
    }

    /** Whether end, length and start are equal. A row that has only names gets another uri when our lists name one. */
    boolean isSameButForUri(RowKey other) {
        return other != null && play == other.play && endedAt() == other.endedAt();
    }

    /** Whether of two rows of equal end and length, whose uri is another name of one song, one is a copy. */
    public boolean isCopy(RowKey other) {
        return !hasStart(play) || !hasStart(other.play)
                || Math.abs(startedAt(stream, play) - startedAt(other.stream, other.play))
                        < RowIndex.leastApart(length());
    }

    /** Whether end and length are equal, and one is a copy of the other; the uri may be another one. */
    boolean isSameOrCopy(RowKey other) {
        return length() == other.length() && endedAt() == other.endedAt() && isCopy(other);
    }

    /** By song and time. */
    @Override
    public int compareTo(RowKey other) {
        return stream != other.stream ? Long.compareUnsigned(stream, other.stream) : Long.compare(play, other.play);
    }
}
