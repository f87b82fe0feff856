package io.github.spotifysandbox;

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
 * @param savedTracks         how many tracks that account has saved
 * @param followedArtists     how many artists that account follows
 * @param shape               which of Spotify's shapes the Web API answers in
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
        String demoAccountName,
        int savedTracks,
        int followedArtists,
        Shape shape) {

    static final int SAVED_TRACKS = 120;
    static final int FOLLOWED_ARTISTS = 60;

    /** @throws IllegalArgumentException if a value cannot work; the message says which and why */
    public SandboxOptions {
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(clientSecret, "clientSecret");
        Objects.requireNonNull(shape, "shape");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(clientId != null && !clientId.isBlank(), "clientId must not be blank");
        require(accessTokenLifetime.toSeconds() >= 1, "accessTokenLifetime must be at least one second");
        require(playEvery.toMillis() >= 1, "playEvery must be at least one millisecond");
        require(savedTracks >= 0, "savedTracks must not be negative");
        require(followedArtists >= 0, "followedArtists must not be negative");
    }

    /** Seed 7, the system's clock, any free port, client "sandbox-client" without secret, one account "demo". */
    public static SandboxOptions defaults() {
        return new SandboxOptions(7, Clock.systemUTC(), 0, "sandbox-client", "", true,
                Duration.ofHours(1), Duration.ofSeconds(30), "demo", "Demo Listener",
                SAVED_TRACKS, FOLLOWED_ARTISTS, Shape.NEWER);
    }

    /** Changes {@link #seed()}. */
    public SandboxOptions withSeed(long newSeed) {
        return new SandboxOptions(newSeed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #clock()}. */
    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(seed, newClock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #port()}. */
    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(seed, clock, newPort, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #clientId()} and {@link #clientSecret()}; an empty secret means that none is needed. */
    public SandboxOptions withClient(String newClientId, String newClientSecret) {
        return new SandboxOptions(seed, clock, port, newClientId, newClientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #rotateRefreshTokens()}. */
    public SandboxOptions withRotateRefreshTokens(boolean rotate) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotate,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #accessTokenLifetime()}. */
    public SandboxOptions withAccessTokenLifetime(Duration lifetime) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                lifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #playEvery()}. */
    public SandboxOptions withPlayEvery(Duration slot) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, slot, demoAccountId, demoAccountName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #demoAccountId()} and {@link #demoAccountName()}. */
    public SandboxOptions withDemoAccount(String id, String displayName) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, id, displayName, savedTracks, followedArtists, shape);
    }

    /** Changes {@link #savedTracks()} and {@link #followedArtists()}: 120 and 60 unless told, as other accounts have. */
    public SandboxOptions withLibrary(int newSavedTracks, int newFollowedArtists) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, newSavedTracks, newFollowedArtists,
                shape);
    }

    /** Changes {@link #shape()}. */
    public SandboxOptions withShape(Shape newShape) {
        return new SandboxOptions(seed, clock, port, clientId, clientSecret, rotateRefreshTokens,
                accessTokenLifetime, playEvery, demoAccountId, demoAccountName, savedTracks, followedArtists,
                newShape);
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
