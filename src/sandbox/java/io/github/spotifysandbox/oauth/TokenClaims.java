package io.github.spotifysandbox.oauth;

import java.time.Instant;
import java.util.List;

/**
 * What is inside a token.
 *
 * @param kind         access or refresh
 * @param accountId    whose data it opens
 * @param scopes       granted, in the order asked for
 * @param authorizedAt when the person agreed, to the millisecond; a refresh does not change it
 * @param expiresAt    first moment at which it is no longer good, to the millisecond
 * @param serial       unlike that of any other token
 */
record TokenClaims(
        Kind kind,
        String accountId,
        List<String> scopes,
        Instant authorizedAt,
        Instant expiresAt,
        String serial) {

    /** The first letters are those of Spotify's own tokens. */
    enum Kind {
        ACCESS("BQ"), REFRESH("AQ");

        private final String prefix;

        Kind(String prefix) {
            this.prefix = prefix;
        }

        String prefix() {
            return prefix;
        }
    }

    private static final String SEPARATOR = "\n";

    String encode() {
        return String.join(SEPARATOR, kind.name(), accountId, String.join(" ", scopes),
                Long.toString(authorizedAt.toEpochMilli()), Long.toString(expiresAt.toEpochMilli()), serial);
    }

    /** Reads what {@link #encode()} wrote; to be used on authenticated text only. */
    static TokenClaims decode(String encoded) {
        String[] parts = encoded.split(SEPARATOR, -1);
        List<String> scopes = parts[2].isEmpty() ? List.of() : List.of(parts[2].split(" "));
        return new TokenClaims(Kind.valueOf(parts[0]), parts[1], scopes,
                Instant.ofEpochMilli(Long.parseLong(parts[3])), Instant.ofEpochMilli(Long.parseLong(parts[4])),
                parts[5]);
    }
}
