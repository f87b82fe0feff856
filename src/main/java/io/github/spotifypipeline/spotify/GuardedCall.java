package io.github.spotifypipeline.spotify;

import java.io.IOException;
import java.net.SocketTimeoutException;
import org.apache.hc.core5.concurrent.Cancellable;

/** What one call may still do, and why it was ended. */
final class GuardedCall {

    /** 16 MB, the largest answer, unzipped: a page of 50 items is well below 1 MB. */
    static final long MOST_BYTES = 16L << 20;

    private final Cancellable request;
    private final boolean isOfSpotify;
    private final long mostBytes;
    private long received;
    private volatile boolean expired;

    /**
     * @param isOfSpotify whether Spotify is called, so that what breaks the call is a {@link SpotifyException}
     * @param mostBytes   the largest answer, unzipped
     */
    GuardedCall(Cancellable request, boolean isOfSpotify, long mostBytes) {
        this.request = request;
        this.isOfSpotify = isOfSpotify;
        this.mostBytes = mostBytes;
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
        if (received > mostBytes) {
            // or closing the answer would read what is left of it, to keep the connection
            request.cancel();
            throw new BrokenCallException(FailureKind.TOO_LARGE.failure(),
                    "The answer is larger than " + (mostBytes >> 20) + " MB", null);
        }
    }

    /**
     * What to throw where the network failed: a call that was ended fails in many ways, for one reason.
     *
     * @throws SpotifyException in its place, where Spotify is called
     */
    IOException reasonFor(IOException failure) {
        IOException reason = expired ? new SocketTimeoutException("The call took too long") : failure;
        if (isOfSpotify) {
            FailureKind kind = reason instanceof SocketTimeoutException ? FailureKind.TIMEOUT : FailureKind.UNREACHABLE;
            throw new SpotifyException(reason instanceof BrokenCallException broken ? broken.failure()
                    : kind.failure());
        }
        return reason;
    }
}
