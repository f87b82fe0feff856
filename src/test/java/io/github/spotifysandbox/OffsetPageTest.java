package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetPageTest extends ListenerTest {

    private void saveTracks(int count) {
        demo.emptyLibrary();
        IntStream.range(0, count).forEach(i ->
                demo.savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), minute(i)));
    }

    @Test
    void pageHasSpotifysSevenFields() {
        JsonNode page = get("/me/tracks");

        assertThat(page.fieldNames()).toIterable().containsExactlyInAnyOrder("href", "limit", "next", "offset",
                "previous", "total", "items");
        assertThat(page.get("limit").asInt()).isEqualTo(20);
        assertThat(page.get("offset").asInt()).isZero();
        assertThat(page.get("total").asInt()).isEqualTo(120);
        assertThat(page.get("previous").isNull()).isTrue();
        assertThat(page.get("items")).hasSize(20);
        assertThat(page.get("href").asText()).isEqualTo(sandbox.apiUrl() + "/me/tracks?offset=0&limit=20");
    }

    @Test
    void linksLeadForwardAndBackAndKeepTheOtherParameters() {
        JsonNode page = get("/me/tracks?market=DE&limit=50&offset=50&x=%C3%B1");

        assertThat(page.get("next").asText())
                .isEqualTo(sandbox.apiUrl() + "/me/tracks?offset=100&limit=50&market=DE&x=%C3%B1");
        assertThat(page.get("previous").asText())
                .isEqualTo(sandbox.apiUrl() + "/me/tracks?offset=0&limit=50&market=DE&x=%C3%B1");
        assertThat(get("/me/tracks?limit=50&offset=100").get("next").isNull()).isTrue();
    }

    @Test
    void followingNextSeesEveryEntryOnce() {
        saveTracks(7);

        assertThat(pages("/me/tracks?limit=3")).hasSize(3);
        assertThat(texts("/me/tracks?limit=3", "/track/name"))
                .containsExactly("Song 6", "Song 5", "Song 4", "Song 3", "Song 2", "Song 1", "Song 0");
    }

    @Test
    void fullLastPageHasNoNext() {
        saveTracks(4);

        assertThat(pages("/me/tracks?limit=2")).hasSize(2);
    }

    @Test
    void emptyListIsAnEmptyPage() {
        demo.emptyLibrary();
        JsonNode page = get("/me/tracks");

        assertThat(page.get("items")).isEmpty();
        assertThat(page.get("total").asInt()).isZero();
        assertThat(page.get("next").isNull()).isTrue();
    }

    @Test
    void offsetBeyondTheEndIsAnEmptyPage() {
        saveTracks(2);
        JsonNode page = get("/me/tracks?offset=50&limit=50");

        assertThat(page.get("items")).isEmpty();
        assertThat(page.get("total").asInt()).isEqualTo(2);
        assertThat(page.get("next").isNull()).isTrue();
        assertThat(page.get("previous").asText()).contains("offset=0&");
        assertThat(get("/me/tracks?offset=2147483647&limit=50").get("next").isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "51", "-1", "many", "", "99999999999"})
    void limitOutsideOneToFiftyIsRefused(String limit) {
        assertRefused("/me/tracks?limit=" + limit, 400, "Invalid limit");
        assertRefused("/me/following?type=artist&limit=" + limit, 400, "Invalid limit");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "x", "99999999999"})
    void offsetThatIsNoPositionIsRefused(String offset) {
        assertRefused("/me/albums?offset=" + offset, 400, "Invalid offset");
    }

    @ParameterizedTest
    @CsvSource({"/me/tracks,120,track", "/me/albums,26,album", "/me/shows,6,show", "/me/episodes,12,episode",
        "/me/audiobooks,4,audiobook"})
    void savedThingsStandUnderTheirNameBesideTheirTime(String path, int total, String name) {
        List<JsonNode> entries = entries(path + "?limit=50");

        assertThat(entries).hasSize(total).allSatisfy(entry -> {
            assertThat(entry.fieldNames()).toIterable().containsExactlyInAnyOrder("added_at", name);
            assertThat(entry.get("added_at").asText()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(entry.at("/" + name + "/type").asText()).isEqualTo(name);
        });
        assertThat(entries).extracting(entry -> entry.get("added_at").asText())
                .isSortedAccordingTo((a, b) -> b.compareTo(a));
    }

    @ParameterizedTest
    @CsvSource({"/me/tracks,user-library-read", "/me/albums,user-library-read", "/me/shows,user-library-read",
        "/me/audiobooks,user-library-read", "/me/episodes,user-library-read user-read-playback-position",
        "/me/playlists,playlist-read-private", "/me/top/tracks,user-top-read", "/me/top/artists,user-top-read",
        "/me/following?type=artist,user-follow-read"})
    void eachListNeedsAllOfItsScopes(String path, String scopes) {
        assertThat(client.call("/v1" + path, client.accessToken("demo", scopes)).statusCode()).isEqualTo(200);
        assertThat(client.get("/v1" + path).statusCode()).isEqualTo(401);
        for (String missing : scopes.split(" ")) {
            String others = Arrays.stream(ALL_SCOPES.split(" "))
                    .filter(scope -> !scope.equals(missing)).collect(Collectors.joining(" "));
            token = client.accessToken("demo", others);
            assertRefused(path, 403, "Insufficient client scope");
        }
    }

    @Test
    void audiobooksAreRefusedInPlainTextWhereTheyAreNotSold() {
        demo.audiobooksOffered(false);
        HttpResponse<String> answer = call("/me/audiobooks");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValueSatisfying(type ->
                assertThat(type).startsWith("text/plain"));
        assertThat(answer.body()).doesNotStartWith("{");

        demo.audiobooksOffered(true);
        assertThat(get("/me/audiobooks").get("total").asInt()).isEqualTo(4);
    }

    @Test
    void nothingIsPlaying() {
        assertThat(call("/me/player/currently-playing").statusCode()).isEqualTo(204);
        assertThat(call("/me/player/currently-playing").body()).isEmpty();
    }

    @Test
    void tenThousandTracksAreSeenOnceEach() {
        restart(options.withLibrary(10_000, 3));
        signIn();

        assertThat(texts("/me/tracks?limit=50", "/track/uri")).hasSize(10_000).doesNotHaveDuplicates();
        assertThat(entries("/me/following?type=artist")).hasSize(3);
    }
}
