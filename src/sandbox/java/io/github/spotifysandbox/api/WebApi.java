package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.AccountLibrary;
import io.github.spotifysandbox.accounts.ListPart;
import io.github.spotifysandbox.accounts.SandboxAccount;
import io.github.spotifysandbox.accounts.SandboxPlaylist;
import io.github.spotifysandbox.accounts.Shelf;
import io.github.spotifysandbox.server.Router;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** The paths of the Web API, the scopes they need and the endpoints behind them. */
public final class WebApi {

    /** The time ranges of the top lists. */
    public static final Set<String> TOP_RANGES = Set.of("short_term", "medium_term", "long_term");

    private static final String LIBRARY = "user-library-read";
    private static final String POSITION = "user-read-playback-position";
    private static final String PLAYLISTS = "playlist-read-private";
    private static final String TOP = "user-top-read";
    private static final String PLAYING = "user-read-currently-playing";

    /** Takes a part of a list. */
    @FunctionalInterface
    private interface Source {

        /** @throws RefusedRequest if the query does not allow it */
        ListPart part(AccountLibrary library, ApiQuery query, OffsetPage page);
    }

    private final ApiContext context;

    /** @param context what the endpoints share */
    public WebApi(ApiContext context) {
        this.context = context;
    }

    /** Adds all paths of the Web API. */
    public void addTo(Router router) {
        router.get("/v1/me", new ProfileEndpoint(context));
        router.get(RecentlyPlayedEndpoint.PATH, new RecentlyPlayedEndpoint(context));
        router.get("/v1/me/player/currently-playing", this::nothingPlaying);
        addLists(router);
        addSingleThings(router, new PlaylistEndpoints(context), new CatalogueEndpoints(context));
        List.of("/v1/playlists/{id}/tracks", "/v1/artists/{id}/top-tracks", "/v1/tracks", "/v1/albums", "/v1/artists",
                "/v1/shows", "/v1/episodes", "/v1/audiobooks", "/v1/markets", "/v1/users/**", "/v1/browse/**")
                .forEach(path -> router.get(path, this::removed));
    }

    private void addLists(Router router) {
        shelf(router, "/v1/me/tracks", library -> library.savedTracks, LIBRARY);
        shelf(router, "/v1/me/albums", library -> library.savedAlbums, LIBRARY);
        shelf(router, "/v1/me/shows", library -> library.savedShows, LIBRARY);
        shelf(router, "/v1/me/episodes", library -> library.savedEpisodes, LIBRARY, POSITION);
        shelf(router, "/v1/me/audiobooks", library -> library.savedAudiobooks, LIBRARY);
        list(router, "/v1/me/playlists", (library, query, page) -> ListPart.of(
                library.playlists().stream().map(SandboxPlaylist::simplified).toList(),
                page.offset(), page.limit()), PLAYLISTS);
        list(router, "/v1/me/top/tracks", (library, query, page) -> top(library.topTracks, query, page), TOP);
        list(router, "/v1/me/top/artists", (library, query, page) -> top(library.topArtists, query, page), TOP);
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

    private void shelf(Router router, String path, Function<AccountLibrary, Shelf> shelf, String... scopes) {
        list(router, path, (library, query, page) -> shelf.apply(library).part(page.offset(), page.limit()), scopes);
    }

    /** A list of the account that a call speaks for, in offset pages of at most 50. */
    private void list(Router router, String path, Source source, String... scopes) {
        router.get(path, request -> {
            SandboxAccount account = context.account(request, scopes);
            ApiQuery query = ApiQuery.of(request);
            OffsetPage page = OffsetPage.of(context.url(path), query);
            return SandboxAnswer.json(200, page.json(source.part(account.library(), query, page)));
        });
    }

    private static ListPart top(Map<String, List<JsonNode>> lists, ApiQuery query, OffsetPage page) {
        String range = query.find("time_range").orElse("medium_term");
        if (!TOP_RANGES.contains(range)) {
            throw ApiQuery.badRequest("Invalid time range");
        }
        return ListPart.of(lists.getOrDefault(range, List.of()), page.offset(), page.limit());
    }

    private SandboxAnswer nothingPlaying(SandboxRequest request) {
        context.account(request, PLAYING);
        return new SandboxAnswer(204, Map.of(), new byte[0]);
    }

    /** What Spotify took away in February 2026. */
    private SandboxAnswer removed(SandboxRequest request) {
        context.account(request);
        throw ApiContext.forbidden();
    }
}
