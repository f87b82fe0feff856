package io.github.spotifysandbox.music;

/**
 * What a play was played from.
 *
 * @param type        "playlist", "album" or "artist"
 * @param uri         Spotify URI
 * @param href        the Web API's address of it
 * @param externalUrl the web player's address of it
 */
public record PlayContext(String type, String uri, String href, String externalUrl) {

    /** A playlist by its id. */
    public static PlayContext playlist(String id) {
        return of("playlist", id);
    }

    /** An album by its id. */
    public static PlayContext album(String id) {
        return of("album", id);
    }

    /** An artist by id. */
    public static PlayContext artist(String id) {
        return of("artist", id);
    }

    /** A playlist with the older uri {@code spotify:user:X:playlist:Y}. */
    public static PlayContext oldFormPlaylist(String user, String id) {
        String path = "/user/" + SpotifyJson.encode(user) + "/playlist/" + id;
        return new PlayContext("playlist", "spotify" + path.replace('/', ':'),
                SpotifyJson.API + "/playlists/" + id, SpotifyJson.OPEN + path);
    }

    private static PlayContext of(String type, String id) {
        return new PlayContext(type, "spotify:" + type + ":" + id,
                SpotifyJson.API + "/" + type + "s/" + id, SpotifyJson.OPEN + "/" + type + "/" + id);
    }
}
