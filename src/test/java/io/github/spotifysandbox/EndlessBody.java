package io.github.spotifysandbox;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;

/** A fault's body with spaces after it, as many as are taken, drop by drop or in a flood. */
final class EndlessBody {

    private static final int FLOOD_BYTES = 1 << 16;

    private final Fault fault;
    private final CountDownLatch closing;

    /** @param closing ends it */
    EndlessBody(Fault fault, CountDownLatch closing) {
        this.fault = fault;
        this.closing = closing;
    }

    /** Returns when the sandbox is closed. @throws IOException when the client leaves */
    void sendTo(OutputStream connection) throws IOException, InterruptedException {
        connection.flush();
        OutputStream out = fault.isGzipped() ? new GZIPOutputStream(connection, true) : connection;
        byte[] body = fault.toAnswer().body();
        byte[] spaces = new byte[fault.ending() == Fault.Ending.ENDLESS ? FLOOD_BYTES : 1];
        Arrays.fill(spaces, (byte) ' ');
        if (fault.ending() == Fault.Ending.ENDLESS) {
            out.write(body);
        } else {
            for (int i = 0; i < body.length && !closesWithin(fault.betweenBytes().toMillis()); i++) {
                out.write(body[i]);
                out.flush();
            }
        }
        while (!closesWithin(fault.betweenBytes().toMillis())) {
            out.write(spaces);
            out.flush();
        }
    }

    private boolean closesWithin(long milliseconds) throws InterruptedException {
        return closing.await(milliseconds, TimeUnit.MILLISECONDS);
    }
}
