package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.Sitting;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** When a listener listens, to what, and how much of it. Safe for several threads. */
final class Habits {

    private static final int GLANCE_MS = 8_000;
    private static final int LEAST_PLAY_MS = 30_000;
    private static final double PAUSE = 0.03;

    private final long seed;
    private final ListenerMusic music;
    private final Favourites favourites;
    private final Mixes mixes;

    /**
     * A part of a day in which there may be music.
     *
     * @param minute  of the day from which on it may begin
     * @param within  how many minutes later at most
     * @param chance  how often there is music
     * @param fewest  how few songs
     * @param more    how many more at most
     */
    private record Part(int minute, int within, double chance, int fewest, int more) {
    }

    /** What is heard. @param shuffle whether it comes in no order */
    record Choice(Sitting sitting, boolean shuffle) {
    }

    private static final List<Part> WORKDAY = List.of(new Part(7 * 60 + 5, 85, 0.68, 5, 6),
            new Part(12 * 60 + 10, 40, 0.2, 3, 4), new Part(17 * 60, 80, 0.5, 5, 6),
            new Part(19 * 60 + 30, 130, 0.6, 6, 10), new Part(23 * 60, 20, 0.08, 4, 5));
    private static final List<Part> SUNDAY = List.of(new Part(9 * 60 + 40, 130, 0.72, 8, 11),
            new Part(14 * 60, 150, 0.62, 7, 10), new Part(18 * 60, 160, 0.6, 7, 9));
    private static final List<Part> SATURDAY = List.of(new Part(9 * 60 + 50, 130, 0.64, 7, 10),
            new Part(14 * 60, 150, 0.5, 6, 9), new Part(18 * 60, 100, 0.4, 5, 6),
            new Part(21 * 60 + 20, 90, 0.64, 9, 14));
    private static final List<Part> AWAY = List.of(new Part(11 * 60, 120, 0.3, 4, 6),
            new Part(15 * 60, 150, 0.5, 6, 9), new Part(20 * 60 + 30, 150, 0.66, 7, 14));

    Habits(long seed, ListenerMusic music) {
        this.seed = seed;
        this.music = music;
        this.favourites = new Favourites(seed, music);
        this.mixes = new Mixes(seed, music, favourites);
    }

    ListenerMusic music() {
        return music;
    }

    Favourites favourites() {
        return favourites;
    }

    Mixes mixes() {
        return mixes;
    }

    List<HeardSitting> heardOn(LocalDate day, ZoneId home) {
        Season season = Season.of(seed, day);
        if (season == Season.SILENT) {
            return List.of();
        }
        // some weeks have more music than others
        double week = 0.65 + 0.7 * Dice.of(seed, "week", Math.floorDiv(day.toEpochDay() + 3, 7)).fraction();
        List<HeardSitting> sittings = new ArrayList<>();
        Instant free = Instant.MIN;
        Dice dice = Dice.of(seed, "day of a listener", day);
        for (Part part : parts(season, day)) {
            Instant begun = day.atStartOfDay(home).plusMinutes(part.minute() + dice.below(part.within() + 1))
                    .plusSeconds(dice.below(60)).toInstant();
            if (dice.chance(part.chance() * week) && begun.isAfter(free)) {
                HeardSitting sitting = hear(day, part, begun, dice);
                sittings.add(sitting);
                free = sitting.songs().get(sitting.songs().size() - 1).end();
            }
        }
        return sittings;
    }

    private static List<Part> parts(Season season, LocalDate day) {
        if (season == Season.AWAY) {
            return AWAY;
        }
        if (day.getDayOfWeek() == DayOfWeek.SATURDAY) {
            return SATURDAY;
        }
        return Season.isFree(day) ? SUNDAY : WORKDAY;
    }

