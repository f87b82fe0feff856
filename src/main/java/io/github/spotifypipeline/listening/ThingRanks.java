package io.github.spotifypipeline.listening;

import java.util.Arrays;
import java.util.Comparator;

/** Who was heard most: by plays or by hours, then by the other, then who was heard last. */
final class ThingRanks {

    private final int[] order;
    private final int[] ranks;

    private ThingRanks(int[] order, int things) {
        this.order = order;
        this.ranks = new int[things];
        for (int i = 0; i < order.length; i++) {
            ranks[order[i]] = i + 1;
        }
    }

    static ThingRanks of(ThingCounts counts, Measure by, Things things) {
        Integer[] heard = new Integer[counts.different()];
        int next = 0;
        for (int thing = 0; thing < counts.size(); thing++) {
            if (counts.plays(thing) > 0) {
                heard[next++] = thing;
            }
        }
        Arrays.sort(heard, order(counts, by, things));
        return new ThingRanks(Arrays.stream(heard).mapToInt(Integer::intValue).toArray(), counts.size());
    }

    /** The place of one thing that was heard, from 1. */
    static int rank(ThingCounts counts, Measure by, Things things, int thing) {
        Comparator<Integer> order = order(counts, by, things);
        int rank = 1;
        for (int other = 0; other < counts.size(); other++) {
            if (counts.plays(other) > 0 && order.compare(other, thing) < 0) {
                rank++;
            }
        }
        return rank;
    }

    private static Comparator<Integer> order(ThingCounts counts, Measure by, Things things) {
        return (one, other) -> {
            int plays = Integer.compare(counts.plays(other), counts.plays(one));
            int heard = Long.compare(counts.heard(other), counts.heard(one));
            int order = by == Measure.PLAYS ? first(plays, heard) : first(heard, plays);
            order = first(order, Long.compare(counts.last(other), counts.last(one)));
            return order != 0 ? order
                    : things.key(counts.kind(), one).compareTo(things.key(counts.kind(), other));
        };
    }

    private static int first(int order, int next) {
        return order != 0 ? order : next;
    }

    /** What was heard, the most first. */
    int[] order() {
        return order;
    }

    /** The place of a thing, from 1; 0 when it was not heard. */
    int rank(int thing) {
        return thing < ranks.length ? ranks[thing] : 0;
    }
}
