package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Some plays of an account, in the order of their times: an array for each of what is known of a play.
 *
 * @param times   Unix milliseconds; {@link #NO_TIME} for a play without one
 * @param hours   since 1970 by the listener's clock; {@link #NO_HOUR} for a play without a local time
 * @param faces   which of the songs
 * @param heard   milliseconds: what an export says, else the length of the song
 * @param skips   {@link #UNKNOWN}, {@link #HEARD_OUT} or {@link #SKIPPED}
 * @param songs   that are played
 */
record PlayColumns(long[] times, int[] hours, int[] faces, int[] heard, byte[] skips, List<SongFace> songs) {

    static final long NO_TIME = Long.MIN_VALUE;
    static final int NO_HOUR = Integer.MIN_VALUE;
    static final byte UNKNOWN = 0;
    static final byte HEARD_OUT = 1;
    static final byte SKIPPED = 2;

    /** One play. */
    record OnePlay(long time, int hour, int heard, byte skip, SongFace song) {
    }

    static PlayColumns of(List<OnePlay> plays) {
        int count = plays.size();
        PlayColumns columns = new PlayColumns(new long[count], new int[count], new int[count], new int[count],
                new byte[count], new ArrayList<>());
        Map<SongFace, Integer> numbers = new HashMap<>();
        for (int i = 0; i < count; i++) {
            OnePlay play = plays.get(i);
            columns.times[i] = play.time();
            columns.hours[i] = play.hour();
            columns.heard[i] = play.heard();
            columns.skips[i] = play.skip();
            columns.faces[i] = numbers.computeIfAbsent(play.song(), song -> {
                columns.songs.add(song);
                return columns.songs.size() - 1;
            });
        }
        return columns;
    }

    int size() {
        return times.length;
    }

    /** The same with other numbers for the songs. @param numbers by those that they have here */
    PlayColumns numbered(int[] numbers) {
        int[] other = new int[faces.length];
        for (int i = 0; i < other.length; i++) {
            other[i] = numbers[faces[i]];
        }
        return new PlayColumns(times, hours, other, heard, skips, List.of());
    }

    /** The first play at a time or later. */
    int from(long time) {
        int low = 0;
        int high = times.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (times[middle] < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
