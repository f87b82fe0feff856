package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlaylistItemsTest extends ListenerTest {

    private TestPlaylist playlist;
    private String items;

    @BeforeEach
    void make() {
        playlist = demo.emptyLibrary().addPlaylist("Playlist");
        items = "/playlists/" + playlist.id() + "/items";
    }

    private List<String> names() {
        return texts(items + "?limit=2&additional_types=track,episode", "/item/name");
    }

    @Test
    void entryTellsWhenByWhomAndWhat() {
        playlist.add(MadeUpMusic.track("Song", "Artist"), NOON);
        JsonNode entry = get(items).at("/items/0");

        assertThat(entry.get("added_at").asText()).isEqualTo("2026-11-20T12:00:00Z");
        assertThat(entry.at("/added_by/id").asText()).isEqualTo("demo");
        assertThat(entry.get("is_local").asBoolean()).isFalse();
        assertThat(entry.at("/item/name").asText()).isEqualTo("Song");
        assertThat(entry.has("track")).isFalse();
    }

    @Test
    void itemsStandInTheOrderInWhichTheyWereAdded() {
        playlist.add(MadeUpMusic.track("One", "A"), NOON).add(MadeUpMusic.track("Two", "A"), minute(-5))
                .add(MadeUpMusic.track("One", "A"), NOON);
        assertThat(names()).containsExactly("One", "Two", "One");

        playlist.move(0, 1);
        assertThat(names()).containsExactly("Two", "One", "One");
        playlist.remove(1);
        assertThat(names()).containsExactly("Two", "One");
        assertThatThrownBy(() -> playlist.remove(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> playlist.move(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(names()).hasSize(2);
    }

    @Test
    void pagesKeepTheAdditionalTypes() {
        for (int i = 0; i < 3; i++) {
            playlist.add(MadeUpMusic.track("Song " + i, "A"), NOON);
        }

        assertThat(get(items + "?additional_types=track%2Cepisode&limit=2").get("next").asText())
                .isEqualTo(sandbox.apiUrl() + items + "?offset=2&limit=2&additional_types=track%2Cepisode");
        assertRefused(items + "?limit=51", 400, "Invalid limit");
    }

    @Test
    void episodesShowOnlyToThoseWhoAskForThem() {
        playlist.add(MadeUpMusic.episode("Episode"), NOON).add(MadeUpMusic.track("Song", "A"), NOON);

        assertThat(get(items + "?additional_types=track,episode").at("/items/0/item/type").asText())
                .isEqualTo("episode");
        for (String query : List.of("", "?additional_types=track")) {
            JsonNode page = get(items + query);
            assertThat(page.at("/items/0/item").isNull()).isTrue();
            assertThat(page.at("/items/0/added_at").asText()).isNotEmpty();
            assertThat(page.at("/items/1/item/name").asText()).isEqualTo("Song");
            assertThat(page.get("total").asInt()).isEqualTo(2);
        }
    }

    @Test
    void hiddenEpisodeIsNullUnderTheNamesOfTheShape() {
        playlist.add(MadeUpMusic.episode("Episode"), NOON);

        sandbox.shape(Shape.OLDER);
        assertThat(get(items).at("/items/0/track").isNull()).isTrue();
        assertThat(get(items).at("/items/0").has("item")).isFalse();
    }

    @Test
    void localFileHasNoIdsAndIsMarked() {
        playlist.add(MadeUpMusic.localTrack("An Artist", "An Album", "A Title", 127), NOON);
        JsonNode entry = get(items).at("/items/0");

        assertThat(entry.get("is_local").asBoolean()).isTrue();
        assertThat(entry.at("/item/id").isNull()).isTrue();
        assertThat(entry.at("/item/uri").asText()).isEqualTo("spotify:local:An+Artist:An+Album:A+Title:127");
    }

    @Test
    void thingAndTimeMayBeNull() {
        playlist.add(null, null);
        JsonNode entry = get(items).at("/items/0");

        assertThat(entry.get("item").isNull()).isTrue();
        assertThat(entry.get("added_at").isNull()).isTrue();
    }

    @Test
    void rawEntriesAreSentAsTheyAre() {
        ObjectNode raw = JsonNodeFactory.instance.objectNode().put("track", "both").put("item", 1);
        playlist.addRaw(raw).addRaw(null);

        for (Shape shape : Shape.values()) {
            sandbox.shape(shape);
            assertThat(get(items).at("/items/0")).isEqualTo(raw);
            assertThat(get(items).at("/items/1").isNull()).isTrue();
        }
    }

    @Test
    void handleGivesCopiesWithTheThingAtItem() {
        sandbox.shape(Shape.OLDER);
        playlist.add(MadeUpMusic.track("Song", "A"), NOON);
        ((ObjectNode) playlist.items().get(0).get("item")).put("name", "Changed");

        assertThat(playlist.items()).hasSize(1);
        assertThat(playlist.items().get(0).at("/item/name").asText()).isEqualTo("Song");
    }

    @Test
    void playlistCanChangeBetweenTwoPages() {
        for (int i = 0; i < 4; i++) {
            playlist.add(MadeUpMusic.track("Song " + i, "A"), NOON);
        }
        String before = playlist.snapshotId();
        sandbox.fault(Fault.on("/v1" + items).after(1).run(() -> playlist.remove(0)));

        assertThat(names()).containsExactly("Song 0", "Song 1", "Song 3");
        assertThat(playlist.snapshotId()).isNotEqualTo(before);
    }
}
