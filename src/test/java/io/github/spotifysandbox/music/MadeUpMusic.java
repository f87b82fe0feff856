package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Makes up things for shelves, playlists and top lists, as the Web API writes them. Ids and uris follow from the names.
 * Every call gives a copy of its own, which may be changed.
 */
public final class MadeUpMusic {

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

    /** An artist with genres and images. */
    public static ObjectNode artist(String name) {
        return AlbumJson.artist(SandboxArtist.named(name));
    }

    /**
     * An album with its eight tracks embedded.
     *
     * @param releaseDate "1981", "1981-12", "1981-12-15", "0000" or null; its length tells the precision
     */
    public static ObjectNode album(String name, String releaseDate, String artist) {
        return AlbumJson.album(name, releaseDate, artist);
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
}
