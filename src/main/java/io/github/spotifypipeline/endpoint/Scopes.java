package io.github.spotifypipeline.endpoint;

import io.github.spotifypipeline.settings.Spelling;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The scopes that Spotify documents, and the scopes of each documented path. Paths of playlists and their items also
 * get the scope of collaborative playlists: without it, Spotify leaves these out silently.
 */
public final class Scopes {

    /** All scopes in the OpenAPI document of the Web API. */
    public static final List<String> DOCUMENTED = List.of("app-remote-control", "playlist-modify-private",
            "playlist-modify-public", "playlist-read-collaborative", "playlist-read-private", "streaming",
            "ugc-image-upload", "user-follow-modify", "user-follow-read", "user-library-modify", "user-library-read",
            "user-modify-playback-state", "user-read-currently-playing", "user-read-email",
            "user-read-playback-position",
            "user-read-playback-state", "user-read-private", "user-read-recently-played", "user-top-read");

    private static final List<String> LIBRARY = List.of("user-library-read");
    private static final List<String> FOLLOWS = List.of("user-follow-read");
    private static final List<String> TOP = List.of("user-top-read");
    private static final List<String> PLAYLISTS = List.of("playlist-read-private", "playlist-read-collaborative");
    private static final List<String> PLAYBACK = List.of("user-read-playback-state");
    private static final List<String> POSITION = List.of("user-read-playback-position");

    private static final List<String> NONE = List.of();

    /** The paths of the Web API that can be read, each with its scopes; {id} stands for any part. */
    private static final Map<String, List<String>> BY_PATH = Map.ofEntries(
            Map.entry("/me", List.of("user-read-private", "user-read-email")),
            Map.entry("/me/albums", LIBRARY),
            Map.entry("/me/albums/contains", LIBRARY),
            Map.entry("/me/audiobooks", LIBRARY),
            Map.entry("/me/audiobooks/contains", LIBRARY),
            Map.entry("/me/episodes", List.of("user-library-read", "user-read-playback-position")),
            Map.entry("/me/episodes/contains", LIBRARY),
            Map.entry("/me/following", FOLLOWS),
            Map.entry("/me/following/contains", FOLLOWS),
            Map.entry("/me/library/contains", List.of("user-library-read", "user-follow-read",
                    "playlist-read-private")),
            Map.entry("/me/player", PLAYBACK),
            Map.entry("/me/player/currently-playing", List.of("user-read-currently-playing")),
            Map.entry("/me/player/devices", PLAYBACK),
            Map.entry("/me/player/queue", List.of("user-read-currently-playing", "user-read-playback-state")),
            Map.entry("/me/player/recently-played", List.of("user-read-recently-played")),
            Map.entry("/me/playlists", PLAYLISTS),
            Map.entry("/me/shows", LIBRARY),
            Map.entry("/me/shows/contains", LIBRARY),
            Map.entry("/me/top/artists", TOP),
            Map.entry("/me/top/tracks", TOP),
            Map.entry("/me/tracks", LIBRARY),
            Map.entry("/me/tracks/contains", LIBRARY),
            Map.entry("/albums", NONE),
            Map.entry("/albums/{id}", NONE),
            Map.entry("/albums/{id}/tracks", NONE),
            Map.entry("/artists", NONE),
            Map.entry("/artists/{id}", NONE),
            Map.entry("/artists/{id}/albums", NONE),
            Map.entry("/artists/{id}/related-artists", NONE),
            Map.entry("/artists/{id}/top-tracks", NONE),
            Map.entry("/audio-analysis/{id}", NONE),
            Map.entry("/audio-features", NONE),
            Map.entry("/audio-features/{id}", NONE),
            Map.entry("/audiobooks", NONE),
            Map.entry("/audiobooks/{id}", NONE),
            Map.entry("/audiobooks/{id}/chapters", NONE),
            Map.entry("/browse/categories", NONE),
            Map.entry("/browse/categories/{id}", NONE),
            Map.entry("/browse/categories/{id}/playlists", NONE),
            Map.entry("/browse/featured-playlists", NONE),
            Map.entry("/browse/new-releases", NONE),
            Map.entry("/chapters", NONE),
            Map.entry("/chapters/{id}", NONE),
            Map.entry("/episodes", POSITION),
            Map.entry("/episodes/{id}", POSITION),
            Map.entry("/markets", NONE),
            Map.entry("/playlists/{id}", NONE),
            Map.entry("/playlists/{id}/followers/contains", NONE),
            Map.entry("/playlists/{id}/images", NONE),
            Map.entry("/playlists/{id}/items", PLAYLISTS),
            Map.entry("/playlists/{id}/tracks", PLAYLISTS),
            Map.entry("/recommendations", NONE),
            Map.entry("/recommendations/available-genre-seeds", NONE),
            Map.entry("/search", NONE),
            Map.entry("/shows", NONE),
            Map.entry("/shows/{id}", POSITION),
            Map.entry("/shows/{id}/episodes", POSITION),
            Map.entry("/tracks", NONE),
            Map.entry("/tracks/{id}", NONE),
            Map.entry("/users/{id}", NONE),
            Map.entry("/users/{id}/playlists", PLAYLISTS));

    private Scopes() {
    }

    /** An endpoint's scopes that are not documented. Spotify refuses each sign-in with an unknown scope. */
    public static List<String> undocumented(Endpoint endpoint) {
        return endpoint.scopes().stream().filter(scope -> !DOCUMENTED.contains(scope)).toList();
    }

    /** The scopes that Spotify documents for a path; none for a path that it does not document. */
    static List<String> of(String path, List<String> partitions) {
        return lists(path, partitions).flatMap(list -> documented(list).stream()).map(BY_PATH::get)
                .flatMap(List::stream)
                .distinct().toList();
    }

    /** Whether Spotify documents the endpoint's path, or the route names the scopes itself. */
    public static boolean isDocumented(Endpoint endpoint) {
        return endpoint.source().namesScopes()
                || lists(endpoint.path(), endpoint.partitions()).allMatch(list -> documented(list).isPresent());
    }

    /** The documented path with the most similar spelling. */
    public static String nearest(String path) {
        String known = path.replaceFirst("[?].*", "").replaceFirst("^/(?!me/|browse/|me$)([^/]+)/[^/]+", "/$1/{id}");
        return Spelling.closest(known, BY_PATH.keySet());
    }

    private static Stream<String> lists(String path, List<String> partitions) {
        String plain = path.replaceFirst("[?].*", "");
        return partitions.isEmpty() ? Stream.of(plain) : partitions.stream().map(value -> plain.replace("{partition}",
                value));
    }

    private static Optional<String> documented(String path) {
        return BY_PATH.containsKey(path) ? Optional.of(path) : BY_PATH.keySet().stream().filter(known ->
                path.matches(known.replace("{id}", "[^/]+"))).findFirst();
    }
}
