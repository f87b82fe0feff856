package io.github.spotifypipeline.listening;

import java.util.List;

/**
 * The plays of one account or of all, as a question goes through them.
 *
 * @param things of all accounts
 * @param shown  how they are shown
 * @param parts  in the order of their times within an account
 * @param shelf  the library of the same account or of all
 */
record ListenedPlays(Things things, ShownThings shown, List<PlayColumns> parts, LibraryShelf shelf) {

    /** Gets the plays of a period. */
    interface Taker {

        /** @param i the play's place in the part */
        void take(PlayColumns part, int i);
    }

    void forEach(DayPeriod period, Taker taker) {
        long start = period.start();
        long end = period.end();
        for (PlayColumns part : parts) {
            int last = end == Long.MAX_VALUE ? part.size() : part.from(end);
            for (int i = part.from(start); i < last; i++) {
                taker.take(part, i);
            }
        }
    }
}
