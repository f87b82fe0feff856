package io.github.spotifypipeline.imports;

/**
 * A row and a play of the API that are the same play.
 *
 * @param row    the row
 * @param playId {@code _id} of the play's document
 * @param tier   1 is the surest, 5 the least sure
 * @param offset how far {@code played_at} lies after the row's end, in ms; negative when before
 * @param held   whether the play has this row as its {@code stream} already, or a better one
 */
public record Pair(RowKey row, String playId, int tier, long offset, boolean held) {

    /** What becomes of the row. */
    public RowOutcome outcome() {
        return playId.equals(PlayIndex.OF_FILE) ? RowOutcome.DUPLICATE : held ? RowOutcome.KNOWN : RowOutcome.MERGED;
    }
}
