package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.json.Hash128;
import java.util.Arrays;

/** Numbers from 0 on by keys of eight bytes; 24 bytes a key at most, as a library may have 100,000 entries. */
public final class LongIndex {

    private static final int NONE = -1;

    private long[] keys = new long[64];
    private int[] values = new int[64];
    private int size;

    public LongIndex() {
        Arrays.fill(values, NONE);
    }

    /** A text as a key. Two texts share one once in billions of libraries of 100,000. */
    public static long key(String text) {
        return Hash128.of(text).high();
    }

    /** The number of a key; -1 when it has none. */
    public int get(long key) {
        return values[place(key)];
    }

    /** Gives a key a number. @return the one that it had; -1 when it had none */
    public int put(long key, int value) {
        int place = place(key);
        int before = values[place];
        keys[place] = key;
        values[place] = value;
        if (before == NONE) {
            size++;
            if (2 * size > keys.length) {
                grow();
            }
        }
        return before;
    }

    public int size() {
        return size;
    }

    private int place(long key) {
        int place = (int) (key ^ key >>> 32) & keys.length - 1;
        while (values[place] != NONE && keys[place] != key) {
            place = place + 1 & keys.length - 1;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new int[keys.length];
        Arrays.fill(values, NONE);
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != NONE) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
