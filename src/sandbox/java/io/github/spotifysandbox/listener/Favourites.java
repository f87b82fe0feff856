package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * What a listener loves at a time. Each week brings a few songs that are heard much and then fade; some weeks belong to
 * one artist; what is new from somebody liked is heard at once. Safe for several threads.
 */
final class Favourites {

    /** How many songs a rotation has: a prime, so that any stride through it meets each song once. */
    static final int ROTATION = 47;

    private static final int WEEK = 7;
    private static final int REMEMBERED_WEEKS = 40;
    private static final int PHASE_EVERY = 38;
    private static final double PHASE = 0.75;
    private static final int NEW_DAYS = 40;

    /** A time in which one artist is heard more than others. @param strength 0 to 1, at its most soon after it began */
    record Phase(SandboxArtist artist, double strength) {
    }

    private record Loved(SandboxTrack track, double weight) {
    }

    private final long seed;
    private final ListenerMusic music;
    private final Map<Long, List<SandboxTrack>> rotations = new ConcurrentHashMap<>();
    private final Map<Long, List<Discovery>> discoveries = new ConcurrentHashMap<>();
    private final Map<LocalDate, List<SandboxAlbum>> releases = new ConcurrentHashMap<>();
    private final List<SandboxArtist> turns;

    /** @param weeks how long it is loved */
    private record Discovery(SandboxTrack track, double strength, int weeks) {
    }

    Favourites(long seed, ListenerMusic music) {
        this.seed = seed;
        this.music = music;
        this.turns = Dice.of(seed, "phases").shuffled(music.close());
    }

    /** The artist of the weeks around a day; empty where it is none in particular. */
    Optional<Phase> phase(LocalDate day) {
        long number = Math.floorDiv(day.toEpochDay(), PHASE_EVERY);
        Dice dice = Dice.of(seed, "phase", number);
        boolean happens = dice.chance(PHASE);
        long begin = number * PHASE_EVERY + dice.below(9);
        int length = 18 + dice.below(11);
        long age = day.toEpochDay() - begin;
        if (!happens || age < 0 || age >= length) {
            return Optional.empty();
        }
        // in turn, so that a year has no artist twice
        SandboxArtist artist = turns.get((int) Math.floorMod(number, (long) turns.size()));
        return Optional.of(new Phase(artist, age < 3 ? 0.5 + age * 0.25 : 1 - 0.7 * (age - 3) / length));
    }

    /** What came out in the weeks before, the newest first. */
    List<SandboxAlbum> releases(LocalDate day) {
        return releases.computeIfAbsent(day, this::releasesBefore);
    }

    private List<SandboxAlbum> releasesBefore(LocalDate day) {
        String first = day.minusDays(NEW_DAYS).toString();
        String last = day.toString();
        return music.releases().stream().filter(album -> album.releaseDate().compareTo(first) > 0
                        && album.releaseDate().compareTo(last) <= 0)
                .sorted(Comparator.comparing(SandboxAlbum::releaseDate).reversed()).toList();
    }

    /** The songs of the week, the one that is loved most first. */
    List<SandboxTrack> rotation(LocalDate day) {
        return rotations.computeIfAbsent(Math.floorDiv(day.toEpochDay(), WEEK), this::rotationOf);
    }

    private List<SandboxTrack> rotationOf(long week) {
        List<Loved> loved = new ArrayList<>();
        for (long then = week - REMEMBERED_WEEKS; then <= week; then++) {
            int age = (int) (week - then);
            for (Discovery one : discoveries.computeIfAbsent(then, this::discoveriesOf)) {
                double weight = age <= 3 ? 0.6 + 0.13 * age : StrictMath.exp(-(age - 3.0) / (one.weeks() / 4.0));
                loved.add(new Loved(one.track(), one.strength() * weight));
            }
        }
        List<SandboxTrack> evergreens = evergreens();
        Stream<SandboxTrack> faded = loved.stream().sorted(Comparator.comparingDouble(Loved::weight).reversed())
                .map(Loved::track).distinct();
        List<SandboxTrack> songs = new ArrayList<>(faded.limit(ROTATION).toList());
        for (int i = 0; i < evergreens.size(); i++) {
            songs.add(Math.min(songs.size(), 6 + i * 4), evergreens.get(i));
        }
        return songs.stream().distinct().limit(ROTATION).toList();
    }

    /** The songs that never leave. */
    List<SandboxTrack> evergreens() {
        return music.close().stream().limit(10).map(artist -> music.library().tracksOf(artist).get(0)).toList();
    }

    private List<Discovery> discoveriesOf(long week) {
        LocalDate day = LocalDate.ofEpochDay(week * WEEK);
        Dice dice = Dice.of(seed, "discoveries", week);
        List<Discovery> found = new ArrayList<>();
        int count = 2 + dice.below(3);
        while (found.size() < count) {
            List<SandboxTrack> from = source(day, dice);
            if (!from.isEmpty()) {
                found.add(new Discovery(from.get(dice.below(from.size())), 0.3 + 0.7 * dice.fraction(),
                        5 + dice.below(18)));
            }
        }
        return found;
    }

    private List<SandboxTrack> source(LocalDate day, Dice dice) {
        double kind = dice.fraction();
        Optional<Phase> phase = phase(day);
        List<SandboxAlbum> releases = releases(day);
        if (kind < 0.25 && phase.isPresent()) {
            return music.tracksOf(phase.get().artist(), day);
        }
        if (kind < 0.5 && !releases.isEmpty()) {
            return music.library().tracksOf(releases.get(dice.below(releases.size())));
        }
        return music.tracksOf(kind < 0.8 ? dice.pickByRank(music.close()) : dice.pick(music.passing()), day);
    }
}
