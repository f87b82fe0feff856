package io.github.spotifypipeline.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * One account of the soak, made from a number and a seed: what it has played and saved at a time follows from the time
 * alone. Its tokens are the state; its lock is the object itself.
 */
final class SoakAccount {

    /** From one play to the next, on average. */
    static final Duration PLAY_GAP = Duration.ofHours(4);

    /** How many tracks are saved, which is one page; each day the oldest is taken out and a new one comes. */
    static final int LIBRARY = 20;

    private static final Duration TOKEN_LIFE = Duration.ofHours(1);
    private static final int SHOWN = 50;

    private final String id;
    private final Instant start;
    private final Random random;
    private final Instant revokedFrom;
    private Instant revokedAt;
    private boolean wasRevoked;
    private long refreshVersion;

    /**
     * @param start    before which nothing was played
     * @param lifetime how long the soak takes
     * @param revoked  the share of accounts whose sign-in ends once
     */
    SoakAccount(int number, long seed, Instant start, Duration lifetime, double revoked) {
        this.id = String.format("listener%05d", number);
        this.start = start;
        // neighbouring seeds would give nearly the same first numbers
        this.random = new Random((seed * 1_000_003 + number) * 0x9E3779B97F4A7C15L);
        boolean ends = random.nextDouble() < revoked;
        long when = (long) (lifetime.toMillis() * (0.1 + 0.7 * random.nextDouble()));
        this.revokedFrom = ends ? start.plusMillis(when) : null;
    }

    String id() {
        return id;
    }

    /** Numbers for what goes wrong with this account's calls. */
    synchronized double nextRandom() {
        return random.nextDouble();
    }

    /** What was played until a time, the newest last, as Unix ms. */
    List<Long> plays(Instant until) {
        List<Long> plays = new ArrayList<>();
        for (long n = 0; play(n) <= until.toEpochMilli(); n++) {
            plays.add(play(n));
        }
        return plays;
    }

    /** The newest 50 plays after a time, the newest first, as Unix ms. */
    List<Long> recentlyPlayed(long after, Instant now) {
        List<Long> recent = new ArrayList<>();
        long n = Math.max(0, Duration.between(start, now).dividedBy(PLAY_GAP));
        for (; n >= 0 && play(n) > after && recent.size() < SHOWN; n--) {
            if (play(n) <= now.toEpochMilli()) {
                recent.add(play(n));
            }
        }
        return recent;
    }

    /** One play in each gap, somewhere in its first half. */
    private long play(long n) {
        long half = PLAY_GAP.toMillis() / 2;
        return start.toEpochMilli() + n * PLAY_GAP.toMillis()
                + Math.floorMod((n * 7919 + id.hashCode()) * 104_729L, half);
    }

    /** The numbers of the saved tracks at a time, the newest first. */
    List<Long> library(Instant now) {
        long day = Duration.between(start, now).toDays();
        List<Long> tracks = new ArrayList<>();
        for (long track = day; track < day + LIBRARY; track++) {
            tracks.add(track);
        }
        Collections.reverse(tracks);
        return tracks;
    }

    /** The refresh token that a sign-in gives. */
    synchronized String signIn() {
        revokedAt = null;
        refreshVersion++;
        return refreshToken();
    }

    /** When its sign-in was found to be over; null while it is not. */
    synchronized Instant revokedAt() {
        return revokedAt;
    }

    /**
     * Gives a new refresh token for the last one; null when the sign-in is over. @throws AssertionError for any other
     */
    synchronized String refresh(String token, Instant now) {
        if (revokedFrom != null && !wasRevoked && !now.isBefore(revokedFrom)) {
            wasRevoked = true;
            revokedAt = now;
        }
        if (revokedAt != null) {
            return null;
        }
        if (!token.equals(refreshToken())) {
            throw new AssertionError(id + " came with a refresh token that is not its last one");
        }
        refreshVersion++;
        return refreshToken();
    }

    private String refreshToken() {
        return "refresh." + id + "." + refreshVersion;
    }

    /** A token that is good for an hour from a time on. */
    synchronized String accessToken(Instant now) {
        return "access." + id + "." + now.plus(TOKEN_LIFE).toEpochMilli();
    }

    static boolean isGood(String accessToken, Instant now) {
        return now.toEpochMilli() < Long.parseLong(accessToken.split("\\.")[2]);
    }

    /** Whose token it is. */
    static String ownerOf(String token) {
        return token.split("\\.")[1];
    }
}
