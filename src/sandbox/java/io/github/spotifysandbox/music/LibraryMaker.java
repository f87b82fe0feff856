package io.github.spotifysandbox.music;

import io.github.spotifysandbox.music.SandboxTrack.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes up a library: forty artists, each with a long album and a shorter record. The seed decides. */
public final class LibraryMaker {

    private static final int ARTISTS = 40;
    private static final int FIRST_YEAR = 1968;
    private static final int LAST_YEAR = 2026;
    private static final int SHORTEST_MS = 120_000;
    private static final int LONGEST_MS = 360_000;
    private static final double GUEST = 0.15;
    private static final double EXPLICIT = 0.12;

    private final Dice dice;
    private final NameMaker names;
    private final List<SandboxArtist> artists;
    private final List<SandboxAlbum> albums = new ArrayList<>();
    private final List<SandboxTrack> tracks = new ArrayList<>();

    private LibraryMaker(long seed) {
        this.dice = Dice.of(seed, "library");
        this.names = new NameMaker(dice);
        this.artists = IntStream.range(0, ARTISTS)
                .mapToObj(i -> new SandboxArtist(dice.base62(22), names.artist()))
                .toList();
    }

    /** The library of a seed. */
    public static Library make(long seed) {
        LibraryMaker maker = new LibraryMaker(seed);
        for (SandboxArtist artist : maker.artists) {
            maker.addAlbum(artist, "album", 7 + maker.dice.below(5));
            maker.addAlbum(artist, maker.dice.chance(0.2) ? "compilation" : "single", 1 + maker.dice.below(4));
        }
        return new Library(maker.artists, maker.albums, maker.tracks, OddTracks.amid(maker.tracks));
    }

    private void addAlbum(SandboxArtist artist, String type, int size) {
        int year = FIRST_YEAR + dice.below(LAST_YEAR - FIRST_YEAR);
        String date = "%d-%02d-%02d".formatted(year, 1 + dice.below(12), 1 + dice.below(28));
        SandboxAlbum album = new SandboxAlbum(dice.base62(22), type, names.album(), List.of(artist), date, size);
        albums.add(album);
        for (int number = 1; number <= size; number++) {
            tracks.add(track(album, artist, number, year));
        }
    }

    private SandboxTrack track(SandboxAlbum album, SandboxArtist artist, int number, int year) {
        List<SandboxArtist> performers = dice.chance(GUEST)
                ? Stream.of(artist, dice.pick(artists)).distinct().toList()
                : List.of(artist);
        String id = dice.base62(22);
        return new SandboxTrack(id, names.song(), performers, album, number, new Recording(
                SHORTEST_MS + dice.below(LONGEST_MS - SHORTEST_MS), dice.chance(EXPLICIT), isrc(year)));
    }

    /** ZZ is no country, so that no real recording has the code. */
    private String isrc(int year) {
        return "ZZSBX%02d%05d".formatted(year % 100, tracks.size());
    }
}
