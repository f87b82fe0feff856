package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the Web API shows of a listener with habits, as {@code --sandbox} has one. */
class HabitsOverTheWebApiTest extends ListenerTest {

    private static final List<String> LISTS = List.of("/me/tracks?limit=50", "/me/albums?limit=50", "/me/shows",
            "/me/episodes", "/me/audiobooks", "/me/playlists", "/me/top/tracks?time_range=short_term",
            "/me/top/artists");

    private final HttpClient browser = HttpClient.newHttpClient();

    @BeforeEach
    void live() {
        restart(options.withListenerIn(ZoneId.of("Europe/Berlin")));
        signIn();
    }

    private Set<String> ids(String path, String pointer) {
        return new HashSet<>(texts(path, pointer));
    }

    private JsonNode playlist(String name) {
        return entries("/me/playlists").stream().filter(playlist -> playlist.get("name").asText().equals(name))
                .findFirst().orElseThrow();
    }

    private List<String> songsOf(JsonNode playlist) {
        return texts("/playlists/" + playlist.get("id").asText() + "/items?limit=50", "/item/uri");
    }

    private HttpResponse<byte[]> image(String address) throws IOException, InterruptedException {
        return browser.send(HttpRequest.newBuilder(URI.create(address)).build(),
                HttpResponse.BodyHandlers.ofByteArray());
    }

    @Test
    void itConformsToThePublishedContract() {
        PublishedSchemas schemas = new PublishedSchemas(Shape.NEWER);
        List<String> expected = List.of("PagingSavedTrackObject", "PagingSavedAlbumObject", "PagingSavedShowObject",
                "PagingSavedEpisodeObject", "PagingSavedAudiobookObject", "PagingPlaylistObject", "PagingTrackObject",
                "PagingArtistObject");
        for (int i = 0; i < LISTS.size(); i++) {
            JsonNode page = get(LISTS.get(i));
            assertThat(page.get("items")).as(LISTS.get(i)).isNotEmpty();
            assertThat(schemas.violations(expected.get(i), page)).as(LISTS.get(i)).isEmpty();
        }
        assertThat(schemas.violations("CursorPagingSimplifiedArtistObject",
                get("/me/following?type=artist&limit=50").get("artists"))).isEmpty();
        assertThat(schemas.violations("PagingPlaylistTrackObject", get("/playlists/"
                + playlist("Morning Train").get("id").asText() + "/items?limit=50"))).isEmpty();
        JsonNode plays = get("/me/player/recently-played?limit=50");
        assertThat(schemas.violations("CursorPagingPlayHistoryObject", plays)).isEmpty();
        for (JsonNode play : plays.get("items")) {
            if (play.at("/track/id").isTextual()) {
                assertThat(schemas.violations("TrackObject", get("/tracks/" + play.at("/track/id").asText())))
                        .isEmpty();
            }
        }
    }

    @Test
    void theLibraryGrewOverTheYearsAndHoldsSomeThatWasNeverPlayed() {
        List<String> added = texts("/me/tracks?limit=50", "/added_at");

        assertThat(added).hasSizeBetween(120, 400).isSortedAccordingTo(Comparator.reverseOrder());
        assertThat(added.stream().map(time -> time.substring(0, 7)).distinct()).hasSizeGreaterThan(20);
        assertThat(added.get(0)).isLessThanOrEqualTo(clock.instant().toString());
        assertThat(texts("/me/tracks?limit=50", "/track/id")).doesNotHaveDuplicates();
        assertThat(texts("/me/albums?limit=50", "/album/id")).doesNotHaveDuplicates().hasSizeGreaterThan(15);
        assertThat(texts("/me/following?type=artist&limit=50", "/id")).doesNotHaveDuplicates()
                .hasSizeGreaterThan(20);
    }

