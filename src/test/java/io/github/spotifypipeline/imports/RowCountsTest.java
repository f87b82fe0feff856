package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowCountsTest {

    private final RowCounts counts = new RowCounts();

    @Test
    void accountsForEachRow() {
        for (RowOutcome outcome : RowOutcome.values()) {
            counts.addRead(2);
            counts.add(outcome, 2);
        }
        counts.requireComplete();

        assertThat(counts.read()).isEqualTo(22);
        assertThat(counts.of(RowOutcome.PRIVATE_LEFT_OUT)).isEqualTo(2);
        assertThat(Arrays.stream(RowOutcome.values()).map(RowOutcome::field)).containsExactly("new", "known", "merged",
                "moved", "duplicate", "short", "episode", "chapter", "empty", "dead", "private_left_out");
    }

    @Test
    void failsWhereRowsAreNotAccountedFor() {
        counts.addRead(3);
        counts.add(RowOutcome.NEW, 2);

        assertThatThrownBy(counts::requireComplete).isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Of 3 rows that were read, 2 are accounted for");
    }

    @Test
    void namesWhatIsStoredByItsPlace() {
        assertThat(Arrays.stream(Place.values()).map(RowOutcome::stored)).containsExactly(RowOutcome.NEW,
                RowOutcome.SHORT,
                RowOutcome.EPISODE, RowOutcome.CHAPTER);
    }
}
