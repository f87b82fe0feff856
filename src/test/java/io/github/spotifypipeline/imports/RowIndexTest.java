package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.records.PlaySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RowIndexTest {

    private static final long T = Instant.parse("2023-01-01T12:00:00Z").toEpochMilli();

    /**
     * Rows as {@code uri end length start}, seconds after noon but for the length in ms; no start is {@code -}, a row
     * of the short form has {@code m}. What is expected has the same order: n of the n-th repeat, or x of a copy.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        // exact copies: overlapping exports, two zips of the same
        "a 0 200000 -200, a 0 200000 -200                             | 0 x",
        "a 0 200000 -, a 0 200000 -, a 0 200000 -                     | 0 x x",
        // of two copies the one with a start stays
        "a 0 200000 -, a 0 200000 -200                                | x 0",
        "a 0 200000 -200, a 0 200000 -                                | 0 x",
        // songs on repeat, offline and reported in one go: starts are a length apart
        "a 0 200000 -1000, a 0 200000 -800, a 0 200000 -600           | 0 1 2",
        "a 0 200000 -600, a 0 200000 -1000, a 0 200000 -800           | 2 0 1",
        "a 0 200000 -600, a 0 200000 -1000, a 0 200000 -800, a 0 200000 -600, a 0 200000 - | 2 0 1 x x",
        // less than length - 5 s apart: a copy; as much: a repeat
        "a 0 200000 -400, a 0 200000 -205                             | 0 1",
        "a 0 200000 -400, a 0 200000 -206                             | 0 x",
        "a 0 200000 -400, a 0 200000 -300, a 0 200000 -200            | 0 x 1",
        // short ones: equal starts only
        "a 0 3000 -10, a 0 3000 -10, a 0 3000 -9                      | 0 x 1",
        "a 0 0 0, a 0 0 0                                             | 0 x",
        // another length, end or song is another row
        "a 0 200000 -200, a 0 200001 -200, a 1 200000 -199, b 0 200000 -200 | 0 0 0 0",
        // without a start a song cannot overlap itself: the shorter one's length counts
        "a 0 200000 -, a 194 200000 -                                 | 0 x",
        "a 0 200000 -, a 195 200000 -                                 | 0 0",
        "a 0 200000 -, a 100 150000 -                                 | 0 x",
        "a 0 200000 -, a 40 40000 -                                   | 0 0",
        "a 0 31000 -, a 150 200000 -                                  | 0 0",
        "a 150 200000 -, a 0 200000 -, a 250 200000 -                 | x 0 0",
        "a 0 200000 -, b 100 200000 -                                 | 0 0",
        // only where neither has a start, and both are of 30 s and more
        "a 0 200000 -, a 100 200000 -100                              | 0 0",
        "a 0 200000 -200, a 100 200000 -                              | 0 0",
        "a 0 200000 -, a 100 29999 -                                  | 0 0",
        "a 0 29999 -, a 10 200000 -                                   | 0 0",
        // minutes of the short form are cut off, so they prove no overlap
        "a 0 200000 m, a 180 200000 m                                 | 0 0",
        "a 0 200000 m, a 0 200000 m                                   | 0 x",
        "a 0 200000 m, a 0 200000 -                                   | x 0"})
    void tellsCopiesFromRepeats(String rows, String expected) {
        List<RowKey> keys = Arrays.stream(rows.split(",")).map(row -> key(row.strip().split(" "))).toList();

        assertThat(String.join(" ", decide(keys))).isEqualTo(expected);
    }

    @Test
    void countsWhatItKeeps() {
        RowIndex index = new RowIndex();
        Instant newYear = Instant.parse("2024-01-01T00:00:00Z");
        index.add(key(newYear.toEpochMilli(), 200_000, null), Place.PLAY);
        index.add(key(newYear.toEpochMilli() - 1000, 3_000, null), Place.SHORT);
        index.add(key(newYear.toEpochMilli() - 1000, 3_000, null), Place.SHORT);
        index.add(key(newYear.toEpochMilli() - 1000, 500_000, newYear.minusSeconds(3 * 86_400).toEpochMilli()),
                Place.PLAY);
        index.add(key(newYear.toEpochMilli() + 9_000_000, 900_000, null), Place.EPISODE);
        index.seal();

        assertThat(index.copies()).isOne();
        assertThat(index.keptByPlace()).containsOnly(Map.entry(Place.PLAY, 2L), Map.entry(Place.SHORT, 1L),
                Map.entry(Place.EPISODE, 1L));
        assertThat(index.playsByYear()).containsOnly(Map.entry(2023, 1L), Map.entry(2024, 1L));
        assertThat(index.late()).isOne();
    }

    @Test
    void decidesTheSameInAnyOrder() {
        Random dice = new Random(3);
        List<RowKey> keys = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            long end = T + 1000L * dice.nextInt(2000);
            keys.add(RowKey.of("song" + dice.nextInt(3), new Heard(end, 30_000 + 60_000L * dice.nextInt(3),
                    dice.nextInt(3) == 0 ? null : (Long) (end - 1000L * dice.nextInt(500)), false, false, false,
                    PlaySource.EXPORT)));
        }
        Map<RowKey, Integer> first = repeats(keys);
        for (int round = 0; round < 5; round++) {
            Collections.shuffle(keys, dice);
            assertThat(repeats(keys)).isEqualTo(first);
        }
    }

    private static Map<RowKey, Integer> repeats(List<RowKey> keys) {
        Map<RowKey, Integer> repeats = new HashMap<>();
        List<String> decided = decide(keys);
        for (int i = 0; i < keys.size(); i++) {
            if (!decided.get(i).equals("x")) {
                repeats.put(keys.get(i), Integer.valueOf(decided.get(i)));
            }
        }
        return repeats;
    }

    private static List<String> decide(List<RowKey> keys) {
        RowIndex index = new RowIndex();
        keys.forEach(key -> index.add(key, Place.PLAY));
        index.seal();
        RowIndex.Pass pass = index.pass();
        return keys.stream().map(pass::repeat).map(repeat -> repeat < 0 ? "x" : repeat.toString()).toList();
    }

    private static RowKey key(String[] row) {
        Long start = row[3].matches("[-m]") ? null : (Long) (T + 1000 * Long.parseLong(row[3]));
        return RowKey.of(row[0], new Heard(T + 1000 * Long.parseLong(row[1]), Long.parseLong(row[2]), start, false,
                false,
                false, row[3].equals("m") ? PlaySource.EXPORT_SHORT : PlaySource.EXPORT));
    }

    private static RowKey key(long end, long length, Long start) {
        return RowKey.of("song", new Heard(end, length, start, false, false, false, PlaySource.EXPORT));
    }
}
