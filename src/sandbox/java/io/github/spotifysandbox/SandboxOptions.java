package io.github.spotifysandbox;

import io.github.spotifysandbox.oauth.ClientRules;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;

/**
 * What a sandbox is started with. Begin with {@link #defaults()} and change what matters.
 *
 * @param seed      decides the library, the listeners' habits and the key of the tokens; two sandboxes with the same
 *                  seed show the same history and accept each other's tokens
 * @param clock     says what time it is, for tokens and for plays
 * @param port      TCP port on 127.0.0.1; 0 takes any free one
 * @param client    the only application that may sign accounts in
 * @param playEvery length of a play slot, at least one millisecond; each slot holds one generated play
 * @param demo      the account that is there from the start
 */
public record SandboxOptions(long seed, Clock clock, int port, ClientRules client, Duration playEvery, Demo demo) {

    /** How many tracks an account has saved unless told. */
    static final int SAVED_TRACKS = 120;

    /** How many artists an account follows unless told. */
    static final int FOLLOWED_ARTISTS = 60;

    /**
     * An account.
     *
     * @param id              as in /v1/me
     * @param displayName     as in /v1/me
     * @param savedTracks     how many tracks it has saved
     * @param followedArtists how many artists it follows
     * @param home            where a listener with habits lives, whose library follows from what was heard; null for an
     *                        account whose plays are made up one by one
     */
    public record Demo(String id, String displayName, int savedTracks, int followedArtists, ZoneId home) {
    }

    /** @throws IllegalArgumentException if a value cannot work; the message says which and why */
    public SandboxOptions {
        Objects.requireNonNull(clock, "clock");
        require(port >= 0 && port <= 65_535, "port must be 0 to 65535");
        require(playEvery.toMillis() >= 1, "playEvery must be at least one millisecond");
        require(demo.savedTracks() >= 0, "savedTracks must not be negative");
        require(demo.followedArtists() >= 0, "followedArtists must not be negative");
    }

    /** Seed 7, the system's clock, any free port, client "sandbox-client" without secret, one account "demo". */
    public static SandboxOptions defaults() {
        return new SandboxOptions(7, Clock.systemUTC(), 0,
                new ClientRules("sandbox-client", "", true, Duration.ofHours(1)), Duration.ofSeconds(30),
                new Demo("demo", "Demo Listener", SAVED_TRACKS, FOLLOWED_ARTISTS, null));
    }

    /** Changes {@link #seed()}. */
    public SandboxOptions withSeed(long newSeed) {
        return new SandboxOptions(newSeed, clock, port, client, playEvery, demo);
    }

    /** Changes {@link #clock()}. */
    public SandboxOptions withClock(Clock newClock) {
        return new SandboxOptions(seed, newClock, port, client, playEvery, demo);
    }

    /** Changes {@link #port()}. */
    public SandboxOptions withPort(int newPort) {
        return new SandboxOptions(seed, clock, newPort, client, playEvery, demo);
    }

    /** Changes id and secret of the application; an empty secret means that none is needed. */
    public SandboxOptions withClient(String id, String secret) {
        return withClient(new ClientRules(id, secret, client.rotateRefreshTokens(), client.accessTokenLifetime()));
    }

    /** Changes whether a refresh gives a new refresh token. */
    public SandboxOptions withRotateRefreshTokens(boolean rotate) {
        return withClient(new ClientRules(client.id(), client.secret(), rotate, client.accessTokenLifetime()));
    }

    /** Changes how long an access token is good. */
    public SandboxOptions withAccessTokenLifetime(Duration lifetime) {
        return withClient(new ClientRules(client.id(), client.secret(), client.rotateRefreshTokens(), lifetime));
    }

    /** Changes {@link #playEvery()}. */
    public SandboxOptions withPlayEvery(Duration slot) {
        return new SandboxOptions(seed, clock, port, client, slot, demo);
    }

    /** Changes id and display name of the account that is there from the start. */
    public SandboxOptions withDemoAccount(String id, String displayName) {
        return withDemo(new Demo(id, displayName, demo.savedTracks(), demo.followedArtists(), demo.home()));
    }

    /** Changes how much that account has saved and follows: 120 and 60 unless told, as other accounts have. */
    public SandboxOptions withLibrary(int savedTracks, int followedArtists) {
        return withDemo(new Demo(demo.id(), demo.displayName(), savedTracks, followedArtists, demo.home()));
    }

    /** Makes that account a listener's with habits, who has lived there for years; images are the sandbox's own. */
    public SandboxOptions withListenerIn(ZoneId home) {
        return withDemo(new Demo(demo.id(), demo.displayName(), demo.savedTracks(), demo.followedArtists(), home));
    }

    private SandboxOptions withClient(ClientRules newClient) {
        return new SandboxOptions(seed, clock, port, newClient, playEvery, demo);
    }

    private SandboxOptions withDemo(Demo newDemo) {
        return new SandboxOptions(seed, clock, port, client, playEvery, newDemo);
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
