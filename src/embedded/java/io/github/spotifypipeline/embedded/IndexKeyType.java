package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.backend.KeyValue;
import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.ObjectDataType;
import org.h2.mvstore.type.StringDataType;

/**
 * How the keys of an index are ordered and stored. The stock type serializes both keys for each comparison and orders
 * them by the bytes. Here a key of one text, as each {@code _id} of the pipeline is, has the same order without
 * serialization and is stored as the text. What the stock type has stored can still be read.
 */
final class IndexKeyType extends ObjectDataType {

    /** A tag that the stock type does not use. */
    private static final byte ONE_TEXT = 20;

    /** What an object, a list and strings take in memory beside their characters. */
    private static final int OVERHEAD = 120;

    @Override
    public int compare(Object one, Object other) {
        String text = text(one);
        String otherText = text(other);
        return text == null || otherText == null ? super.compare(one, other) : compare(text, otherText);
    }

    private static String text(Object key) {
        return key instanceof KeyValue value && value.size() == 1 && value.get(0) instanceof String text ? text : null;
    }

    /** As the bytes of two serialized strings: the length in modified UTF-8 comes first, then the text. */
    static int compare(String one, String other) {
        int lengths = Long.compare(length(one), length(other));
        if (lengths != 0) {
            return lengths;
        }
        for (int i = 0; i < Math.min(one.length(), other.length()); i++) {
            if (one.charAt(i) != other.charAt(i)) {
                return Integer.compare(rank(one.charAt(i)), rank(other.charAt(i)));
            }
        }
        return 0;
    }

    private static long length(String text) {
        long length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            length += c != 0 && c < 0x80 ? 1 : c < 0x800 ? 2 : 3;
        }
        return length;
    }

    /** Modified UTF-8 writes U+0000 in two bytes, which come after those of U+007F. */
    private static int rank(char c) {
        return c == 0 ? 2 * 0x7F + 1 : 2 * c;
    }

    @Override
    public int getMemory(Object key) {
        String text = text(key);
        return text == null ? super.getMemory(key) : OVERHEAD + 2 * text.length();
    }

    @Override
    public void write(WriteBuffer out, Object key) {
        String text = text(key);
        if (text == null) {
            super.write(out, key);
        } else {
            StringDataType.INSTANCE.write(out.put(ONE_TEXT), text);
        }
    }

    @Override
    public Object read(ByteBuffer in) {
        if (in.get(in.position()) != ONE_TEXT) {
            return super.read(in);
        }
        in.get();
        return new KeyValue(StringDataType.INSTANCE.read(in));
    }
}
