package io.github.spotifypipeline.accounts;

import java.time.Duration;

/** Spotify's token endpoint gave no tokens (RFC 6749, section 5.2). The message says to a person why. */
public class TokenRefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final boolean invalidGrant;
    private final boolean invalidClient;
    private final boolean passing;
    private final Duration retryAfter;

    /**
     * @param status      the HTTP status
     * @param error       the answer's error code, empty when it has none
     * @param description the answer's description, empty when it has none
     */
    public TokenRefusedException(int status, String error, String description) {
        this(status, error, description, null);
    }

    /** The same. @param retryAfter how long the answer asks to wait; null when it does not say */
    public TokenRefusedException(int status, String error, String description, Duration retryAfter) {
        super(inWords(status, error, description));
        this.invalidGrant = error.equals("invalid_grant");
        this.invalidClient = error.equals("invalid_client");
        this.passing = status >= 500 || status == 429 || status == 408 || status == 200;
        this.retryAfter = retryAfter;
    }

    /** @param message one sentence for a person: why there was none without asking Spotify */
    public TokenRefusedException(String message) {
        super(message);
        this.invalidGrant = false;
        this.invalidClient = false;
        this.passing = false;
        this.retryAfter = null;
    }

    /** True when the code or refresh token is no longer good: only a new sign-in helps, never a retry. */
    public boolean isInvalidGrant() {
        return invalidGrant;
    }

    /** True when Spotify does not know the client id or secret: the settings are wrong, for all accounts. */
    public boolean isInvalidClient() {
        return invalidClient;
    }

    /** True when the next try may well succeed: 5xx, 429, 408, or a 200 that holds no tokens. */
    public boolean isTransient() {
        return passing;
    }

    /** How long Spotify asks to wait; null when it does not say. */
    public Duration retryAfter() {
        return retryAfter;
    }

    private static String inWords(int status, String error, String description) {
        return switch (error) {
            case "invalid_grant" -> switch (description) {
                case "Refresh token expired" -> "Spotify ends every sign-in six months after it was given.";
                case "Refresh token revoked" -> "Access was taken back at Spotify.";
                default -> "Spotify no longer accepts this sign-in.";
            };
            case "invalid_client" -> "Spotify does not accept the client id or client secret:"
                    + " check SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET.";
            default -> "Spotify's accounts service gave no tokens (HTTP " + status + ").";
        };
    }
}
