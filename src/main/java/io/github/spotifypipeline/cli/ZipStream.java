package io.github.spotifypipeline.cli;

import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.util.zip.Deflater;
import java.util.zip.ZipOutputStream;

/** A zip that is made while it is sent. One that could not be made to its end breaks off, so that nobody takes it. */
final class ZipStream extends PipedInputStream {

    private static final int PIPE = 64 * 1024;

    private final Content content;
    private volatile Exception failure;

    /** What the zip holds. */
    interface Content {

        void writeTo(ZipOutputStream zip) throws IOException;
    }

    private ZipStream(Content content) {
        super(PIPE);
        this.content = content;
    }

    static ZipStream of(Content content) throws IOException {
        ZipStream stream = new ZipStream(content);
        PipedOutputStream out = new PipedOutputStream(stream);
        Thread writer = new Thread(() -> stream.write(out), "zip-to-send");
        writer.setDaemon(true);
        writer.start();
        return stream;
    }

    private void write(PipedOutputStream out) {
        try (out) {
            ZipOutputStream zip = new ZipOutputStream(out);
            zip.setLevel(Deflater.BEST_SPEED);
            content.writeTo(zip);
            zip.finish();
        } catch (IOException | RuntimeException e) {
            // also when the pipeline has hung up: it says why
            failure = e;
        }
    }

    @Override
    public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
        int count = super.read(bytes, offset, length);
        if (count < 0 && failure != null) {
            throw new IOException("broken off", failure);
        }
        return count;
    }

    /** Why it broke off; null when it did not. */
    Exception failure() {
        return failure;
    }
}
