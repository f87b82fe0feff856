package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.SandboxTrack;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the sandbox answers is what the published contract says, wherever that is right. */
class ConformanceTest extends ListenerTest {

    private PublishedSchemas schemas;

    private void assertConforms(String path, String schema) {
        for (JsonNode page : pages(path)) {
            assertThat(schemas.violations(schema, page)).as(path).isEmpty();
        }
    }

    private void assertThingConforms(String path, String schema) {
        assertThat(schemas.violations(schema, get(path))).as(path).isEmpty();
    }

    private void answerIn(Shape shape) {
        sandbox.shape(shape);
        schemas = new PublishedSchemas(shape);
    }

    @ParameterizedTest
    @EnumSource
    void listsOfTheAccountConform(Shape shape) {
        answerIn(shape);

        assertConforms("/me/tracks?limit=50", "PagingSavedTrackObject");
        assertConforms("/me/albums?limit=50", "PagingSavedAlbumObject");
        assertConforms("/me/shows", "PagingSavedShowObject");
        assertConforms("/me/episodes", "PagingSavedEpisodeObject");
        assertConforms("/me/audiobooks", "PagingSavedAudiobookObject");
        assertConforms("/me/playlists", "PagingPlaylistObject");
        assertConforms("/me/top/tracks", "PagingTrackObject");
        assertConforms("/me/top/artists", "PagingArtistObject");
        assertConforms("/me/following?type=artist", "CursorPagingSimplifiedArtistObject");
    }

    @ParameterizedTest
    @EnumSource
    void profileAndPlaysConform(Shape shape) {
        answerIn(shape);

        assertThingConforms("/me", "PrivateUserObject");
        assertThingConforms("/me/player/recently-played?limit=50", "CursorPagingPlayHistoryObject");
    }

    /** The last but one odd entry is an episode with a track's fields, which the contract does not know. */
    @ParameterizedTest
    @EnumSource
    void playlistsConform(Shape shape) {
        answerIn(shape);
        TestPlaylist odd = demo.playlists().get(6);
        odd.remove(odd.items().size() - 2);

        for (TestPlaylist playlist : demo.playlists()) {
            if (!playlist.name().equals("Someone's Best Of")) {
                assertConforms("/playlists/" + playlist.id() + "/items?limit=50&additional_types=track,episode",
                        "PagingPlaylistTrackObject");
            }
            // The contract embeds the items, which Development Mode does not: so the schema of the list.
            assertThingConforms("/playlists/" + playlist.id(), "SimplifiedPlaylistObject");
        }
    }

    @ParameterizedTest
    @EnumSource
    void singleThingsConform(Shape shape) {
        answerIn(shape);
        SandboxTrack track = sandbox.tracks().get(0);
        String artist = track.artists().get(0).id();
        String show = get("/me/shows").at("/items/0/show/id").asText();

        assertThingConforms("/tracks/" + track.id(), "TrackObject");
        assertThingConforms("/albums/" + track.album().id(), "AlbumObject");
        assertConforms("/albums/" + track.album().id() + "/tracks", "PagingSimplifiedTrackObject");
        assertThingConforms("/artists/" + artist, "ArtistObject");
        assertConforms("/artists/" + artist + "/albums", "PagingArtistDiscographyAlbumObject");
        assertThingConforms("/shows/" + show, "ShowObject");
        assertConforms("/shows/" + show + "/episodes", "PagingSimplifiedEpisodeObject");
    }

    @ParameterizedTest
    @EnumSource
    void whatDoesNotConformIsFound(Shape shape) {
        answerIn(shape);
        JsonNode page = get("/me/albums");
        ((ObjectNode) page.at("/items/0/album")).put("total_tracks", "many").remove("images");
        ((ObjectNode) page.at("/items/1/album/tracks/items/0")).putNull("name");

        assertThat(schemas.violations("PagingSavedAlbumObject", page)).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource
    void refusalsConform(Shape shape) {
        answerIn(shape);

        assertThat(schemas.violations("ErrorObject", SandboxClient.json(call("/me/tracks?limit=0")).get("error")))
                .isEmpty();
        assertThat(schemas.violations("ErrorObject", SandboxClient.json(call("/markets")).get("error"))).isEmpty();
    }
}
