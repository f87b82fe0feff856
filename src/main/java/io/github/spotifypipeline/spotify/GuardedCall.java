package io.github.spotifypipeline.spotify;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.concurrent.Cancellable;

/** What one call may still do, and why it was ended. */
final class GuardedCall {

    /** 16 MB, the largest answer, unzipped: a page of 50 items is well below 1 MB. */
    static final long MOST_BYTES = 16L << 20;

    private final Cancellable request;
    private long received;
    private volatile boolean expired;

    GuardedCall(Cancellable request) {
        this.request = request;
    }

    /** Time is up: closes the connection, on which another thread may be waiting. */
    void expire() {
        expired = true;
        request.cancel();
    }

    /** Counts bytes of the answer; 0 or less for none. @throws IOException when it takes too long or is too large */
    void received(long bytes) throws IOException {
        if (expired) {
            throw new SocketTimeoutException("The call took too long");
        }
        received += Math.max(0, bytes);
        if (received > MOST_BYTES) {
            // or closing the answer would read what is left of it, to keep the connection
            request.cancel();
            throw new AnswerTooLargeException();
        }
    }

    /** What to throw where the network failed: a call that was ended fails in many ways, for one reason. */
    IOException reasonFor(IOException failure) {
        return expired ? new SocketTimeoutException("The call took too long") : failure;
    }
}
