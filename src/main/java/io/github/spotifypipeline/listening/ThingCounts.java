package io.github.spotifypipeline.listening;

import java.time.Instant;
import java.util.Arrays;
import java.util.Map;

/** How often and how long each song, artist or album was heard, and when first and last. */
final class ThingCounts {

    private static final double MILLIS_A_HUNDREDTH_HOUR = 36_000;
    private static final double HUNDRED = 100;

    private final ThingKind kind;
    private final int[] plays;
    private final long[] heard;
    private final long[] first;
    private final long[] last;

    private ThingCounts(ThingKind kind, int count) {
        this.kind = kind;
        this.plays = new int[count];
        this.heard = new long[count];
        this.first = new long[count];
        this.last = new long[count];
        Arrays.fill(first, Long.MAX_VALUE);
        Arrays.fill(last, Long.MIN_VALUE);
    }

    static ThingCounts of(ListenedPlays plays, ThingKind kind, DayPeriod period) {
        return of(plays, kind, period, (part, i) -> true);
    }

    /** Tells which plays count. */
    interface Filter {

        /** @param i the play's place in the part */
        boolean counts(PlayColumns part, int i);
    }

    static ThingCounts of(ListenedPlays plays, ThingKind kind, DayPeriod period, Filter filter) {
        ThingCounts all = new ThingCounts(kind, plays.things().count(kind));
        plays.forEach(period, (part, i) -> {
            if (filter.counts(part, i)) {
                all.add(plays.things(), part, i);
            }
        });
        return all;
    }

    private void add(Things things, PlayColumns part, int i) {
        int face = part.faces()[i];
        switch (kind) {
            case SONG -> add(things.song(face), part, i);
            case ALBUM -> add(things.album(face), part, i);
            case ARTIST -> {
                for (int artist : things.artists(face)) {
                    add(artist, part, i);
                }
            }
            default -> throw new IllegalArgumentException(kind.name());
        }
    }

    private void add(int thing, PlayColumns part, int i) {
        if (thing == Things.NONE) {
            return;
        }
        plays[thing]++;
        heard[thing] += part.heard()[i];
        long time = part.times()[i];
        if (time != PlayColumns.NO_TIME) {
            first[thing] = Math.min(first[thing], time);
            last[thing] = Math.max(last[thing], time);
        }
    }

    ThingKind kind() {
        return kind;
    }

    /** How many things there are, heard or not. */
    int size() {
        return plays.length;
    }

    int plays(int thing) {
        return plays[thing];
    }

    long heard(int thing) {
        return heard[thing];
    }

    /** {@link Long#MIN_VALUE} when that is not known. */
    long last(int thing) {
        return last[thing];
    }

    /** {@link Long#MAX_VALUE} when that is not known. */
    long first(int thing) {
        return first[thing];
    }

    /** How many things were heard. */
    int different() {
        int different = 0;
        for (int count : plays) {
            different += count > 0 ? 1 : 0;
        }
        return different;
    }

    /** The row of a thing, as it is shown, with these numbers. */
    Map<String, Object> row(ShownThings shown, int thing) {
        Map<String, Object> row = shown.row(kind, thing);
        row.put("plays", plays[thing]);
        row.put("hours", hours(heard[thing]));
        row.put("first_played_at", time(first[thing]));
        row.put("last_played_at", time(last[thing]));
        return row;
    }

    /** Milliseconds in hours, with two decimals. */
    static double hours(long millis) {
        return Math.round(millis / MILLIS_A_HUNDREDTH_HOUR) / HUNDRED;
    }

    private static Instant time(long millis) {
        return millis == Long.MAX_VALUE || millis == Long.MIN_VALUE ? null : Instant.ofEpochMilli(millis);
    }
}
