package io.github.spotifypipeline.accounts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;

/**
 * A sign-in between {@code /login} and {@code /callback}.
 *
 * @param state     256 random bits, base64url (OAuth 2.0, RFC 6749, section 10.12)
 * @param verifier  the PKCE code verifier, 256 random bits, base64url (RFC 7636, section 4.1)
 * @param scopes    the scopes asked for, separated by spaces
 * @param startedAt when the browser was sent away
 */
public record PendingSignIn(String state, String verifier, String scopes, Instant startedAt) {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final Base64.Encoder BASE64URL = Base64.getUrlEncoder().withoutPadding();

    public static PendingSignIn begin(String scopes, Instant now) {
        return new PendingSignIn(random(), random(), scopes, now);
    }

    /** The PKCE code challenge, method S256 (RFC 7636, section 4.2). */
    String challenge() {
        return BASE64URL.encodeToString(sha256(verifier));
    }

    /** Names this sign-in where its state must not be readable: the cookie's name, the claim of its single use. */
    public String fingerprint() {
        return fingerprintOf(state);
    }

    static String fingerprintOf(String state) {
        return HexFormat.of().formatHex(sha256(state), 0, 8);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        RANDOM.nextBytes(bytes);
        return BASE64URL.encodeToString(bytes);
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
