package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxArtist;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FollowingTest extends ListenerTest {

    private static final String PATH = "/me/following?type=artist";

    private TestShelf follow(String... newestFirst) {
        TestShelf artists = demo.emptyLibrary().followedArtists();
        for (int i = 0; i < newestFirst.length; i++) {
            artists.add(MadeUpMusic.artist(newestFirst[i]), minute(-i));
        }
        return artists;
    }

    private static String id(String name) {
        return SandboxArtist.named(name).id();
    }

    private static String uri(String name) {
        return "spotify:artist:" + id(name);
    }

    private List<String> namesAfter(String name) {
        return texts(PATH + "&limit=2&after=" + id(name), "/name");
    }

    @Test
    void pageHasItsFieldsBelowArtists() {
        JsonNode answer = get(PATH);

        assertThat(answer.fieldNames()).toIterable().containsExactly("artists");
        assertThat(answer.get("artists").fieldNames()).toIterable().containsExactlyInAnyOrder("href", "limit", "next",
                "cursors", "total", "items");
        assertThat(answer.at("/artists/total").asInt()).isEqualTo(60);
        assertThat(answer.at("/artists/items")).hasSize(20);
        String last = answer.at("/artists/items/19/id").asText();
        assertThat(answer.at("/artists/cursors/after").asText()).isEqualTo(last);
        assertThat(answer.at("/artists/next").asText())
                .isEqualTo(sandbox.apiUrl() + "/me/following?type=artist&after=" + last + "&limit=20");
    }

    @Test
    void followingNextSeesEveryArtistOnceAndTheLastPageHasNoCursor() {
        List<JsonNode> pages = pages(PATH + "&limit=50");

        assertThat(pages).hasSize(2);
        assertThat(texts(PATH + "&limit=50", "/id")).hasSize(60).doesNotHaveDuplicates();
        assertThat(pages.get(1).get("next").isNull()).isTrue();
        assertThat(pages.get(1).at("/cursors/after").isNull()).isTrue();
    }

    @Test
    void fullLastPageHasNoNext() {
        follow("A", "B");

        assertThat(pages(PATH + "&limit=2")).hasSize(1);
        assertThat(namesAfter("B")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?type=", "?type=user", "?limit=2"})
    void typeMustBeArtist(String query) {
        assertRefused("/me/following" + query, 400, "Missing or invalid parameter type");
    }

    @Test
    void unfollowedArtistIsStillACursor() {
        TestShelf artists = follow("A", "B", "C", "D", "E");
        artists.remove(uri("B"));
        assertThat(namesAfter("B")).containsExactly("C", "D", "E");

        artists.remove(uri("C")).remove(uri("D"));
        assertThat(namesAfter("B")).containsExactly("E");
        artists.remove(uri("E"));
        assertThat(namesAfter("B")).isEmpty();
    }

    @Test
    void artistFollowedAgainIsACursorFromItsNewPlace() {
        TestShelf artists = follow("A", "B", "C");
        artists.remove(uri("C")).add(MadeUpMusic.artist("C"), minute(1));

        assertThat(texts(PATH, "/name")).containsExactly("C", "A", "B");
        assertThat(namesAfter("C")).containsExactly("A", "B");
        assertThat(namesAfter("B")).isEmpty();
    }

    @Test
    void artistUnfollowedBetweenTwoPagesHidesNobody() {
        follow("A", "B", "C", "D");
        sandbox.fault(Fault.on("/v1/me/following").after(1).run(() -> demo.followedArtists().remove(uri("B"))));

        assertThat(texts(PATH + "&limit=2", "/name")).containsExactly("A", "B", "C", "D");
    }

    @Test
    void artistNeverFollowedGivesAnEmptyPage() {
        follow("A", "B");

        assertThat(namesAfter("Nobody")).isEmpty();
        assertThat(get(PATH + "&after=Nobody").at("/artists/total").asInt()).isEqualTo(2);
        demo.followedArtists().clear();
        assertThat(namesAfter("A")).isEmpty();
    }

    @Test
    void rawEntryOnTheSeamOfTwoPagesStopsNothing() {
        follow("A", "B", "C").addRaw(null).move(0, 1);
        JsonNode raw = JsonNodeFactory.instance.nullNode();

        assertThat(get(PATH + "&limit=2").at("/artists/items/1")).isEqualTo(raw);
        assertThat(texts(PATH + "&limit=2", "/name")).contains("A", "B", "C");
    }
}
