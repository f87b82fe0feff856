package io.github.spotifypipeline.imports;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Copies and repeats over several imports, so that the documents are the same as if all rows had come at once. A row
 * that is stored and may be a copy or a repeat of one of this import has all of the import's rows of that song looked
 * at together with it, by the rules of {@link RowIndex}. Of other rows nothing is kept.
 *
 * <p>Stored rows are told twice: first to {@link #compare}, then, where it {@link #isNeeded}, to {@link #place}.
 */
public final class Renumbering {

    private final RowIndex rows;
    private final RowIndex together = new RowIndex();
    private final Set<Long> songs = new HashSet<>();
    private final List<Move> moves = new ArrayList<>();
    private final Set<String> copies = new HashSet<>();
    private RowIndex.Pass pass;

    /**
     * A document that gets another {@code _id}.
     *
     * @param from   its {@code _id}
     * @param to     the other one
     * @param before its number
     * @param number that it gets
     */
    public record Move(String from, String to, int before, int number) {

        /** So that none is overwritten before it has moved itself: numbers only grow, but for what was deleted. */
        private int order() {
            return number > before ? -number : number;
        }
    }

    /** @param rows of this import */
    Renumbering(RowIndex rows) {
        this.rows = rows;
    }

    /** Takes note of the row that a play of the API has. */
    void compareMerged(RowKey key) {
        if (rows.number(key) < 0) {
            lookAt(key);
        }
    }

    /** Takes note of a row that is stored. */
    public void compare(StoredKey stored) {
        if (rows.number(stored.key()) != stored.repeat()) {
            lookAt(stored.key());
        }
    }

    private void lookAt(RowKey key) {
        if (rows.concerns(key)) {
            if (songs.add(RowKey.song(key.stream()))) {
                rows.copySong(key, together);
            }
            together.add(key, Place.PLAY);
        }
    }

    /** To be called when all were compared. */
    public boolean isNeeded() {
        together.seal();
        pass = together.pass();
        return !songs.isEmpty();
    }

    /** Finds out what becomes of the document of a row that is stored. */
    public void place(StoredKey stored) {
        int number = together.number(stored.key());
        if (number == RowIndex.COPY) {
            copies.add(stored.id(stored.repeat()));
        } else if (number >= 0 && number != stored.repeat()) {
            moves.add(new Move(stored.id(stored.repeat()), stored.id(number), stored.repeat(), number));
        }
    }

    /** Documents that get another {@code _id}, in an order in which none is lost. */
    public List<Move> moves() {
        return moves.stream().sorted(Comparator.comparingInt(Move::order)).toList();
    }

    /** The ids that are to be free, or of another row, after {@link #moves}. */
    public Set<String> left() {
        Set<String> left = new HashSet<>(copies);
        moves.forEach(move -> left.add(move.from()));
        moves.forEach(move -> left.remove(move.to()));
        return left;
    }

    /** Documents of which a row of this import is the better copy. */
    public Set<String> copies() {
        return copies;
    }

    /** Whether a row's song has rows that are looked at together. */
    boolean concerns(RowKey key) {
        return songs.contains(RowKey.song(key.stream()));
    }

    /** The same as {@link RowIndex.Pass#repeat}, with the stored rows. */
    int repeat(RowKey key) {
        return pass.repeat(key);
    }
}
