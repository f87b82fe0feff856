package io.github.spotifysandbox.music;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Numbers that look random and follow from a seed and labels alone: the same on every machine and Java version, which
 * {@link java.util.SplittableRandom} does not promise. SplitMix64 over an FNV-1a hash of the labels.
 */
public final class Dice {

    private static final String BASE62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private long state;

    private Dice(long state) {
        this.state = state;
    }

    /** The numbers that belong to a seed and labels. */
    public static Dice of(long seed, Object... labels) {
        long hash = 0xcbf29ce484222325L ^ seed;
        for (Object label : labels) {
            String text = label.toString();
            for (int i = 0; i < text.length(); i++) {
                hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
            }
            hash = (hash ^ 0x1f) * 0x100000001b3L;
        }
        return new Dice(hash);
    }

    /** 0 to bound - 1. */
    public int below(int bound) {
        return (int) below((long) bound);
    }

    /** 0 to bound - 1. */
    public long below(long bound) {
        return Long.remainderUnsigned(next(), bound);
    }

    /** 0 (inclusive) to 1 (exclusive). */
    public double fraction() {
        return (next() >>> 11) * 0x1.0p-53;
    }

    /** Whether something happens that does so with this probability. */
    public boolean chance(double probability) {
        return fraction() < probability;
    }

    /** One of a list. */
    public <T> T pick(List<T> list) {
        return list.get(below(list.size()));
    }

    /** Picks rank r about 1/r as often as rank 1, as people listen: the inverse of the continuous Zipf distribution. */
    public <T> T pickByRank(List<T> ranking) {
        double rank = StrictMath.pow(ranking.size() + 1.0, fraction());
        return ranking.get(Math.min((int) rank, ranking.size()) - 1);
    }

    /** A shuffled copy. */
    public <T> List<T> shuffled(List<T> list) {
        List<T> copy = new ArrayList<>(list);
        for (int i = copy.size() - 1; i > 0; i--) {
            Collections.swap(copy, i, below(i + 1));
        }
        return copy;
    }

    /** An id in Spotify's alphabet. */
    public String base62(int length) {
        StringBuilder id = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            id.append(BASE62.charAt(below(BASE62.length())));
        }
        return id.toString();
    }

    private long next() {
        state += 0x9e3779b97f4a7c15L;
        long mixed = (state ^ (state >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
