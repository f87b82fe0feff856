package io.github.spotifypipeline.covers;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Which image a song or an artist was last shown with, so that an address that keeps changing is not kept asking. */
final class ShownAddresses {

    private static final Duration GOOD_FOR = Duration.ofDays(1);
    private static final int MOST = 20_000;

    private final Clock clock;
    private final Map<String, Shown> shown = new LinkedHashMap<>(16, 0.75f, true) {

        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Shown> eldest) {
            return size() > MOST;
        }
    };

    /** @param since when it was shown first */
    record Shown(URI address, Instant since) {
    }

    ShownAddresses(Clock clock) {
        this.clock = clock;
    }

    synchronized void put(String uri, URI address) {
        Shown before = shown.get(uri);
        if (before == null || !before.address().equals(address)) {
            shown.put(uri, new Shown(address, clock.instant()));
        }
    }

    /** The address before the one that is there now; null when none is known. */
    synchronized URI of(String uri) {
        Shown before = shown.get(uri);
        return before == null ? null : before.address();
    }

    /** Whether it is so new that another one is not asked for yet. */
    synchronized boolean isNew(String uri) {
        Shown before = shown.get(uri);
        return before != null && clock.instant().isBefore(before.since().plus(GOOD_FOR));
    }
}
