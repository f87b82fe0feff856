package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Makes up things for shelves, playlists and top lists, as the Web API writes them. Ids and uris follow from the names.
 * Every call gives a copy of its own, which may be changed.
 */
public final class MadeUpMusic {

    private static final int ALBUM_TRACKS = 8;
    private static final int TRACK_MS = 180_000;
    private static final int MS_A_NUMBER = 7_000;

    private MadeUpMusic() {
    }

    /** A track, for example one of {@link Library#tracks()}. */
    public static ObjectNode track(SandboxTrack track) {
        return SpotifyJson.track(track);
    }

    /** A track on a single of its own: {@link SandboxTrack#of}. */
    public static ObjectNode track(String name, String... artists) {
        return track(SandboxTrack.of(name, artists));
    }

    /** A file of the listener's own, without ids: {@link SandboxTrack#localFile}. */
    public static ObjectNode localTrack(String artist, String album, String title, int seconds) {
        return track(SandboxTrack.localFile(artist, album, title, seconds));
    }

    /** An artist with genres, images and followers. */
    public static ObjectNode artist(String name) {
        return AlbumJson.artist(SandboxArtist.named(name));
    }

    /**
     * An album with its eight tracks embedded.
     *
     * @param releaseDate "1981", "1981-12", "1981-12-15", "0000" or null; its length tells the precision
     */
    public static ObjectNode album(String name, String releaseDate, String artist) {
        List<SandboxArtist> artists = List.of(SandboxArtist.named(artist));
        String id = Dice.of(0, "album", name, artist).base62(22);
        SandboxAlbum album = new SandboxAlbum(id, "album", name, artists, releaseDate, ALBUM_TRACKS);
        return AlbumJson.album(album, IntStream.rangeClosed(1, ALBUM_TRACKS)
                .mapToObj(number -> albumTrack(album, number)).toList());
    }

    /** A show, without its episodes, as saved shows have it. */
    public static ObjectNode show(String name) {
        return SpokenJson.show(name);
    }

    /** An episode of a show that has the same name. */
    public static ObjectNode episode(String name) {
        return SpokenJson.episode(name, show(name));
    }

    /** An audiobook with its chapters embedded. */
    public static ObjectNode audiobook(String name) {
        return SpokenJson.audiobook(name);
    }

    private static SandboxTrack albumTrack(SandboxAlbum album, int number) {
        SandboxTrack track = SandboxTrack.of(album.name() + ", part " + number, album.artists().get(0).name());
        return new SandboxTrack(track.id(), track.name(), album.artists(), album, number,
                new SandboxTrack.Recording(TRACK_MS + (long) number * MS_A_NUMBER, false, track.isrc()));
    }
}
