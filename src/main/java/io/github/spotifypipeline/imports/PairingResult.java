package io.github.spotifypipeline.imports;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** Which rows are the same play as one of the API's, and the measurement of the rules by them. */
public final class PairingResult {

    private final PlayIndex plays;
    private final Map<RowKey, Pair> pairs;
    private final BitSet paired;

    PairingResult(PlayIndex plays, Map<RowKey, Pair> pairs, BitSet paired) {
        this.plays = plays;
        this.pairs = pairs;
        this.paired = paired;
    }

    /** The pair of a row; null without one. */
    public Pair of(RowKey row) {
        return pairs.get(row);
    }

    /** All of them, in no order. */
    public Collection<Pair> all() {
        return pairs.values();
    }

    /** The rows that plays of the API have already. */
    List<RowKey> merged() {
        return IntStream.range(0, plays.size()).mapToObj(plays::merged).filter(Objects::nonNull).toList();
    }

    /** How many there are of each tier. */
    public SortedMap<Integer, Long> byTier() {
        SortedMap<Integer, Long> tiers = new TreeMap<>();
        pairs.values().forEach(pair -> tiers.merge(pair.tier(), 1L, Long::sum));
        return tiers;
    }

    /**
     * How far {@code played_at} lies from the ends of rows, regardless of the direction, in ms: the proof or disproof
     * of the ten seconds of tier 1.
     *
     * @param median  half are as near
     * @param most    95 of 100 are as near
     * @param largest of all
     */
    public record Offsets(long median, long most, long largest) {
    }

    /** The measurement; null without pairs. */
    public Offsets offsets() {
        long[] offsets = pairs.values().stream().mapToLong(pair -> Math.abs(pair.offset())).toArray();
        if (offsets.length == 0) {
            return null;
        }
        Arrays.sort(offsets);
        return new Offsets(offsets[(offsets.length - 1) / 2], offsets[(offsets.length * 95 + 99) / 100 - 1],
                offsets[offsets.length - 1]);
    }

    /** How many of the API's plays lie in the spans, and how many of these have a row. */
    public Found within(Collection<Span> spans) {
        List<Integer> inside = plays.within(spans);
        return new Found(inside.size(), (int) inside.stream().filter(paired::get).count());
    }

    /** @param plays of the API, in the time of the export @param paired of these, those that the export has, too */
    public record Found(int plays, int paired) {
    }
}
