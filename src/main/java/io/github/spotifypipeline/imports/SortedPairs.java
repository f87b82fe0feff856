package io.github.spotifypipeline.imports;

import java.util.ArrayList;
import java.util.List;

/**
 * Pairs of longs, sorted by the first (unsigned) and then by the second; 16 bytes each. They lie in blocks, because an
 * array that grows takes two and a half times as much meanwhile.
 */
final class SortedPairs {

    private static final int FEW = 16;
    private static final int BLOCK_BITS = 12;
    private static final int IN_BLOCK = (1 << BLOCK_BITS) - 1;

    private final List<long[]> blocks = new ArrayList<>();
    private int size;

    void add(long a, long b) {
        if (size >> BLOCK_BITS == blocks.size()) {
            blocks.add(new long[2 << BLOCK_BITS]);
        }
        set(size++, a, b);
    }

    private void set(int index, long a, long b) {
        long[] block = blocks.get(index >> BLOCK_BITS);
        block[(index & IN_BLOCK) * 2] = a;
        block[(index & IN_BLOCK) * 2 + 1] = b;
    }

    int size() {
        return size;
    }

    long first(int index) {
        return blocks.get(index >> BLOCK_BITS)[(index & IN_BLOCK) * 2];
    }

    long second(int index) {
        return blocks.get(index >> BLOCK_BITS)[(index & IN_BLOCK) * 2 + 1];
    }

    /** To be called after the last {@link #add}. */
    void sort() {
        sort(0, size - 1);
    }

    /** The first pair that is not before this one; {@link #size} when all are. */
    int from(long a, long b) {
        int low = 0;
        int high = size;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (isBefore(middle, a, b)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private void sort(int from, int to) {
        int low = from;
        int high = to;
        // the smaller half by recursion, so that the stack stays short
        while (high - low > FEW) {
            int split = partition(low, high);
            if (split - low < high - split) {
                sort(low, split);
                low = split + 1;
            } else {
                sort(split + 1, high);
                high = split;
            }
        }
        for (int i = low + 1; i <= high; i++) {
            for (int j = i; j > low && isBefore(j, first(j - 1), second(j - 1)); j--) {
                swap(j, j - 1);
            }
        }
    }

    /** Hoare's: equal pairs are split in halves. */
    private int partition(int low, int high) {
        int middle = (low + high) >>> 1;
        long a = first(middle);
        long b = second(middle);
        int i = low - 1;
        int j = high + 1;
        while (true) {
            do {
                i++;
            } while (isBefore(i, a, b));
            do {
                j--;
            } while (isBefore(a, b, first(j), second(j)));
            if (i >= j) {
                return j;
            }
            swap(i, j);
        }
    }

    private void swap(int i, int j) {
        long a = first(i);
        long b = second(i);
        set(i, first(j), second(j));
        set(j, a, b);
    }

    private boolean isBefore(int index, long a, long b) {
        return isBefore(first(index), second(index), a, b);
    }

    private static boolean isBefore(long a, long b, long otherA, long otherB) {
        return a != otherA ? Long.compareUnsigned(a, otherA) < 0 : b < otherB;
    }
}
