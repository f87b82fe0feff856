package io.github.spotifypipeline.reading;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The ids that the reading of a list has seen, eight bytes each, so that a library of 100,000 takes less than a
 * megabyte. Two ids share their eight bytes once in billions of such libraries; a removed record would then be noticed
 * one reading later.
 */
final class SeenIds {

    private final MessageDigest digest;
    private long[] hashes = new long[64];
    private int size;
    private boolean sorted = true;
    private int repeats;
    private long order;

    SeenIds() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(String id) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, size * 2);
        }
        hashes[size++] = hash(id);
        sorted = false;
    }

    /** Only counts for {@link #order}. */
    void append(String id) {
        order = order * 31 + hash(id);
    }

    /** Stands for all that was appended, in its order: eight bytes. */
    long order() {
        return order;
    }

    boolean contains(String id) {
        sort();
        return Arrays.binarySearch(hashes, 0, size, hash(id)) >= 0;
    }

    /** How many ids had been seen before. */
    int repeats() {
        sort();
        return repeats;
    }

    private void sort() {
        if (!sorted) {
            Arrays.sort(hashes, 0, size);
            repeats = 0;
            for (int i = 1; i < size; i++) {
                repeats += hashes[i] == hashes[i - 1] ? 1 : 0;
            }
            sorted = true;
        }
    }

    private long hash(String id) {
        return ByteBuffer.wrap(digest.digest(id.getBytes(StandardCharsets.UTF_8))).getLong();
    }
}
