package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.SandboxTrack.Recording;
import java.util.ArrayList;
import java.util.List;

/**
 * Music beyond the library, as much as is asked for: for accounts with thousands of saved tracks. Names are numbered,
 * so they never run out. The same seed gives the same music.
 */
public final class ExtraMusic {

    private static final int ID_LENGTH = 22;
    private static final int ALBUM_TRACKS = 10;
    private static final int ARTIST_ALBUMS = 2;
    private static final int SHORTEST_MS = 120_000;
    private static final int SPAN_MS = 240_000;

    private final long seed;

    /** @param seed decides names and ids */
    public ExtraMusic(long seed) {
        this.seed = seed;
    }

    /** The artist with this number, from 0. */
    public SandboxArtist artist(int number) {
        Dice dice = dice("artist", number);
        return new SandboxArtist(dice.base62(ID_LENGTH), new NameMaker(dice).artist() + " " + numbered(number));
    }

    /** Tracks by album and in order; tracks of one album share its JSON. */
    public List<ObjectNode> tracks(int count) {
        List<ObjectNode> tracks = new ArrayList<>(count);
        for (int albumNumber = 0; tracks.size() < count; albumNumber++) {
            SandboxAlbum album = album(albumNumber);
            ObjectNode shared = SpotifyJson.simplifiedAlbum(album);
            for (int number = 1; number <= ALBUM_TRACKS && tracks.size() < count; number++) {
                tracks.add(SpotifyJson.track(track(album, number, tracks.size()), shared));
            }
        }
        return tracks;
    }

    private SandboxAlbum album(int number) {
        Dice dice = dice("album", number);
        return new SandboxAlbum(dice.base62(ID_LENGTH), "album",
                new NameMaker(dice).album() + " " + numbered(number),
                List.of(artist(number / ARTIST_ALBUMS)), Integer.toString(1970 + number % 56), ALBUM_TRACKS);
    }

    private SandboxTrack track(SandboxAlbum album, int number, int serial) {
        Dice dice = dice("track", serial);
        String id = dice.base62(ID_LENGTH);
        return new SandboxTrack(id, new NameMaker(dice).song() + ", take " + serial, album.artists(), album, number,
                new Recording(SHORTEST_MS + dice.below(SPAN_MS), false, "ZZSBX%07d".formatted(9_000_000 - serial)));
    }

    private Dice dice(String kind, int number) {
        return Dice.of(seed, "extra", kind, number);
    }

    private static String numbered(int number) {
        return "No. " + (number + 1);
    }
}
