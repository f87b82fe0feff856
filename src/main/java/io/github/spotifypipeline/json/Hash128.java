package io.github.spotifypipeline.json;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.apache.commons.codec.digest.MurmurHash3;

/**
 * 128 bits that tell bytes from others: their MurmurHash3, x64. Two of a billion different ones are the same with a
 * probability of one in 10^21.
 */
public record Hash128(long high, long low) {

    private static final HexFormat HEX = HexFormat.of();
    private static final int DIGITS = 16;

    /** Of some bytes. */
    public static Hash128 of(byte[] bytes, int from, int to) {
        long[] hash = MurmurHash3.hash128x64(bytes, from, to - from, 0);
        return new Hash128(hash[0], hash[1]);
    }

    /** Of a text in UTF-8. */
    public static Hash128 of(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return of(bytes, 0, bytes.length);
    }

    /** What 32 hexadecimal digits say; null where that is something else. */
    public static Hash128 parse(String digits) {
        try {
            return digits == null || digits.length() != 2 * DIGITS ? null
                    : new Hash128(HexFormat.fromHexDigitsToLong(digits, 0, DIGITS),
                            HexFormat.fromHexDigitsToLong(digits, DIGITS, 2 * DIGITS));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Both as one, from which each follows by the other. */
    public Hash128 xor(Hash128 other) {
        return new Hash128(high ^ other.high, low ^ other.low);
    }

    /** 32 hexadecimal digits. */
    @Override
    public String toString() {
        return HEX.toHexDigits(high) + HEX.toHexDigits(low);
    }
}
