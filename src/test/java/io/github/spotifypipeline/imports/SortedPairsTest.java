package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedPairsTest {

    private record Two(long first, long second) {
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 17, 100, 10_000})
    void sortsByTheFirstWithoutSignThenByTheSecond(int size) {
        for (int different : new int[] {1, 3, 1_000_000}) {
            Random dice = new Random(size);
            SortedPairs pairs = new SortedPairs();
            List<Two> expected = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                Two two = new Two((long) dice.nextInt(different) - different / 2, dice.nextInt(different));
                pairs.add(two.first(), two.second());
                expected.add(two);
            }
            pairs.sort();
            expected.sort(Comparator.comparing(Two::first, Long::compareUnsigned).thenComparing(Two::second));

            for (int i = 0; i < size; i++) {
                assertThat(new Two(pairs.first(i), pairs.second(i))).isEqualTo(expected.get(i));
                assertThat(pairs.from(pairs.first(i), pairs.second(i))).isEqualTo(expected.indexOf(expected.get(i)));
                i += size / 100;
            }
            assertThat(pairs.size()).isEqualTo(size);
            assertThat(pairs.from(-1, Long.MAX_VALUE)).isEqualTo(size);
        }
    }
}
