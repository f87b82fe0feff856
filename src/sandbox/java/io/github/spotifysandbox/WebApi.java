package io.github.spotifysandbox;

import java.util.List;
import java.util.Map;

/** The paths of the Web API, the scopes they need and the endpoints behind them. */
final class WebApi {

    private static final String LIBRARY = "user-library-read";
    private static final String POSITION = "user-read-playback-position";
    private static final String PLAYLISTS = "playlist-read-private";
    private static final String TOP = "user-top-read";
    private static final String PLAYING = "user-read-currently-playing";

    private final ApiContext context;

    WebApi(ApiContext context) {
        this.context = context;
    }

    void addTo(Router router, PlayHistory history, Catalogue catalogue) {
        router.get("/v1/me", new ProfileEndpoint(context));
        router.get(RecentlyPlayedEndpoint.PATH, new RecentlyPlayedEndpoint(context, history));
        router.get("/v1/me/player/currently-playing", this::nothingPlaying);
        addLists(router);
        addSingleThings(router, new PlaylistEndpoints(context), new CatalogueEndpoints(context, catalogue));
        List.of("/v1/playlists/{id}/tracks", "/v1/artists/{id}/top-tracks", "/v1/tracks", "/v1/albums", "/v1/artists",
                "/v1/shows", "/v1/episodes", "/v1/audiobooks", "/v1/markets", "/v1/users/**", "/v1/browse/**")
                .forEach(path -> router.get(path, this::removed));
    }

    private void addLists(Router router) {
        list(router, "/v1/me/tracks", (account, query, page) -> slice(account.savedTracks(), page), LIBRARY);
        list(router, "/v1/me/albums", (account, query, page) -> slice(account.savedAlbums(), page), LIBRARY);
        list(router, "/v1/me/shows", (account, query, page) -> slice(account.savedShows(), page), LIBRARY);
        list(router, "/v1/me/episodes", (account, query, page) -> slice(account.savedEpisodes(), page),
                LIBRARY, POSITION);
        list(router, "/v1/me/audiobooks", WebApi::audiobooks, LIBRARY);
        list(router, "/v1/me/playlists", (account, query, page) -> playlists(account, page), PLAYLISTS);
        list(router, "/v1/me/top/tracks", (account, query, page) ->
                account.library().topTracks.slice(range(query), page.offset(), page.limit()), TOP);
        list(router, "/v1/me/top/artists", (account, query, page) ->
                account.library().topArtists.slice(range(query), page.offset(), page.limit()), TOP);
        router.get(FollowingEndpoint.PATH, new FollowingEndpoint(context));
    }

    private static void addSingleThings(Router router, PlaylistEndpoints playlists, CatalogueEndpoints catalogue) {
        router.get("/v1/playlists/{id}", playlists::playlist)
                .get("/v1/playlists/{id}/items", playlists::items)
                .get("/v1/tracks/{id}", catalogue::track)
                .get("/v1/artists/{id}", catalogue::artist)
                .get("/v1/artists/{id}/albums", catalogue::discography)
                .get("/v1/albums/{id}", catalogue::album)
                .get("/v1/albums/{id}/tracks", catalogue::tracks)
                .get("/v1/shows/{id}", catalogue::show)
                .get("/v1/shows/{id}/episodes", catalogue::episodes);
    }

    private void list(Router router, String path, OffsetEndpoint.Source source, String... scopes) {
        router.get(path, new OffsetEndpoint(context, source, scopes));
    }

    private static Slice slice(Shelf shelf, OffsetPage page) {
        return shelf.slice(page.offset(), page.limit());
    }

    /** Where Spotify sells no audiobooks, it says so in plain text. */
    private static Slice audiobooks(SandboxAccount account, ApiQuery query, OffsetPage page) {
        if (!account.offersAudiobooks()) {
            throw new Refusal(Answer.sentence(403, "Audiobooks are not available in this market"));
        }
        return slice(account.savedAudiobooks(), page);
    }

    private Slice playlists(SandboxAccount account, OffsetPage page) {
        Shape shape = context.shape();
        List<Entry> entries = account.playlists().stream()
                .map(playlist -> Entry.exact(playlist.simplified(shape), null, null)).toList();
        return Slice.of(entries, page.offset(), page.limit());
    }

    private static String range(ApiQuery query) {
        String range = query.find("time_range").orElse(TopLists.DEFAULT_RANGE);
        if (!TopLists.RANGES.contains(range)) {
            throw ApiQuery.badRequest("Invalid time range");
        }
        return range;
    }

    private Answer nothingPlaying(RecordedRequest http) {
        context.account(http, PLAYING);
        return new Answer(204, Map.of(), new byte[0]);
    }

    /** What Spotify took away in February 2026, whatever the shape. */
    private Answer removed(RecordedRequest http) {
        context.account(http);
        throw ApiContext.forbidden();
    }
}
