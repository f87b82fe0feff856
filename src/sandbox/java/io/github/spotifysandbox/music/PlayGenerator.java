package io.github.spotifysandbox.music;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes up what accounts listened to. Time is cut into slots from the epoch on. What is played in a slot, and at which
 * millisecond, follows from seed, account and slot number alone: nothing is stored, and the same history comes back
 * after a restart.
 */
public final class PlayGenerator {

    /** How many slots in a row make a sitting, which has one context. */
    private static final int SITTING = 6;
    private static final double ODD = 1.0 / 12;

    private final long seed;
    private final long slotMs;
    private final Library library;
    private final Map<String, Taste> tastes = new ConcurrentHashMap<>();

    /** @param playEvery length of a slot */
    public PlayGenerator(long seed, Duration playEvery, Library library) {
        this.seed = seed;
        this.slotMs = playEvery.toMillis();
        this.library = library;
    }

    /** The newest plays up to and including now, newest first; fewer only near the epoch. */
    public List<Play> latest(String account, Instant now, int count) {
        List<Play> plays = new ArrayList<>(count);
        for (long slot = Math.floorDiv(now.toEpochMilli(), slotMs); slot >= 0 && plays.size() < count; slot--) {
            Instant at = timeOf(account, slot);
            if (!at.isAfter(now)) {
                plays.add(play(account, slot, at));
            }
        }
        return plays;
    }

    private Instant timeOf(String account, long slot) {
        return Instant.ofEpochMilli(slot * slotMs + Dice.of(seed, "time", account, slot).below(slotMs));
    }

    private Play play(String account, long slot, Instant at) {
        Taste taste = tastes.computeIfAbsent(account, id -> new Taste(seed, id, library));
        Dice dice = Dice.of(seed, "play", account, slot);
        if (dice.chance(ODD)) {
            PlayContext context = dice.chance(0.5) ? null : taste.oldFormPlaylist();
            return new Play(at, SpotifyJson.play(dice.pick(library.oddTracks()), at, context));
        }
        Taste.Sitting sitting = taste.sitting(Math.floorDiv(slot, SITTING), at);
        SandboxTrack track = sitting.track((int) Math.floorMod(slot, (long) SITTING), dice);
        return new Play(at, SpotifyJson.play(track, at, sitting.context()));
    }
}
