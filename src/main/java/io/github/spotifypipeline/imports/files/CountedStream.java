package io.github.spotifypipeline.imports.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the bytes that a file unpacks to, and ends one that has more than the limits allow. */
final class CountedStream extends FilterInputStream {

    private final ReadLimits limits;
    private final AtomicLong total;
    private long read;

    /** @param total of all files; null where this file is in it already, because it is read once more */
    CountedStream(InputStream in, ReadLimits limits, AtomicLong total) {
        super(in);
        this.limits = limits;
        this.total = total;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count > 0) {
            read += count;
            if (read > limits.fileBytes()) {
                throw new DamagedFileException("has more than " + (limits.fileBytes() >> 20) + " MiB");
            }
            if (total != null && total.addAndGet(count) > limits.totalBytes()) {
                throw new DamagedFileException("is beyond the " + (limits.totalBytes() >> 30)
                        + " GiB that all files together may have");
            }
        }
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = 0;
        byte[] away = new byte[8192];
        for (int n; skipped < count
                && (n = read(away, 0, (int) Math.min(away.length, count - skipped))) > 0; skipped += n) {
        }
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
