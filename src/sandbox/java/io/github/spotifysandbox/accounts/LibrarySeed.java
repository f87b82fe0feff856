package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.AlbumJson;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.ExtraMusic;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.SpokenJson;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Fills the library that an account has from the start. It follows from seed and account, never from the clock, and has
 * the odd data of real answers in it.
 */
final class LibrarySeed {

    private static final Instant NEWEST = Instant.parse("2026-10-30T18:24:11Z");
    private static final Duration STEP = Duration.ofHours(7);
    private static final int TOP = 50;
    private static final List<String> SHOWS = List.of("Lighthouse Keeping Weekly", "The <b>Quarry</b> Hour",
            "Caf\u00E9 \u2615 & Other Stories", "$tocks.and.Bonds", "\u200F\u05E8\u05D3\u05D9\u05D5 \u05D9\u05DD",
            "She Said \"Podcast\"");
    private static final List<String> AUDIOBOOKS = List.of("The Cartographer's Umbrella", "Ninebridge \uD83C\uDF09",
            "On Kettles: A History", "Winterless.$");

    private final long seed;
    private final Library music;
    private final ExtraMusic extra;
    private final AccountLibrary library;
    private final Dice dice;

    private LibrarySeed(long seed, Library music, AccountLibrary library) {
        this.seed = seed;
        this.music = music;
        this.extra = new ExtraMusic(seed);
        this.library = library;
        this.dice = Dice.of(seed, "library of", library.account().id());
    }

    /**
     * Fills an empty library.
     *
     * @param savedTracks     how many tracks are saved
     * @param followedArtists how many artists are followed
     */
    static void fill(AccountLibrary library, long seed, Library music, int savedTracks, int followedArtists) {
        LibrarySeed filler = new LibrarySeed(seed, music, library);
        filler.saveTracks(savedTracks);
        filler.saveAlbums();
        filler.saveSpokenWord();
        List<ObjectNode> artists = filler.artists(Math.max(followedArtists, TOP));
        filler.put(library.followedArtists, artists.subList(0, followedArtists));
        filler.rank(artists);
        new PlaylistSeed(seed, music, library).fill();
    }

    private void saveTracks(int count) {
        List<SandboxTrack> pool = Stream.concat(
                music.oddTracks().stream().filter(track -> !track.local()),
                dice.shuffled(music.tracks()).stream()).limit(count).toList();
        List<ObjectNode> tracks = new ArrayList<>(dice.shuffled(pool).stream().map(SpotifyJson::track).toList());
        tracks.addAll(extra.tracks(count - pool.size()));
        put(library.savedTracks, tracks);
    }

    private void saveAlbums() {
        List<ObjectNode> albums = new ArrayList<>(dice.shuffled(music.albums()).stream().limit(22)
                .map(album -> AlbumJson.album(album, music.tracksOf(album))).toList());
        albums.add(3, AlbumJson.album("Paper Weather", "1981", "The Paper Lighthouses"));
        albums.add(7, AlbumJson.album("<script>alert('album')</script>", "1981-12", "The Paper Lighthouses"));
        albums.add(12, AlbumJson.album("Undated.$Letters", null, "Post Office Choir"));
        albums.add(19, AlbumJson.album("Year \"Nought\" \uD83D\uDD70\uFE0F", "0000", "Post Office Choir"));
        put(library.savedAlbums, albums);
    }

    private void saveSpokenWord() {
        put(library.savedShows, SHOWS.stream().map(SpokenJson::show).toList());
        put(library.savedEpisodes, SHOWS.stream().map(SpokenJson::show).flatMap(show ->
                Stream.of("A Beginning", "Part Two \uD83C\uDF99\uFE0F").map(name -> SpokenJson.episode(name, show)))
                .toList());
        put(library.savedAudiobooks, AUDIOBOOKS.stream().map(SpokenJson::audiobook).toList());
    }

    private List<ObjectNode> artists(int count) {
        Stream<SandboxArtist> odd = music.oddTracks().stream().filter(track -> !track.local())
                .map(track -> track.artists().get(0));
        Stream<SandboxArtist> more = IntStream.iterate(0, i -> i + 1).mapToObj(extra::artist);
        List<SandboxArtist> artists = Stream.concat(Stream.concat(music.artists().stream(), odd).distinct(), more)
                .limit(count).toList();
        return dice.shuffled(artists).stream().map(AlbumJson::artist).toList();
    }

    private void rank(List<ObjectNode> artists) {
        for (String range : List.of("short_term", "medium_term", "long_term")) {
            Dice taste = Dice.of(seed, "top", range, library.account().id());
            library.rank(library.topTracks, range, taste.shuffled(music.tracks()).stream().limit(TOP)
                    .map(SpotifyJson::track).toList());
            library.rank(library.topArtists, range, taste.shuffled(artists).stream().limit(TOP).toList());
        }
    }

    /** Newest first, each a few hours older than the one before. */
    private void put(Shelf shelf, List<ObjectNode> things) {
        Instant at = NEWEST;
        for (ObjectNode thing : things) {
            shelf.put(thing, at);
            at = at.minus(STEP).minusSeconds(dice.below(STEP.toSeconds()));
        }
    }
}
