package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaylistsTest extends ListenerTest {

    private TestPlaylist playlist;

    @BeforeEach
    void make() {
        playlist = demo.emptyLibrary().addPlaylist("First").add(MadeUpMusic.track("Song", "Artist"), NOON);
    }

    @Test
    void playlistIsListedWithItsCountAndSnapshot() {
        JsonNode listed = get("/me/playlists").at("/items/0");

        assertThat(listed.get("id").asText()).isEqualTo(playlist.id()).matches("[A-Za-z0-9]{22}");
        assertThat(listed.get("uri").asText()).isEqualTo(playlist.uri());
        assertThat(listed.get("name").asText()).isEqualTo("First");
        assertThat(listed.get("snapshot_id").asText()).isEqualTo(playlist.snapshotId());
        assertThat(listed.at("/items/total").asInt()).isEqualTo(1);
        assertThat(listed.at("/items/href").asText())
                .isEqualTo("https://api.spotify.com/v1/playlists/" + playlist.id() + "/items");
        assertThat(listed.at("/owner/id").asText()).isEqualTo("demo");
        assertThat(listed.at("/owner/display_name").asText()).isEqualTo("Demo Listener");
    }

    @Test
    void playlistsStandInTheOrderInWhichTheyWereMade() {
        TestPlaylist second = demo.addPlaylist("First");

        assertThat(second.id()).isNotEqualTo(playlist.id());
        assertThat(demo.playlists()).containsExactly(playlist, second);
        assertThat(texts("/me/playlists?limit=1", "/id")).containsExactly(playlist.id(), second.id());
    }

    @Test
    void removedPlaylistIsGone() {
        demo.removePlaylist(playlist.id());

        assertThat(texts("/me/playlists", "/id")).isEmpty();
        assertRefused("/playlists/" + playlist.id(), 404, "Resource not found");
        assertRefused("/playlists/" + playlist.id() + "/items", 404, "Resource not found");
        assertThatThrownBy(() -> demo.removePlaylist(playlist.id())).isInstanceOf(IllegalArgumentException.class);
        assertThat(demo.addPlaylist("First").id()).as("no id comes twice").isNotEqualTo(playlist.id());
    }

    @Test
    void singlePlaylistHasFollowersAndNoItems() {
        JsonNode full = get("/playlists/" + playlist.id());

        assertThat(full.get("items").fieldNames()).toIterable().containsExactlyInAnyOrder("href", "total");
        assertThat(full.at("/followers/total").asInt()).isZero();
        assertThat(full.get("name").asText()).isEqualTo("First");
    }

    @Test
    void fieldsPickTopLevelNames() {
        assertThat(get("/playlists/" + playlist.id() + "?fields=snapshot_id").toString())
                .isEqualTo("{\"snapshot_id\":\"" + playlist.snapshotId() + "\"}");
        assertThat(get("/playlists/" + playlist.id() + "?fields=name,id,nonsense").fieldNames()).toIterable()
                .containsExactlyInAnyOrder("name", "id");
        assertRefused("/playlists/" + playlist.id() + "?fields=items(total)", 400, "Invalid fields");
    }

    @Test
    void renamedPlaylistKeepsItsSnapshot() {
        String before = playlist.snapshotId();
        playlist.rename("Renamed");

        assertThat(get("/me/playlists").at("/items/0/name").asText()).isEqualTo("Renamed");
        assertThat(playlist.name()).isEqualTo("Renamed");
        assertThat(playlist.snapshotId()).isEqualTo(before);
    }

    @Test
    void snapshotMovesWithEveryChangeOfTheItems() {
        String made = playlist.snapshotId();
        String added = playlist.add(MadeUpMusic.track("Another", "Artist"), NOON).snapshotId();
        String raw = playlist.addRaw(null).snapshotId();
        String moved = playlist.move(0, 2).snapshotId();
        String removed = playlist.remove(0).snapshotId();
        String cover = playlist.moveSnapshot().snapshotId();

        assertThat(new String[] {made, added, raw, moved, removed, cover}).doesNotHaveDuplicates();
        assertThat(get("/playlists/" + playlist.id()).get("snapshot_id").asText()).isEqualTo(cover);
    }

    @Test
    void itemsOfAPlaylistOfSomeoneElseAreForbidden() {
        String items = "/playlists/" + playlist.id() + "/items";
        playlist.owned(false);

        assertRefused(items, 403, "Forbidden");
        assertThat(get("/me/playlists").at("/items/0/owner/id").asText()).isEqualTo("someone-else");
        assertThat(get("/playlists/" + playlist.id()).at("/items/total").asInt()).isEqualTo(1);

        playlist.collaborative(true);
        assertThat(get(items).get("total").asInt()).isEqualTo(1);
        assertThat(get("/me/playlists").at("/items/0/collaborative").asBoolean()).isTrue();
        playlist.collaborative(false).owned(true);
        assertThat(get(items).get("total").asInt()).isEqualTo(1);
    }

    @Test
    void playlistOfAnotherAccountCanBeLookedUpButNotRead() {
        sandbox.addAccount("second", "Second Listener");
        String others = client.accessToken("second", ALL_SCOPES);

        assertThat(client.call("/v1/playlists/" + playlist.id(), others).statusCode()).isEqualTo(200);
        assertThat(client.call("/v1/playlists/" + playlist.id() + "/items", others).body())
                .isEqualTo("{\"error\":{\"status\":403,\"message\":\"Forbidden\"}}");
    }

    @Test
    void unknownPlaylistIsNotFound() {
        assertRefused("/playlists/none", 404, "Resource not found");
        assertRefused("/playlists/none/items", 404, "Resource not found");
    }

    @Test
    void itemsNeedTheirScopeAndThePlaylistAGoodToken() {
        String none = client.accessToken("demo", "");

        assertThat(client.call("/v1/playlists/" + playlist.id() + "/items", none).statusCode()).isEqualTo(403);
        assertThat(client.call("/v1/playlists/" + playlist.id(), none).statusCode()).isEqualTo(200);
        assertThat(json(client.get("/v1/playlists/" + playlist.id())).at("/error/status").asInt()).isEqualTo(401);
    }
}
