package io.github.spotifysandbox.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.ListPart;
import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.ArrayList;
import java.util.List;

/** Single tracks, albums, artists and shows, and the lists they hold. Any good token will do. */
final class CatalogueEndpoints {

    /** Since February 2026. */
    private static final int MAX_DISCOGRAPHY = 10;
    private static final int DEFAULT_DISCOGRAPHY = 5;

    private final ApiContext context;
    private final Catalogue catalogue;

    CatalogueEndpoints(ApiContext context) {
        this.context = context;
        this.catalogue = context.catalogue();
    }

    /** {@code /tracks/{id}}. */
    SandboxAnswer track(SandboxRequest request) {
        authorize(request);
        return SandboxAnswer.json(200, catalogue.track(request.id()).orElseThrow(ApiContext::notFound));
    }

    /** {@code /artists/{id}}. */
    SandboxAnswer artist(SandboxRequest request) {
        return SandboxAnswer.json(200, findArtist(request));
    }

    /** {@code /artists/{id}/albums}: at most ten a page. */
    SandboxAnswer discography(SandboxRequest request) {
        List<ObjectNode> albums = catalogue.albumsOf(findArtist(request));
        return page(albums, OffsetPage.of(context.url(request.path()), ApiQuery.of(request),
                DEFAULT_DISCOGRAPHY, MAX_DISCOGRAPHY));
    }

    /** {@code /albums/{id}}, its tracks embedded. */
    SandboxAnswer album(SandboxRequest request) {
        return SandboxAnswer.json(200, findAlbum(request));
    }

    /** {@code /albums/{id}/tracks}. */
    SandboxAnswer tracks(SandboxRequest request) {
        List<JsonNode> tracks = new ArrayList<>();
        findAlbum(request).at("/tracks/items").forEach(tracks::add);
        return page(request, tracks);
    }

    /** {@code /shows/{id}}, the first page of its episodes embedded. */
    SandboxAnswer show(SandboxRequest request) {
        ObjectNode show = findShow(request).deepCopy();
        OffsetPage page = new OffsetPage(context.url(request.path() + "/episodes"), "", ApiQuery.MAX_LIMIT, 0);
        return SandboxAnswer.json(200, show.set("episodes",
                page.json(ListPart.of(catalogue.episodesOf(show), 0, page.limit()))));
    }

    /** {@code /shows/{id}/episodes}. */
    SandboxAnswer episodes(SandboxRequest request) {
        return page(request, catalogue.episodesOf(findShow(request)));
    }

    /** Makes the account's library, if it is not there yet: what is in it can be looked up. */
    private void authorize(SandboxRequest request) {
        context.account(request).library();
    }

    private ObjectNode findArtist(SandboxRequest request) {
        authorize(request);
        return catalogue.artist(request.id()).orElseThrow(ApiContext::notFound);
    }

    private ObjectNode findAlbum(SandboxRequest request) {
        authorize(request);
        return catalogue.album(request.id()).orElseThrow(ApiContext::notFound);
    }

    private ObjectNode findShow(SandboxRequest request) {
        authorize(request);
        return catalogue.show(request.id()).orElseThrow(ApiContext::notFound);
    }

    private SandboxAnswer page(SandboxRequest request, List<? extends JsonNode> things) {
        return page(things, OffsetPage.of(context.url(request.path()), ApiQuery.of(request)));
    }

    private static SandboxAnswer page(List<? extends JsonNode> things, OffsetPage page) {
        return SandboxAnswer.json(200, page.json(ListPart.of(things, page.offset(), page.limit())));
    }
}
