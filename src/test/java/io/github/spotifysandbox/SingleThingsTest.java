package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SingleThingsTest extends ListenerTest {

    private List<String> ids(String path, String pointer) {
        return entries(path).stream().map(entry -> entry.at(pointer)).filter(JsonNode::isTextual)
                .map(JsonNode::asText).distinct().toList();
    }

    @Test
    void whateverIsInTheLibraryCanBeLookedUp() {
        ids("/me/tracks?limit=50", "/track/id").forEach(id -> get("/tracks/" + id));
        ids("/me/tracks?limit=50", "/track/album/id").forEach(id -> get("/albums/" + id));
        ids("/me/tracks?limit=50", "/track/artists/0/id").forEach(id -> get("/artists/" + id));
        ids("/me/albums?limit=50", "/album/tracks/items/0/id").forEach(id -> get("/tracks/" + id));
        ids("/me/albums?limit=50", "/album/id").forEach(id -> get("/albums/" + id + "/tracks"));
        ids("/me/following?type=artist&limit=50", "/id").forEach(id -> get("/artists/" + id));
        ids("/me/shows", "/show/id").forEach(id -> get("/shows/" + id));
        ids("/me/player/recently-played?limit=50", "/track/id").forEach(id -> get("/tracks/" + id));
    }

    @Test
    void whatIsInTheLibraryCanBeLookedUpBeforeTheLibraryIsListed() {
        String show = ids("/me/shows", "/show/id").get(0);
        String artist = ids("/me/following?type=artist", "/id").get(0);

        for (String path : List.of("/shows/" + show + "/episodes", "/shows/" + show, "/artists/" + artist)) {
            restart(options);
            // with the token of before, so that it is the first call
            get(path);
        }
    }

    @Test
    void trackIsTheOneOfTheLibrary() {
        JsonNode saved = get("/me/tracks").at("/items/0/track");

        assertThat(get("/tracks/" + saved.get("id").asText())).isEqualTo(saved);
    }

    @Test
    void albumHoldsItsTracks() {
        ObjectNode album = MadeUpMusic.album("Album", "1981", "Artist");
        demo.savedAlbums().add(album, NOON);
        JsonNode found = get("/albums/" + album.get("id").asText());

        assertThat(found.get("name").asText()).isEqualTo("Album");
        assertThat(found.at("/tracks/items")).hasSize(8);
        assertThat(found.at("/tracks/total").asInt()).isEqualTo(8);
        assertThat(texts("/albums/" + album.get("id").asText() + "/tracks?limit=3", "/id")).hasSize(8)
                .containsExactlyElementsOf(found.at("/tracks/items").findValuesAsText("id").stream()
                        .filter(id -> !id.equals(album.at("/artists/0/id").asText())).toList());
    }

    @Test
    void albumThatOnlyATrackNamesIsWhole() {
        ObjectNode track = MadeUpMusic.track("Lonely", "Artist");
        demo.emptyLibrary().savedTracks().add(track, NOON);
        JsonNode album = get("/albums/" + track.at("/album/id").asText());

        assertThat(album.at("/tracks/items/0/name").asText()).isEqualTo("Lonely");
        assertThat(album.at("/tracks/items/0").has("album")).isFalse();
        assertThat(album.has("copyrights")).isTrue();
    }

    @Test
    void artistHasGenresAndAtMostTenAlbumsAPage() {
        ObjectNode artist = MadeUpMusic.artist("Prolific");
        for (int i = 0; i < 12; i++) {
            demo.savedAlbums().add(MadeUpMusic.album("Album " + i, "2020", "Prolific"), minute(i));
        }
        String id = artist.get("id").asText();

        assertThat(get("/artists/" + id).get("genres")).isNotEmpty();
        assertThat(get("/artists/" + id + "/albums").get("limit").asInt()).isEqualTo(5);
        assertThat(texts("/artists/" + id + "/albums?limit=10", "/name")).hasSize(12);
        assertThat(get("/artists/" + id + "/albums").at("/items/0").has("tracks")).isFalse();
        assertRefused("/artists/" + id + "/albums?limit=11", 400, "Invalid limit");
    }

    @Test
    void showListsItsEpisodesOnMoreThanOnePage() {
        ObjectNode show = MadeUpMusic.show("Show");
        demo.savedShows().add(show, NOON);
        String path = "/shows/" + show.get("id").asText();
        JsonNode found = get(path);

        assertThat(found.get("total_episodes").asInt()).isEqualTo(60);
        assertThat(found.at("/episodes/items")).hasSize(50);
        assertThat(found.at("/episodes/next").asText())
                .isEqualTo(sandbox.apiUrl() + path + "/episodes?offset=50&limit=50");
        assertThat(texts(path + "/episodes?limit=50", "/id")).hasSize(60).doesNotHaveDuplicates();
        assertThat(get(path + "/episodes").at("/items/0").has("show")).isFalse();
    }

    @Test
    void savedEpisodeIsAmongThoseOfItsShow() {
        JsonNode episode = get("/me/episodes").at("/items/0/episode");

        assertThat(texts("/shows/" + episode.at("/show/id").asText() + "/episodes", "/id"))
                .contains(episode.get("id").asText());
    }

    @Test
    void playedTrackCanBeLookedUpThoughItIsNotSaved() {
        SandboxTrack track = SandboxTrack.of("Only Played", "Artist");
        demo.emptyLibrary().addPlay(track, NOON, null);

        assertThat(get("/tracks/" + track.id()).get("name").asText()).isEqualTo("Only Played");
    }

    @Test
    void removedThingCanStillBeLookedUp() {
        ObjectNode track = MadeUpMusic.track("Gone", "Artist");
        demo.savedTracks().add(track, NOON).remove(track.get("uri").asText());

        assertThat(get("/tracks/" + track.get("id").asText()).get("name").asText()).isEqualTo("Gone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/tracks/none", "/albums/none", "/albums/none/tracks", "/artists/none",
        "/artists/none/albums", "/shows/none", "/shows/none/episodes"})
    void unknownIdIsNotFoundAndNoTokenIsRefused(String path) {
        assertRefused(path, 404, "Resource not found");
        assertThat(client.get("/v1" + path).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/playlists/x/tracks", "/users/demo", "/users/demo/playlists", "/tracks?ids=a,b",
        "/albums?ids=a", "/artists?ids=a", "/shows?ids=a", "/episodes?ids=a", "/markets", "/browse/new-releases",
        "/browse/categories/rock/playlists", "/artists/x/top-tracks"})
    void removedEndpointsAreForbiddenInEveryShape(String path) {
        for (Shape shape : Shape.values()) {
            sandbox.shape(shape);
            HttpResponse<String> answer = call(path);
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}");
        }
        assertThat(client.get("/v1" + path).statusCode()).isEqualTo(401);
    }

    @Test
    void otherPathsAreUnknown() {
        assertThat(call("/users").statusCode()).isEqualTo(404);
        assertThat(call("/tracks/a/b").statusCode()).isEqualTo(404);
        assertThat(call("/tracks/").statusCode()).isEqualTo(404);
        assertThat(client.send("PUT", "/v1/me/tracks", "").statusCode()).isEqualTo(405);
    }
}
