package io.github.spotifysandbox;

import java.util.List;

/** Picks from a ranking so that rank r comes up about 1/r as often as rank 1: as people listen. */
final class Zipf {

    private Zipf() {
    }

    /** Takes the inverse of the continuous distribution, which is close enough and needs no table. */
    static <T> T pick(List<T> ranking, Dice dice) {
        double rank = StrictMath.pow(ranking.size() + 1.0, dice.fraction());
        return ranking.get(Math.min((int) rank, ranking.size()) - 1);
    }
}
