package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifysandbox.music.MadeUpMusic;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TopListsTest extends ListenerTest {

    @ParameterizedTest
    @ValueSource(strings = {"/me/top/tracks", "/me/top/artists"})
    void eachRangeHasFiftyOfItsOwnThatStay(String path) {
        List<String> shortTerm = texts(path + "?time_range=short_term", "/uri");

        assertThat(shortTerm).hasSize(50).doesNotHaveDuplicates();
        assertThat(texts(path + "?time_range=long_term", "/uri")).hasSize(50).isNotEqualTo(shortTerm);
        assertThat(texts(path, "/uri")).isEqualTo(texts(path + "?time_range=medium_term", "/uri"));
        restart(options);
        signIn();
        assertThat(texts(path + "?time_range=short_term", "/uri")).isEqualTo(shortTerm);
    }

    @Test
    void linksKeepTheTimeRange() {
        assertThat(get("/me/top/tracks?time_range=long_term").get("next").asText())
                .isEqualTo(sandbox.apiUrl() + "/me/top/tracks?offset=20&limit=20&time_range=long_term");
    }

    @Test
    void otherRangesAreRefused() {
        assertRefused("/me/top/tracks?time_range=all_time", 400, "Invalid time range");
        assertRefused("/me/top/artists?time_range=", 400, "Invalid time range");
    }

    @Test
    void listCanBeSet() {
        demo.topTracks("short_term", List.of(MadeUpMusic.track("First", "A"), MadeUpMusic.track("Second", "B")));
        demo.topArtists("long_term", List.of(MadeUpMusic.artist("Only")));

        assertThat(texts("/me/top/tracks?time_range=short_term", "/name")).containsExactly("First", "Second");
        assertThat(texts("/me/top/artists?time_range=long_term", "/name")).containsExactly("Only");
        assertThat(texts("/me/top/tracks", "/name")).hasSize(50);
        assertThatThrownBy(() -> demo.topTracks("weekly", List.of())).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("weekly");
    }

    @Test
    void emptyLibraryHasEmptyLists() {
        demo.emptyLibrary();

        assertThat(get("/me/top/tracks").get("total").asInt()).isZero();
        assertThat(get("/me/top/artists?time_range=short_term").get("items")).isEmpty();
    }
}
