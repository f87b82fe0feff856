package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The odd data of real answers is there from the start. */
class SeededLibraryTest extends ListenerTest {

    private static final int SHARED = 3;
    private static final int SOMEONE_ELSES = 4;
    private static final int LONG = 5;
    private static final int ODD = 6;
    private static final int EMPTY = 7;

    private List<JsonNode> items(int playlist) {
        return entries("/playlists/" + demo.playlists().get(playlist).id()
                + "/items?limit=50&additional_types=track,episode");
    }

    private void assertOdd(Predicate<JsonNode> oddity) {
        assertThat(items(ODD)).anyMatch(oddity);
    }

    @Test
    void libraryFollowsFromSeedAndAccount() {
        sandbox.addAccount("second", "Second Listener");
        assertThat(sandbox.account("second").savedTracks().uris()).hasSameSizeAs(demo.savedTracks().uris())
                .isNotEqualTo(demo.savedTracks().uris());
        List<JsonNode> before = entries("/me/tracks");
        List<JsonNode> playlists = entries("/me/playlists");

        restart(options);
        signIn();

        assertThat(entries("/me/tracks")).isEqualTo(before);
        assertThat(entries("/me/playlists")).isEqualTo(playlists);
        restart(options.withSeed(8));
        signIn();
        assertThat(entries("/me/tracks")).isNotEqualTo(before);
    }

    @Test
    void demoAccountHasTheLibraryThatIsAskedFor() {
        restart(options.withLibrary(7, 55));
        signIn();
        sandbox.addAccount("second", "Second Listener");

        assertThat(demo.savedTracks().size()).isEqualTo(7);
        assertThat(demo.followedArtists().size()).isEqualTo(55);
        assertThat(sandbox.account("second").savedTracks().size()).isEqualTo(120);
        restart(options.withLibrary(0, 0));
        signIn();
        assertThat(entries("/me/tracks")).isEmpty();
        assertThat(entries("/me/following?type=artist")).isEmpty();
        assertThat(entries("/me/top/artists")).hasSize(50);
    }

    @Test
    void playlistsAreOfEveryKind() {
        assertThat(demo.playlists()).hasSize(8);
        assertThat(get("/me/playlists").at("/items/" + SHARED + "/collaborative").asBoolean()).isTrue();
        assertRefused("/playlists/" + demo.playlists().get(SOMEONE_ELSES).id() + "/items", 403, "Forbidden");
        assertThat(pages("/playlists/" + demo.playlists().get(LONG).id() + "/items?limit=50")).hasSize(3);
        assertThat(items(EMPTY)).isEmpty();
        assertThat(get("/me/playlists").at("/items/" + EMPTY + "/images").isNull()).isTrue();
        assertThat(get("/me/playlists").at("/items/" + ODD + "/images").isNull()).isTrue();
        assertThat(get("/me/playlists").at("/items/0/images/0/height").isNull()).isTrue();
    }

    @Test
    void playlistsThatAreListenedToCanBeReadUnlessTheyAreSomeoneElses() {
        Set<String> played = new HashSet<>();
        for (int hour = 0; hour < 24; hour++) {
            clock.advance(Duration.ofHours(1));
            token = client.accessToken("demo", ALL_SCOPES);
            for (JsonNode play : get("/me/player/recently-played?limit=50").get("items")) {
                if (play.at("/context/type").asText().equals("playlist")) {
                    played.add(play.at("/context/href").asText().substring(SpotifyJson.API.length()));
                }
            }
        }

        assertThat(played).hasSizeGreaterThan(3).allSatisfy(this::get);
    }

    @Test
    void oddPlaylistHasTheOddEntries() {
        assertOdd(JsonNode::isNull);
        assertOdd(entry -> entry.path("item").isNull() && entry.has("added_at"));
        assertOdd(entry -> entry.path("added_at").isNull() && entry.at("/added_by/id").asText("-").isEmpty());
        assertOdd(entry -> entry.path("is_local").asBoolean() && entry.at("/item/id").isNull());
        assertOdd(entry -> entry.at("/item/type").asText().equals("episode") && entry.at("/item").has("show"));
        assertOdd(entry -> entry.at("/item/type").asText().equals("episode")
                && entry.at("/item/artists/0/name").isNull() && entry.at("/item/release_date").isNull());
        assertOdd(entry -> entry.at("/item/track").asBoolean() && !entry.at("/item/episode").asBoolean(true));
        List<String> uris = items(ODD).stream().map(entry -> entry.at("/item/uri").asText())
                .filter(uri -> !uri.isEmpty()).toList();
        assertThat(new HashSet<>(uris)).as("a track twice").hasSizeLessThan(uris.size());
    }

    @Test
    void releaseDatesAreOfEveryPrecision() {
        assertThat(entries("/me/albums")).extracting(entry -> entry.at("/album/release_date").asText("null") + " "
                        + entry.at("/album/release_date_precision").asText("null"))
                .contains("1981 year", "1981-12 month", "0000 year", "null null");
        assertThat(entries("/me/tracks")).extracting(entry -> entry.at("/track/album/release_date").asText("null"))
                .contains("1981", "1981-12", "0000", "null");
    }

    @Test
    void namesTripCarelessReaders() {
        List<String> names = texts("/me/tracks", "/track/name");

        assertThat(names).anyMatch(name -> name.contains("\u200F")).anyMatch(name -> name.startsWith("$"))
                .anyMatch(name -> name.contains(".")).anyMatch(name -> name.contains("\""))
                .anyMatch(name -> name.contains("<script>"))
                .anyMatch(name -> name.codePoints().anyMatch(point -> point > 0xFFFF));
        assertThat(texts("/me/playlists", "/name")).anyMatch(name -> name.contains("<script>"))
                .anyMatch(name -> name.contains(".$"));
    }

    @Test
    void emptyLibraryIsEmptyAndLeavesThePlays() {
        demo.emptyLibrary();

        for (String path : List.of("/me/tracks", "/me/albums", "/me/shows", "/me/episodes", "/me/audiobooks",
                "/me/playlists", "/me/following?type=artist", "/me/top/tracks", "/me/top/artists")) {
            assertThat(entries(path)).as(path).isEmpty();
        }
        assertThat(get("/me/player/recently-played").get("items")).isNotEmpty();
    }
}
