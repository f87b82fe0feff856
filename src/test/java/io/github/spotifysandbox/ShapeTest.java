package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ShapeTest extends ListenerTest {

    private static final List<String> GONE = List.of("available_markets", "album_group", "label", "linked_from",
            "popularity", "preview_url", "publisher", "country", "email", "product", "explicit_content");

    @ParameterizedTest
    @CsvSource({"NEWER,true,false", "OLDER,false,true", "BOTH,true,true"})
    void playlistEntryAndCountHaveTheNamesOfTheShape(Shape shape, boolean newer, boolean older) {
        sandbox.shape(shape);
        TestPlaylist playlist = demo.playlists().get(0);
        JsonNode entry = get("/playlists/" + playlist.id() + "/items").at("/items/0");

        assertThat(entry.has("item")).isEqualTo(newer);
        assertThat(entry.has("track")).isEqualTo(older);
        for (JsonNode shown : List.of(get("/playlists/" + playlist.id()), get("/me/playlists").at("/items/0"))) {
            assertThat(shown.has("items")).isEqualTo(newer);
            assertThat(shown.has("tracks")).isEqualTo(older);
            assertThat(shown.at(older ? "/tracks/total" : "/items/total").asInt())
                    .isEqualTo(playlist.items().size());
        }
    }

    @Test
    void duringTheChangeBothNamesHoldTheSame() {
        sandbox.shape(Shape.BOTH);
        JsonNode entry = get("/playlists/" + demo.playlists().get(0).id() + "/items").at("/items/0");

        assertThat(entry.get("item")).isEqualTo(entry.get("track"));
    }

    @Test
    void newerShapeHasNoneOfTheFieldsThatAreGone() {
        for (String path : paths()) {
            JsonNode answer = get(path);
            assertThat(GONE).as(path).allSatisfy(name -> assertThat(answer.findValue(name)).as(name).isNull());
        }
        assertThat(get("/me/following?type=artist").findValue("followers")).isNull();
        assertThat(get("/me/top/artists").findValue("followers")).isNull();
        assertThat(get("/me").has("followers")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(names = {"OLDER", "BOTH"})
    void olderFieldsAreThereInTheOtherShapes(Shape shape) {
        sandbox.shape(shape);

        assertHas("/me/tracks", "/items/0/track", "popularity", "available_markets", "preview_url");
        assertHas("/me/tracks", "/items/0/track/album", "available_markets");
        assertHas("/me/albums", "/items/0/album", "popularity", "available_markets", "label");
        assertHas("/me/shows", "/items/0/show", "publisher", "available_markets");
        assertHas("/me/audiobooks", "/items/0/audiobook", "publisher", "available_markets");
        assertHas("/me/following?type=artist", "/artists/items/0", "followers", "popularity");
        assertHas("/me/top/tracks", "/items/0", "popularity");
        assertHas("/me/top/artists", "/items/0", "followers");
        assertHas("/me/player/recently-played", "/items/0/track", "popularity");
        assertHas("/me", "", "country", "email", "product", "followers", "explicit_content");
        assertHas("/artists/" + artistId() + "/albums", "/items/0", "album_group");
    }

    @Test
    void savedTracksKeepTheNameTrackInEveryShape() {
        for (Shape shape : Shape.values()) {
            sandbox.shape(shape);
            assertThat(get("/me/tracks").at("/items/0").fieldNames()).toIterable()
                    .containsExactlyInAnyOrder("added_at", "track");
        }
    }

    private void assertHas(String path, String pointer, String... fields) {
        assertThat(get(path).at(pointer).fieldNames()).toIterable().as(path).contains(fields);
    }

    private String artistId() {
        return sandbox.tracks().get(0).artists().get(0).id();
    }

    private List<String> paths() {
        SandboxTrack track = sandbox.tracks().get(0);
        return List.of("/me", "/me/player/recently-played?limit=50", "/me/tracks?limit=50", "/me/albums?limit=50",
                "/me/shows", "/me/episodes", "/me/audiobooks", "/me/playlists", "/me/top/tracks", "/me/top/artists",
                "/me/following?type=artist", "/tracks/" + track.id(), "/albums/" + track.album().id(),
                "/albums/" + track.album().id() + "/tracks", "/artists/" + artistId(),
                "/artists/" + artistId() + "/albums",
                "/playlists/" + demo.playlists().get(6).id() + "/items?additional_types=track,episode");
    }
}
