package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.listener.AddedTrack;
import io.github.spotifysandbox.listener.ListenerLife;
import io.github.spotifysandbox.listener.Memory;
import io.github.spotifysandbox.listener.Mix;
import io.github.spotifysandbox.music.AlbumJson;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The library of a listener with habits. By day it follows from what was heard; beyond that something comes and
 * something goes every few minutes, so that one can watch. It follows from the seed and the time, so a restart changes
 * nothing.
 */
final class ListenerLibrary {

    private static final String ON_REPEAT = "On Repeat";
    private static final String SOMEONE_ELSES = "Caf\u00E9 Viaduct";
    private static final int REPEATED = 30;
    private static final int STRIDE = 7;
    private static final int TOP = 50;
    private static final Map<String, Integer> RANGES = Map.of("short_term", 28, "medium_term", 182, "long_term", 365);

    private final long seed;
    private final ListenerLife life;
    private final AccountLibrary library;
    private LocalDate day;
    private long minute = -1;
    private SavedByHabit saved;

    /** @param library empty */
    ListenerLibrary(long seed, ListenerLife life, AccountLibrary library) {
        this.seed = seed;
        this.life = life;
        this.library = library;
    }

    /** The library as it is at a time. */
    synchronized AccountLibrary at(Instant now) {
        if (saved == null) {
            SpokenShelves.fill(library);
            addPlaylists();
        }
        if (!life.day(now).equals(day)) {
            day = life.day(now);
            Memory memory = new Memory(life, day);
            saved = new SavedByHabit(seed, life, memory, day);
            rank(memory);
            for (Mix mix : Mix.values()) {
                playlist(mix.title()).replace(life.songs(mix, day).stream().map(this::entry).toList(),
                        (int) mix.number(day));
            }
        }
        long current = Math.floorDiv(now.getEpochSecond(), 60L);
        if (current != minute) {
            minute = current;
            pass();
        }
        return library;
    }

    private void addPlaylists() {
        library.addPlaylist(ListenerLife.playlistId(ON_REPEAT), ON_REPEAT);
        for (Mix mix : Mix.values()) {
            library.addPlaylist(ListenerLife.playlistId(mix.title()), mix.title()).share(true, mix == Mix.KITCHEN);
        }
        library.addPlaylist(ListenerLife.playlistId(SOMEONE_ELSES), SOMEONE_ELSES).share(false, false);
    }

    private SandboxPlaylist playlist(String title) {
        return library.playlist(ListenerLife.playlistId(title)).orElseThrow();
    }

    private JsonNode entry(AddedTrack added) {
        return PlaylistJson.entry(SpotifyJson.track(added.track()), added.at(), library.account().id());
    }

    private void rank(Memory memory) {
        RANGES.forEach((range, days) -> {
            Instant since = day.minusDays(days).atStartOfDay(life.home()).toInstant();
            library.topTracks.put(range, List.copyOf(memory.topTracks(since, TOP).stream().map(SpotifyJson::track)
                    .toList()));
            library.topArtists.put(range, List.copyOf(memory.topArtists(since, TOP).stream().map(AlbumJson::artist)
                    .toList()));
        });
    }

    /** A minute has passed. */
    private void pass() {
        repeat();
        // each stays for some ten minutes, and then leaves
        library.savedTracks.replace(with(saved.tracks(), 2, 5, number -> SpotifyJson.track(saved.stranger(number))));
        library.savedAlbums.replace(with(saved.albums(), 6, 3, number -> saved.album(saved.stranger(number).album())));
        library.followedArtists.replace(with(saved.artists(), 8, 2,
                number -> AlbumJson.artist(saved.stranger(number).artists().get(0))));
    }

    /** The songs of the week go through a playlist: in even minutes the next one comes, in odd ones the oldest goes. */
    private void repeat() {
        List<SandboxTrack> rotation = life.rotation(day);
        List<JsonNode> entries = new ArrayList<>();
        for (long number = Math.floorDiv(minute + 1, 2L) - REPEATED; number <= Math.floorDiv(minute, 2L); number++) {
            SandboxTrack track = rotation.get((int) Math.floorMod(number * STRIDE, (long) rotation.size()));
            entries.add(entry(new AddedTrack(track, Instant.ofEpochSecond(number * 120))));
        }
        playlist(ON_REPEAT).replace(entries, (int) minute);
    }

    /**
     * What passes through, before what stays.
     *
     * @param every in minutes
     * @param count how many of it are there at once
     */
    private List<Shelf.Added> with(List<Shelf.Added> staying, int every, int count, Function<Long, JsonNode> passing) {
        List<Shelf.Added> all = new ArrayList<>();
        long newest = Math.floorDiv(minute, (long) every);
        for (long number = newest; number > newest - count; number--) {
            all.add(new Shelf.Added(passing.apply(number),
                    Instant.EPOCH.plus(Duration.ofMinutes(number * every))));
        }
        all.addAll(staying);
        return all;
    }
}
