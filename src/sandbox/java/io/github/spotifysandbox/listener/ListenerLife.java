package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.Sitting;
import io.github.spotifysandbox.music.Likings;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A listener with habits. What a day was like follows from the seed, the day and the place alone. The music is made up
 * when it is first needed, so that a start need not wait for it. Safe for several threads.
 */
public final class ListenerLife implements Likings {

    /** The first day that is told of. */
    public static final LocalDate FIRST_DAY = LocalDate.of(ListenerMusic.FIRST_YEAR, 1, 1);

    private static final int ID_LENGTH = 22;
    private static final int LIVE_SONGS = 9;

    private final long seed;
    private final ZoneId home;
    private final int lastYear;
    private Habits habits;

    /**
     * Somebody.
     *
     * @param home     where the listener lives: mornings and evenings are those of this zone
     * @param lastYear the last year that records come out in
     */
    public ListenerLife(long seed, ZoneId home, int lastYear) {
        this.seed = seed;
        this.home = home;
        this.lastYear = lastYear;
    }

    private synchronized Habits habits() {
        if (habits == null) {
            habits = new Habits(seed, new ListenerMusic(seed, lastYear));
        }
        return habits;
    }

    /** All music that there is. */
    public Library library() {
        return habits().music().library();
    }

    /** Where the listener lives. */
    public ZoneId home() {
        return home;
    }

    /** The day at the listener's home. */
    public LocalDate day(Instant at) {
        return LocalDate.ofInstant(at, home);
    }

    /** What was heard on a day, in the order of listening; empty for a day without music. */
    public List<HeardSitting> heardOn(LocalDate day) {
        return habits().heardOn(day, home);
    }

    @Override
    public Sitting sitting(long n, Instant at) {
        ZonedDateTime there = at.atZone(home);
        Dice dice = Dice.of(seed, "live", n);
        Sitting sitting = habits().choose(there.toLocalDate(), there.getHour(), dice).sitting();
        if (sitting.inOrder()) {
            return sitting;
        }
        Set<SandboxTrack> songs = new LinkedHashSet<>();
        for (int i = 0; i < LIVE_SONGS; i++) {
            songs.add(dice.pickByRank(sitting.tracks()));
        }
        return new Sitting(sitting.context(), List.copyOf(songs), true);
    }

    @Override
    public PlayContext oldFormPlaylist() {
        return PlayContext.playlist(playlistId(Mix.MORNING.title()));
    }

    /** The songs that are heard most in a week, the one that is loved most first: always the same number of them. */
    public List<SandboxTrack> rotation(LocalDate day) {
        return habits().favourites().rotation(day);
    }

    /** Artists whom the listener meets now and then. */
    public List<SandboxArtist> strangers() {
        return habits().music().passing();
    }

    /** The songs of a playlist as they are on a day, the oldest first. */
    public List<AddedTrack> songs(Mix mix, LocalDate day) {
        Map<Long, SandboxTrack> songs = habits().mixes().songs(mix, day);
        return songs.entrySet().stream().map(song -> new AddedTrack(song.getValue(), mix.day(song.getKey())
                .atTime(LocalTime.of(18, (int) Math.floorMod(song.getKey(), 60L))).atZone(home).toInstant())).toList();
    }

    /** The id of a playlist of the listener's. */
    public static String playlistId(String title) {
        return Dice.of(0, "listener's playlist", title).base62(ID_LENGTH);
    }
}
