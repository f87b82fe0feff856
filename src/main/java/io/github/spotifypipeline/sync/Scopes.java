package io.github.spotifypipeline.sync;

import java.util.List;
import java.util.Map;

/**
 * The scopes that Spotify's documentation knows, and those that it names for its paths. Where lists of playlists or their
 * items are read, the scope of collaborative ones comes with it: without it they would be missing without a word.
 */
public final class Scopes {

    /** All of them, as in the OpenAPI document of the Web API. */
    public static final List<String> DOCUMENTED = List.of("app-remote-control", "playlist-modify-private",
            "playlist-modify-public", "playlist-read-collaborative", "playlist-read-private", "streaming",
            "ugc-image-upload", "user-follow-modify", "user-follow-read", "user-library-modify", "user-library-read",
            "user-modify-playback-state", "user-read-currently-playing", "user-read-email", "user-read-playback-position",
            "user-read-playback-state", "user-read-private", "user-read-recently-played", "user-top-read");

    private static final List<String> LIBRARY = List.of("user-library-read");
    private static final List<String> PLAYLISTS = List.of("playlist-read-private", "playlist-read-collaborative");
    private static final List<String> PLAYBACK = List.of("user-read-playback-state");
    private static final List<String> POSITION = List.of("user-read-playback-position");

    private static final Map<String, List<String>> BY_PATH = Map.ofEntries(
            Map.entry("/me", List.of("user-read-private", "user-read-email")),
            Map.entry("/me/player", PLAYBACK),
            Map.entry("/me/player/recently-played", List.of("user-read-recently-played")),
            Map.entry("/me/player/currently-playing", List.of("user-read-currently-playing")),
            Map.entry("/me/player/queue", List.of("user-read-currently-playing", "user-read-playback-state")),
            Map.entry("/me/top", List.of("user-top-read")),
            Map.entry("/me/tracks", LIBRARY),
            Map.entry("/me/albums", LIBRARY),
            Map.entry("/me/shows", LIBRARY),
            Map.entry("/me/audiobooks", LIBRARY),
            Map.entry("/me/library", List.of("user-library-read", "user-follow-read", "playlist-read-private")),
            Map.entry("/me/episodes", List.of("user-library-read", "user-read-playback-position")),
            Map.entry("/me/episodes/contains", LIBRARY),
            Map.entry("/me/following", List.of("user-follow-read")),
            Map.entry("/me/playlists", PLAYLISTS),
            Map.entry("/playlists/{id}/items", PLAYLISTS),
            Map.entry("/playlists/{id}/tracks", PLAYLISTS),
            Map.entry("/users/{id}/playlists", PLAYLISTS),
            Map.entry("/shows/{id}", POSITION),
            Map.entry("/episodes", POSITION));

    private Scopes() {
    }

    /** Those among an endpoint's that are not documented: one that Spotify does not know spoils every sign-in. */
    public static List<String> undocumented(Endpoint endpoint) {
        return endpoint.scopes().stream().filter(scope -> !DOCUMENTED.contains(scope)).toList();
    }

    /** The scopes of a path, by the longest of the known paths that it begins with; none where no data of a user is. */
    static List<String> of(String path) {
        String known = path.replaceFirst("\\?.*", "").replaceFirst("^/(playlists|users|shows)/[^/]+", "/$1/{id}");
        while (!BY_PATH.containsKey(known) && known.lastIndexOf('/') > 0) {
            known = known.substring(0, known.lastIndexOf('/'));
        }
        return BY_PATH.getOrDefault(known, List.of());
    }
}