    @Test
    void somethingComesAndGoesWhileOneWatches() {
        Set<String> saved = ids("/me/tracks?limit=50", "/track/id");
        Set<String> albums = ids("/me/albums?limit=50", "/album/id");
        List<String> repeated = songsOf(playlist("On Repeat"));
        JsonNode before = playlist("On Repeat");
        JsonNode calm = playlist("Winter Lights");

        clock.advance(Duration.ofMinutes(1));
        JsonNode after = playlist("On Repeat");
        List<String> next = songsOf(after);
        clock.advance(Duration.ofMinutes(9));

        assertThat(after.get("snapshot_id")).isNotEqualTo(before.get("snapshot_id"));
        assertThat(Math.abs(next.size() - repeated.size())).isEqualTo(1);
        assertThat(next).doesNotHaveDuplicates();
        Set<String> savedLater = ids("/me/tracks?limit=50", "/track/id");
        assertThat(savedLater).hasSameSizeAs(saved);
        assertThat(saved.stream().filter(id -> !savedLater.contains(id))).hasSize(5);
        Set<String> albumsLater = ids("/me/albums?limit=50", "/album/id");
        assertThat(albums.stream().filter(id -> !albumsLater.contains(id))).hasSizeBetween(1, 2);
        assertThat(playlist("Winter Lights").get("snapshot_id")).isEqualTo(calm.get("snapshot_id"));
    }

    @Test
    void aRestartChangesNothing() {
        String tracks = get("/me/tracks?limit=50").get("items").toString();
        String repeated = songsOf(playlist("On Repeat")).toString();
        String plays = get("/me/player/recently-played").get("items").toString();
        String origin = sandbox.accountsUrl().toString();

        restart(options);
        signIn();

        String now = sandbox.accountsUrl().toString();
        assertThat(get("/me/tracks?limit=50").get("items").toString()).isEqualTo(tracks.replace(origin, now));
        assertThat(songsOf(playlist("On Repeat"))).hasToString(repeated);
        assertThat(get("/me/player/recently-played").get("items").toString()).isEqualTo(plays.replace(origin, now));
    }

    @Test
    void coversAreTheSandboxsOwnAndEachIsAPictureOfItsSize() throws Exception {
        JsonNode images = get("/me/tracks?limit=1").at("/items/0/track/album/images");

        for (JsonNode image : images) {
            String address = image.get("url").asText();
            assertThat(address).startsWith(sandbox.accountsUrl() + "/image/");
            HttpResponse<byte[]> picture = image(address);
            assertThat(picture.statusCode()).isEqualTo(200);
            assertThat(picture.headers().firstValue("Content-Type")).contains("image/png");
            assertIsPicture(picture.body(), image.get("width").asInt());
            assertThat(image(address).body()).isEqualTo(picture.body());
        }
        Set<String> others = entries("/me/albums?limit=50").stream()
                .map(entry -> entry.at("/album/images/2/url").asText()).collect(Collectors.toSet());
        Set<Integer> pictures = new HashSet<>();
        for (String address : others) {
            pictures.add(Arrays.hashCode(image(address).body()));
        }
        assertThat(pictures).hasSameSizeAs(others);
        assertThat(image(sandbox.accountsUrl() + "/image/nothing").statusCode()).isEqualTo(404);
    }

    /** PNG by its signature, its size, and as many bytes as an image of three bytes a pixel has. */
    private static void assertIsPicture(byte[] png, int size) throws Exception {
        ByteBuffer bytes = ByteBuffer.wrap(png);
        assertThat(bytes.getLong()).isEqualTo(0x89504e470d0a1a0aL);
        assertThat(bytes.getInt(16)).isEqualTo(size);
        assertThat(bytes.getInt(20)).isEqualTo(size);
        assertThat(png.length).isLessThan(60_000);
        int length = bytes.getInt(33);
        Inflater inflater = new Inflater();
        inflater.setInput(png, 41, length);
        byte[] pixels = new byte[size * (1 + 3 * size) + 1];
        assertThat(inflater.inflate(pixels)).isEqualTo(pixels.length - 1);
        CRC32 sum = new CRC32();
        sum.update(png, 37, 4 + length);
        assertThat(bytes.getInt(41 + length)).isEqualTo((int) sum.getValue());
        inflater.end();
    }

    @Test
    void playsArriveAndFollowTheHabitsOfTheTime() {
        List<String> songs = texts("/me/player/recently-played?limit=50", "/track/name");
        Instant newest = Instant.parse(get("/me/player/recently-played").at("/items/0/played_at").asText());

        assertThat(songs).hasSize(50);
        assertThat(newest).isAfter(clock.instant().minusSeconds(60));
        assertThat(songs.stream().distinct()).hasSizeGreaterThan(20);
    }
}
