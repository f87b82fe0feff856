package io.github.spotifysandbox.music;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;

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
    private final Supplier<List<SandboxTrack>> oddTracks;
    private final Function<String, Likings> likings;
    private final Map<String, Likings> tastes = new ConcurrentHashMap<>();

    /** @param playEvery length of a slot */
    public PlayGenerator(long seed, Duration playEvery, Library library) {
        this(seed, playEvery, account -> new Taste(seed, account, library), library::oddTracks);
    }

    /**
     * Of accounts that like other things than those of the made-up library.
     *
     * @param playEvery length of a slot
     * @param likings   by the id of an account; asked when plays are asked for
     * @param oddTracks that turn up now and then
     */
    public PlayGenerator(long seed, Duration playEvery, Function<String, Likings> likings,
            Supplier<List<SandboxTrack>> oddTracks) {
        this.seed = seed;
        this.slotMs = playEvery.toMillis();
        this.likings = likings;
        this.oddTracks = oddTracks;
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
        Likings taste = tastes.computeIfAbsent(account, likings);
        Dice dice = Dice.of(seed, "play", account, slot);
        if (dice.chance(ODD)) {
            PlayContext context = dice.chance(0.5) ? null : taste.oldFormPlaylist();
            return new Play(at, SpotifyJson.play(dice.pick(oddTracks.get()), at, context));
        }
        Sitting sitting = taste.sitting(Math.floorDiv(slot, SITTING), at);
        SandboxTrack track = sitting.track((int) Math.floorMod(slot, (long) SITTING), dice);
        return new Play(at, SpotifyJson.play(track, at, sitting.context()));
    }
}
