package io.github.spotifypipeline.spotify;

import java.time.Duration;
import java.time.Instant;

/**
 * The access token of a sync's calls, so that it is not read and decrypted for each of them. What this process does to
 * an account counts at once; what another one does, such as disconnecting it, after five seconds at the latest. No
 * sync goes by what was read before it began: a sign-in may have granted more since.
 */
public final class KeptToken {

    static final Duration GOOD_FOR = Duration.ofSeconds(5);

    private volatile Kept kept;

    /**
     * @param changes what {@code AccountStore.changes} said before it was read
     * @param readAt  when it was, by a clock that only goes on, in ns
     */
    private record Kept(String token, Instant expiresAt, long changes, long readAt) {

        @Override
        public String toString() {
            return "Kept[expiresAt=" + expiresAt + "]";
        }
    }

    void keep(String token, Instant expiresAt, long changes, long readAt) {
        kept = new Kept(token, expiresAt, changes, readAt);
    }

    /** The token that was read last. @param goodAt when it must not have died yet @return null: it is to be read */
    String token(long changes, long now, Instant goodAt) {
        Kept last = kept;
        return last != null && last.changes == changes && now - last.readAt < GOOD_FOR.toNanos()
                && last.expiresAt.isAfter(goodAt) ? last.token : null;
    }
}
