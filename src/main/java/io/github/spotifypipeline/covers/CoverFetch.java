package io.github.spotifypipeline.covers;

import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides which image is fetched next, and what becomes of an answer. One image at a time. */
public final class CoverFetch {

    /** 1 MB, the largest image. */
    public static final long MOST_BYTES = 1L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(CoverFetch.class);
    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final Duration LOG_EVERY = Duration.ofMinutes(1);
    private static final int OK = 200;
    private static final int TIMEOUT = 408;
    private static final int TOO_MANY = 429;
    private static final int SERVER_ERROR = 500;

    private final CoverQueue queue;
    private final CoverFiles files;
    private final Clock clock;
    private final BooleanSupplier stopping;
    private Instant notBefore = Instant.MIN;
    private Instant loggedAt = Instant.MIN;
    private int refused;

    /** @param stopping whether nothing may be begun any more */
    CoverFetch(CoverQueue queue, CoverFiles files, Clock clock, BooleanSupplier stopping) {
        this.queue = queue;
        this.files = files;
        this.clock = clock;
        this.stopping = stopping;
    }

    /** Whether an image is to be fetched now. */
    public synchronized boolean hasNext() {
        return queue.size() > 0 && !clock.instant().isBefore(notBefore) && !stopping.getAsBoolean();
    }

    /** Its address, on an origin that may be asked. */
    public synchronized URI next() {
        return queue.take();
    }

    /** Takes an answer. @param status its HTTP status; a redirect is not followed */
    public synchronized void answered(URI address, int status, byte[] body) {
        Optional<Picture> picture = status == OK && body != null ? Picture.of(body) : Optional.empty();
        if (picture.isPresent()) {
            files.keep(address, picture.get());
            return;
        }
        boolean passes = status == TIMEOUT || status == TOO_MANY || status >= SERVER_ERROR;
        refused(address, passes, status == OK ? "what came is no JPEG, PNG or WebP" : "HTTP " + status);
    }

    /** No answer came, or it broke off. @param thrown why */
    public synchronized void failed(URI address, Exception thrown) {
        boolean tooLarge = thrown instanceof SpotifyException e && e.failure().is(FailureKind.TOO_LARGE);
        refused(address, !tooLarge, tooLarge ? "what came is larger than 1 MB" : "no answer came");
    }

    private void refused(URI address, boolean passes, String reason) {
        try {
            files.refused(address, !passes);
            pause(address, passes, reason);
        } catch (UncheckedIOException e) {
            pause(address, true, "the folder covers in the data folder cannot be written");
        }
    }

    private void pause(URI address, boolean passes, String reason) {
        refused++;
        Instant now = clock.instant();
        if (passes) {
            notBefore = now.plus(PAUSE);
        }
        if (loggedAt.isBefore(now.minus(LOG_EVERY))) {
            LOG.info("{} could not be fetched from {}, the last because {}; tried again later",
                    refused == 1 ? "1 cover" : refused + " covers", address.getHost(), reason);
            loggedAt = now;
            refused = 0;
        }
    }
}
