package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.listener.ListenerLife;
import io.github.spotifysandbox.listener.Memory;
import io.github.spotifysandbox.music.AlbumJson;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a listener has saved and follows on a day: much of what was played often, from when it was; some that was never
 * played. A part of it has left again.
 */
final class SavedByHabit {

    private static final int KNOWN = 5;
    private static final int LOVED = 28;
    private static final int FOLLOWED = 25;
    private static final double SAVES = 0.16;
    private static final double LEAVES = 0.1;
    private static final int NEVER_PLAYED = 28;
    private static final int NEVER_PLAYED_ALBUMS = 6;
    private static final int NEVER_PLAYED_DAYS = 24;

    /** A prime, so that it leads to every one. */
    private static final int STRIDE = 7919;

    private final long seed;
    private final ListenerLife life;
    private final Instant now;
    private final List<SandboxTrack> unheard;
    private final List<SandboxTrack> strangers;
    private final List<Shelf.Added> tracks = new ArrayList<>();
    private final List<Shelf.Added> albums = new ArrayList<>();
    private final List<Shelf.Added> artists = new ArrayList<>();

    SavedByHabit(long seed, ListenerLife life, Memory memory, LocalDate day) {
        this.seed = seed;
        this.life = life;
        this.now = day.atStartOfDay(life.home()).toInstant();
        Set<SandboxArtist> rare = Set.copyOf(life.strangers());
        this.unheard = life.library().tracks().stream().filter(track -> rare.contains(track.artists().get(0))
                && !memory.tracks().containsKey(track)).toList();
        memory.tracks().forEach((track, times) -> save(tracks, track.id(), times, KNOWN, LOVED,
                () -> SpotifyJson.track(track)));
        memory.albums().forEach((album, times) -> save(albums, album.id(), times, 2, 5, () -> album(album)));
        memory.artists().forEach((artist, times) -> save(artists, artist.id(), times, FOLLOWED, 2 * FOLLOWED,
                () -> AlbumJson.artist(artist)));
        long newest = Math.floorDiv(day.toEpochDay(), NEVER_PLAYED_DAYS);
        for (long number = newest; number > newest - NEVER_PLAYED; number--) {
            SandboxTrack track = anyUnheard("never played", number);
            Instant at = LocalDate.ofEpochDay(number * NEVER_PLAYED_DAYS).atTime(LocalTime.of(21, 14))
                    .atZone(life.home()).toInstant();
            tracks.add(new Shelf.Added(SpotifyJson.track(track), at));
            if (number > newest - NEVER_PLAYED_ALBUMS) {
                albums.add(new Shelf.Added(album(track.album()), at.plusSeconds(90)));
            }
        }
        List.of(tracks, albums, artists).forEach(all ->
                all.sort(Comparator.comparing(Shelf.Added::at).reversed()));
        this.strangers = ofStrangers(memory);
    }

    /** Makes the JSON of what is saved. */
    private interface Content {

        JsonNode json();
    }

    /**
     * @param often after so many plays some are saved
     * @param sure  after so many all are
     */
    private void save(List<Shelf.Added> shelf, String id, List<Instant> times, int often, int sure, Content content) {
        Dice dice = Dice.of(seed, "saves", id);
        boolean chosen = dice.chance(SAVES);
        boolean leaves = dice.chance(LEAVES);
        Duration stay = Duration.ofDays(50 + dice.below(200));
        if (times.size() < (chosen ? often : sure)) {
            return;
        }
        Instant at = times.get((chosen ? often : sure) - 1).plusSeconds(15 + dice.below(120));
        if (!leaves || at.plus(stay).isAfter(now)) {
            shelf.add(new Shelf.Added(content.json(), at));
        }
    }

    private SandboxTrack anyUnheard(String what, long number) {
        return Dice.of(seed, what, number).pick(unheard);
    }

    JsonNode album(SandboxAlbum album) {
        return AlbumJson.album(album, life.library().tracksOf(album));
    }

    /** Newest first. */
    List<Shelf.Added> tracks() {
        return tracks;
    }

    /** Newest first. */
    List<Shelf.Added> albums() {
        return albums;
    }

    /** The one that was followed last first. */
    List<Shelf.Added> artists() {
        return artists;
    }

    /** One song each of artists of whom nothing was played or is saved; the next number gives another one. */
    SandboxTrack stranger(long number) {
        return strangers.get((int) Math.floorMod(number * STRIDE, (long) strangers.size()));
    }

    private List<SandboxTrack> ofStrangers(Memory memory) {
        Set<String> staying = Stream.of(tracks, albums, artists).flatMap(List::stream)
                .flatMap(added -> Stream.concat(Stream.of(added.thing()), Stream.of(added.thing().at("/artists/0"))))
                .map(thing -> thing.path("id").asText()).collect(Collectors.toSet());
        return life.strangers().stream()
                .filter(artist -> !memory.artists().containsKey(artist) && !staying.contains(artist.id()))
                .map(artist -> life.library().tracksOf(artist).get(0)).toList();
    }
}
