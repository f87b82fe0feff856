package io.github.spotifypipeline.imports;

import java.text.Normalizer;
import java.util.Locale;

/** Names that are compared: NFKC, case folded, trimmed. They are kept as hashes of 64 bits, to save memory. */
final class FoldedName {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private FoldedName() {
    }

    /** Of a name; 0 for none. */
    static long hash(String name) {
        if (name == null) {
            return 0;
        }
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                return hashOfText(fold(name));
            }
        }
        return hashOfText(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Of a text as it is; never 0. */
    static long hashOfText(String text) {
        long hash = OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
        }
        // the last characters reach the upper bits only by this (finalizer of MurmurHash3)
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }

    /** Upper case first, because ß and ς have more than one lower case. */
    private static String fold(String name) {
        String upper = Normalizer.normalize(name, Normalizer.Form.NFKC).toUpperCase(Locale.ROOT);
        return Normalizer.normalize(upper.toLowerCase(Locale.ROOT), Normalizer.Form.NFKC).strip();
    }
}
