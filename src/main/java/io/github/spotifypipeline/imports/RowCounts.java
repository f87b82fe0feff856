package io.github.spotifypipeline.imports;

import java.util.EnumMap;
import java.util.Map;

/**
 * How many rows were read, and what became of them. read = new + known + merged + moved + duplicate + short + episode +
 * chapter + empty + dead + private_left_out, or the import has not succeeded.
 */
public final class RowCounts {

    private final Map<RowOutcome, Long> outcomes = new EnumMap<>(RowOutcome.class);
    private long read;

    /** So many rows were read. */
    public void addRead(long rows) {
        read += rows;
    }

    /** This became of so many rows. */
    public void add(RowOutcome outcome, long rows) {
        outcomes.merge(outcome, rows, Long::sum);
    }

    /** How many rows were read. */
    public long read() {
        return read;
    }

    /** How many rows this became of. */
    public long of(RowOutcome outcome) {
        return outcomes.getOrDefault(outcome, 0L);
    }

    /** @throws IllegalStateException when rows are not accounted for; says how many */
    public void requireComplete() {
        long sum = outcomes.values().stream().mapToLong(Long::longValue).sum();
        if (sum != read) {
            throw new IllegalStateException("Of " + read + " rows that were read, " + sum + " are accounted for. "
                    + "Where a transform in routes/import leaves rows out, change it. Then import the file once more: "
                    + "rows that are stored are not stored twice");
        }
    }
}