    private HeardSitting hear(LocalDate day, Part part, Instant begun, Dice dice) {
        Choice choice = choose(day, part.minute() / 60, dice);
        List<SandboxTrack> from = choice.sitting().tracks();
        int count = part.fewest() + dice.below(part.more() + 1);
        if (choice.sitting().inOrder()) {
            // an album is mostly heard through
            count = dice.chance(0.7) ? from.size() : Math.min(count, from.size());
        }
        List<HeardSong> songs = new ArrayList<>();
        Instant start = begun;
        SandboxTrack before = null;
        for (int i = 0; i < count; i++) {
            SandboxTrack track = choice.sitting().track(i, dice);
            if (!track.equals(before)) {
                long heard = heard(track.recording().durationMs(), choice.sitting().inOrder(), dice);
                Instant end = start.plusMillis(heard + (dice.chance(PAUSE) ? dice.below(400_000) : 0));
                songs.add(new HeardSong(track, start, heard, end));
                start = end.plusMillis(dice.below(600));
            }
            before = track;
        }
        return new HeardSitting(begun, choice.shuffle(), songs);
    }

    private static long heard(long length, boolean inOrder, Dice dice) {
        double kind = dice.fraction();
        if (kind < (inOrder ? 0.92 : 0.72)) {
            return length;
        }
        if (kind < (inOrder ? 0.95 : 0.86)) {
            return 700 + dice.below(GLANCE_MS);
        }
        return kind < (inOrder ? 0.96 : 0.9) ? GLANCE_MS + dice.below(LEAST_PLAY_MS - GLANCE_MS)
                : LEAST_PLAY_MS + dice.below(length - LEAST_PLAY_MS);
    }

    /** What is heard at an hour of a day, of things that are out by then. */
    Choice choose(LocalDate day, int hour, Dice dice) {
        Season season = Season.of(seed, day);
        double kind = dice.fraction();
        if (season == Season.AWAY && kind < 0.8) {
            return mix(Mix.AWAY, day);
        }
        if (season == Season.WINTER && kind < 0.3) {
            return mix(Mix.WINTER, day);
        }
        Optional<Favourites.Phase> phase = favourites.phase(day);
        if (phase.isPresent() && dice.chance(0.5 * phase.get().strength())) {
            return ofArtist(phase.get().artist(), day, dice.chance(0.5), dice);
        }
        List<SandboxAlbum> releases = favourites.releases(day);
        if (!releases.isEmpty() && dice.chance(0.15)) {
            return album(dice.pickByRank(releases));
        }
        return usual(day, hour, Season.isFree(day), dice);
    }

    private Choice usual(LocalDate day, int hour, boolean free, Dice dice) {
        double kind = dice.fraction();
        if (kind < 0.36) {
            return new Choice(new Sitting(PlayContext.playlist(ListenerLife.playlistId("On Repeat")),
                    favourites.rotation(day), false), true);
        }
        if (kind < (hour >= 18 || free ? 0.62 : 0.44)) {
            return ofArtist(dice.pickByRank(music.close()), day, true, dice);
        }
        if (kind < 0.72) {
            return ofArtist(dice.pickByRank(music.close()), day, false, dice);
        }
        if (kind < 0.82) {
            return ofArtist(dice.pick(music.passing()), day, false, dice);
        }
        return mix(mixFor(hour, free, dice), day);
    }

    private static Mix mixFor(int hour, boolean free, Dice dice) {
        if (hour >= 21 && free) {
            return Mix.FRIDAY;
        }
        if (hour < 9) {
            return dice.chance(0.8) ? Mix.MORNING : Mix.NEW;
        }
        if (hour < 18 && !free) {
            return dice.chance(0.7) ? Mix.DESK : Mix.MORNING;
        }
        return dice.chance(0.6) ? Mix.KITCHEN : Mix.RUN;
    }

    private Choice mix(Mix mix, LocalDate day) {
        return new Choice(new Sitting(PlayContext.playlist(ListenerLife.playlistId(mix.title())),
                List.copyOf(mixes.songs(mix, day).values()), false), true);
    }

    private Choice ofArtist(SandboxArtist artist, LocalDate day, boolean wholeAlbum, Dice dice) {
        List<SandboxTrack> songs = music.tracksOf(artist, day);
        if (wholeAlbum) {
            return album(dice.pickByRank(songs).album());
        }
        return new Choice(new Sitting(PlayContext.artist(artist.id()), songs, false), true);
    }

    private Choice album(SandboxAlbum album) {
        return new Choice(new Sitting(PlayContext.album(album.id()), music.library().tracksOf(album), true), false);
    }
}
