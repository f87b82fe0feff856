package io.github.spotifypipeline.sandbox;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/**
 * What a sandbox is started with. Begin with {@link #defaults()} and change what matters.
 *
 * @param seed                decides the library, the listeners' habits and the key that signs tokens; two sandboxes
 *                            with the same seed show the same history and accept each other's tokens
 * @param clock               says what time it is, for tokens and for plays
 * @param port                TCP port on 127.0.0.1; 0 takes any free one
 * @param clientId            the only application that may sign accounts in
 * @param clientSecret        empty: none needed (then PKCE is required); otherwise token calls must carry it
 * @param rotateRefreshTokens whether each refresh gives a new refresh token and ends the old one
 * @param accessTokenLifetime how long an access token is good, at least one second
 * @param playEvery           length of a play slot, at least one millisecond; each slot holds one generated play
 * @param demoAccountId       id of the account that is there from the start
 * @param demoAccountName     display name of that account
 */
public record SandboxOptions(
        long seed,
        Clock clock,
        int port,
        String clientId,
        String clientSecret,
        boolean rotateRefreshTokens,
        Duration accessTokenLifetime,
        Duration playEvery,
        String demoAccountId,
        String demoAccountName) {

    /** @throws IllegalArgumentException if a value cannot work; the message says which and why */
    public SandboxOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(clientSecret, "clientSecret");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(clientId != null && !clientId.isBlank(), "clientId must not be blank");
        require(accessTokenLifetime.toSeconds() >= 1, "accessTokenLifetime must be at least one second");
        require(playEvery.toMillis() >= 1, "playEvery must be at least one millisecond");
    }

    /** Seed 7, the system's clock, any free port, client "sandbox-client" without secret, one account "demo". */
    public static SandboxOptions defaults() {
        return new SandboxOptions(7, Clock.systemUTC(), 0, "sandbox-client", "", true,
                Duration.ofHours(1), Duration.ofSeconds(30), "demo", "Demo Listener");
    }

    /** Changes {@link #seed()}. */
    public SandboxOptions withSeed(long newSeed) {
        return new SandboxOptions(newSeed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #clock()}. */
    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(seed, newClock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #port()}. */
    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(seed, clock, newPort, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #clientId()} and {@link #clientSecret()}; an empty secret means that none is needed. */
    public SandboxOptions withClient(String newClientId, String newClientSecret) {
        return new SandboxOptions(seed, clock, port, newClientId, newClientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #rotateRefreshTokens()}. */
    public SandboxOptions withRotateRefreshTokens(boolean rotate) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotate,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #accessTokenLifetime()}. */
    public SandboxOptions withAccessTokenLifetime(Duration lifetime) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                lifetime, playEvery, demoAccountId, demoAccountName);
    }

    /** Changes {@link #playEvery()}. */
    public SandboxOptions withPlayEvery(Duration slot) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, slot, demoAccountId, demoAccountName);
    }

    /** Changes {@link #demoAccountId()} and {@link #demoAccountName()}. */
    public SandboxOptions withDemoAccount(String id, String displayName) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, id, displayName);
    }

    boolean hasSecret() {
        return !clientSecret.isEmpty();
    }

    /** Leaves the secret out, so that options may be logged. */
    @Override
    public String toString() {
        return "SandboxOptions[seed=%d, port=%d, clientId=%s, playEvery=%s]"
                .formatted(seed, port, clientId, playEvery);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
