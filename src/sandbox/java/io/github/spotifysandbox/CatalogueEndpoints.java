package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** Single tracks, albums, artists and shows, and the lists they hold. Any good token will do. */
final class CatalogueEndpoints {

    /** Since February 2026. */
    private static final int MAX_DISCOGRAPHY = 10;
    private static final int DEFAULT_DISCOGRAPHY = 5;

    private final ApiContext context;
    private final Catalogue catalogue;

    CatalogueEndpoints(ApiContext context, Catalogue catalogue) {
        this.context = context;
        this.catalogue = catalogue;
    }

    /** {@code /tracks/{id}}. */
    Answer track(RecordedRequest http, String id) {
        authorize(http);
        return context.music(catalogue.track(id).orElseThrow(ApiContext::notFound));
    }

    /** {@code /artists/{id}}. */
    Answer artist(RecordedRequest http, String id) {
        authorize(http);
        return context.music(findArtist(id));
    }

    /** {@code /artists/{id}/albums}: at most ten a page. */
    Answer discography(RecordedRequest http, String id) {
        authorize(http);
        return page(catalogue.albumsOf(findArtist(id)),
                OffsetPage.of(context.url(http.path()), ApiQuery.of(http), DEFAULT_DISCOGRAPHY, MAX_DISCOGRAPHY));
    }

    /** {@code /albums/{id}}, its tracks embedded. */
    Answer album(RecordedRequest http, String id) {
        authorize(http);
        return context.music(findAlbum(id));
    }

    /** {@code /albums/{id}/tracks}. */
    Answer tracks(RecordedRequest http, String id) {
        authorize(http);
        List<JsonNode> tracks = new ArrayList<>();
        findAlbum(id).at("/tracks/items").forEach(tracks::add);
        return page(http, tracks);
    }

    /** {@code /shows/{id}}, the first page of its episodes embedded. */
    Answer show(RecordedRequest http, String id) {
        authorize(http);
        ObjectNode show = findShow(id).deepCopy();
        List<ObjectNode> episodes = catalogue.episodesOf(show);
        OffsetPage page = new OffsetPage(context.url(http.path() + "/episodes"), "", ApiQuery.MAX_LIMIT, 0);
        ObjectNode embedded = page.head(episodes.size());
        episodes.stream().limit(page.limit()).forEach(embedded.putArray("items")::add);
        return context.music(show.set("episodes", embedded));
    }

    /** {@code /shows/{id}/episodes}. */
    Answer episodes(RecordedRequest http, String id) {
        authorize(http);
        return page(http, catalogue.episodesOf(findShow(id)));
    }

    /** What is on the account's shelves can be looked up, also before they were ever listed. */
    private void authorize(RecordedRequest http) {
        context.account(http).library();
    }

    private ObjectNode findArtist(String id) {
        return catalogue.artist(id).orElseThrow(ApiContext::notFound);
    }

    private ObjectNode findAlbum(String id) {
        return catalogue.album(id).orElseThrow(ApiContext::notFound);
    }

    private ObjectNode findShow(String id) {
        return catalogue.show(id).orElseThrow(ApiContext::notFound);
    }

    private Answer page(RecordedRequest http, List<? extends JsonNode> things) {
        return page(things, OffsetPage.of(context.url(http.path()), ApiQuery.of(http)));
    }

    private Answer page(List<? extends JsonNode> things, OffsetPage page) {
        List<Entry> entries = things.stream().map(thing -> Entry.of(thing, null, null)).toList();
        return page.answer(Slice.of(entries, page.offset(), page.limit()), context.shape());
    }
}
