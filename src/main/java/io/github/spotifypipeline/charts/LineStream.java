package io.github.spotifypipeline.charts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.function.Function;

/** A stream of texts in UTF-8. Each is made when the one before it has been read, so that only one is in memory. */
final class LineStream<T> extends InputStream {

    private final Iterator<T> rest;
    private final Function<T, String> line;
    private byte[] bytes;
    private int next;

    /** @param rest closed with the stream if it can be */
    LineStream(String first, Iterator<T> rest, Function<T, String> line) {
        this.rest = rest;
        this.line = line;
        this.bytes = first.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
        return isEnd() ? -1 : bytes[next++] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) {
        if (length == 0) {
            return 0;
        }
        int count = 0;
        while (count < length && !isEnd()) {
            int part = Math.min(length - count, bytes.length - next);
            System.arraycopy(bytes, next, into, offset + count, part);
            next += part;
            count += part;
        }
        return count == 0 ? -1 : count;
    }

    private boolean isEnd() {
        while (next == bytes.length && rest.hasNext()) {
            bytes = line.apply(rest.next()).getBytes(StandardCharsets.UTF_8);
            next = 0;
        }
        return next == bytes.length;
    }

    @Override
    public void close() throws IOException {
        if (rest instanceof AutoCloseable closeable) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
