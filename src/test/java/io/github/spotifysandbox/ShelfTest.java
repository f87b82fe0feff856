package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShelfTest extends ListenerTest {

    private static final String TRACKS = "/me/tracks";

    private TestShelf shelf;

    @BeforeEach
    void fill() {
        shelf = demo.emptyLibrary().savedTracks();
        for (int i = 0; i < 3; i++) {
            shelf.add(MadeUpMusic.track("Song " + i, "Artist"), minute(i));
        }
    }

    private static String uri(String name) {
        return SandboxTrack.of(name, "Artist").uri();
    }

    private List<String> names() {
        return texts(TRACKS, "/track/name");
    }

    @Test
    void newestIsAtTheHead() {
        assertThat(names()).containsExactly("Song 2", "Song 1", "Song 0");
        assertThat(shelf.uris()).containsExactly(uri("Song 2"), uri("Song 1"), uri("Song 0"));
    }

    @Test
    void thingTakesThePlaceOfItsTime() {
        shelf.add(MadeUpMusic.track("Between", "Artist"), minute(1).plusSeconds(30));
        shelf.add(MadeUpMusic.track("Same", "Artist"), minute(1));
        shelf.add(MadeUpMusic.track("Oldest", "Artist"), minute(-1));

        assertThat(names()).containsExactly("Song 2", "Between", "Same", "Song 1", "Song 0", "Oldest");
        assertThat(get(TRACKS + "?offset=1").at("/items/0/added_at").asText()).isEqualTo("2026-11-20T12:01:30Z");
    }

    @Test
    void addedAtIsCutToTheSecond() {
        shelf.clear().add(MadeUpMusic.track("Song", "Artist"), NOON.plusMillis(999));

        assertThat(get(TRACKS).at("/items/0/added_at").asText()).isEqualTo("2026-11-20T12:00:00Z");
    }

    @Test
    void rawEntryIsSentAsItIsInEveryShape() {
        ObjectNode odd = JsonNodeFactory.instance.objectNode().put("popularity", 1).put("odd", true);
        shelf.addRaw(odd).addRaw(null);
        odd.put("changed", "afterwards");

        for (Shape shape : Shape.values()) {
            sandbox.shape(shape);
            JsonNode items = get(TRACKS).get("items");
            assertThat(items).hasSize(5);
            assertThat(items.get(0).isNull()).isTrue();
            assertThat(items.get(1).toString()).isEqualTo("{\"popularity\":1,\"odd\":true}");
        }
        assertThat(shelf.uris().subList(0, 2)).containsExactly(null, null);
        assertThat(shelf.size()).isEqualTo(5);
    }

    @Test
    void newestGoesBeforeRawEntriesAndAnOlderOneBehind() {
        shelf.addRaw(null).add(MadeUpMusic.track("Newest", "Artist"), minute(9))
                .add(MadeUpMusic.track("Older", "Artist"), minute(0).minusSeconds(1));

        assertThat(names()).containsExactly("Newest", "", "Song 2", "Song 1", "Song 0", "Older");
    }

    @Test
    void removedThingIsGone() {
        shelf.remove(uri("Song 1"));

        assertThat(names()).containsExactly("Song 2", "Song 0");
        assertThat(get(TRACKS).get("total").asInt()).isEqualTo(2);
        assertThatThrownBy(() -> shelf.remove(uri("Song 1"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(uri("Song 1"));
    }

    @Test
    void changedThingShowsWhereItWas() {
        assertThat(names()).hasSize(3);
        shelf.change(uri("Song 1"), track -> track.put("name", "Renamed").put("popularity", 3));

        assertThat(names()).containsExactly("Song 2", "Renamed", "Song 0");
        sandbox.shape(Shape.OLDER);
        assertThat(get(TRACKS).at("/items/1/track/popularity").asInt()).isEqualTo(3);
        assertThat(get("/tracks/" + SandboxTrack.of("Song 1", "Artist").id()).get("name").asText())
                .isEqualTo("Renamed");
        assertThatThrownBy(() -> shelf.change("spotify:track:none", track -> { }))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void movedEntryStandsWhereItWasPut() {
        shelf.move(0, 2);
        assertThat(names()).containsExactly("Song 1", "Song 0", "Song 2");

        shelf.move(2, 1);
        assertThat(names()).containsExactly("Song 1", "Song 2", "Song 0");
        assertThatThrownBy(() -> shelf.move(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThat(shelf.size()).as("a refused move loses nothing").isEqualTo(3);
    }

    @Test
    void thingIsCopiedWhenItIsAdded() {
        ObjectNode track = MadeUpMusic.track("Copied", "Artist");
        shelf.add(track, minute(5));
        track.put("name", "Changed afterwards");

        assertThat(names()).contains("Copied");
    }

    @Test
    void shelfCanBeChangedAndReadByManyAtOnce() {
        IntStream.range(0, 200).parallel().forEach(i -> {
            shelf.add(MadeUpMusic.track("At once " + i, "Artist"), minute(i));
            assertThat(get(TRACKS + "?limit=50").get("items")).isNotEmpty();
            if (i % 2 == 0) {
                shelf.remove(uri("At once " + i));
            }
        });

        assertThat(texts(TRACKS + "?limit=50", "/track/uri")).hasSize(103).doesNotHaveDuplicates();
    }

    @Test
    void shelvesOfOtherAccountsAreTheirOwn() {
        sandbox.addAccount("second", "Second Listener");

        assertThat(sandbox.account("second").savedTracks().size()).isEqualTo(120);
        assertThat(shelf.size()).isEqualTo(3);
    }

    @Test
    void everyShelfTakesItsThings() {
        demo.savedAlbums().add(MadeUpMusic.album("Album", "1981-12", "Artist"), NOON);
        demo.savedShows().add(MadeUpMusic.show("Show"), NOON);
        demo.savedEpisodes().add(MadeUpMusic.episode("Episode"), NOON);
        demo.savedAudiobooks().add(MadeUpMusic.audiobook("Audiobook"), NOON);
        demo.followedArtists().add(MadeUpMusic.artist("Artist"), NOON);

        assertThat(texts("/me/albums", "/album/release_date")).containsExactly("1981-12");
        assertThat(texts("/me/shows", "/show/name")).containsExactly("Show");
        assertThat(texts("/me/episodes", "/episode/name")).containsExactly("Episode");
        assertThat(texts("/me/audiobooks", "/audiobook/name")).containsExactly("Audiobook");
        assertThat(texts("/me/following?type=artist", "/name")).containsExactly("Artist");
    }
}
