package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.PlayContext;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PlayItemsTest extends PlaysTest {

    @Test
    void playShowsOnceTheClockHasReachedIt() {
        demo.addPlay(SandboxTrack.of("Later", "Artist"), clock.instant().plusSeconds(1), null);
        assertThat(names(page(""))).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(names(page(""))).containsExactly("Later");
    }

    @Test
    void latePlayTakesItsPlaceByTime() {
        addPlays(2);
        demo.addPlay(SandboxTrack.of("Offline", "Artist"), time(0).plusSeconds(30), null);

        assertThat(names(page(""))).containsExactly("Song 1", "Offline", "Song 0");
    }

    @Test
    void itemHasTheShapeOf2026() {
        SandboxTrack track = sandbox.tracks().get(0);
        demo.addPlay(track, Instant.parse("2026-11-22T12:00:00Z"), PlayContext.playlist("37i9dQZF1DXcBWIGoYBM5M"));
        JsonNode item = page("").at("/items/0");

        assertThat(item.fieldNames()).toIterable().containsExactlyInAnyOrder("track", "played_at", "context");
        assertThat(item.get("played_at").asText()).isEqualTo("2026-11-22T12:00:00.000Z");
        assertThat(item.get("track").fieldNames()).toIterable().containsExactlyInAnyOrder("album", "artists",
                "disc_number", "duration_ms", "explicit", "external_ids", "external_urls", "href", "id", "is_local",
                "name", "track_number", "type", "uri");
        assertThat(item.at("/track/album").fieldNames()).toIterable().containsExactlyInAnyOrder("album_type",
                "artists", "external_urls", "href", "id", "images", "name", "release_date", "release_date_precision",
                "total_tracks", "type", "uri");
        assertThat(item.at("/track/id").asText()).matches("[A-Za-z0-9]{22}").isEqualTo(track.id());
        assertThat(item.at("/track/uri").asText()).isEqualTo("spotify:track:" + track.id());
        assertThat(item.at("/track/external_ids/isrc").asText()).matches("[A-Z]{2}[A-Z0-9]{3}\\d{7}");
        assertThat(item.get("context")).isEqualTo(JsonNodeFactory.instance.objectNode()
                .put("type", "playlist")
                .put("href", "https://api.spotify.com/v1/playlists/37i9dQZF1DXcBWIGoYBM5M")
                .<ObjectNode>set("external_urls",
                        JsonNodeFactory.instance.objectNode()
                                .put("spotify", "https://open.spotify.com/playlist/37i9dQZF1DXcBWIGoYBM5M"))
                .put("uri", "spotify:playlist:37i9dQZF1DXcBWIGoYBM5M"));
    }

    @Test
    void localFileHasNoIds() {
        demo.addPlay(SandboxTrack.localFile("An Artist", "An Album", "A Title", 127), START, null);
        JsonNode track = page("").at("/items/0/track");

        assertThat(track.get("is_local").asBoolean()).isTrue();
        assertThat(track.get("id").isNull()).isTrue();
        assertThat(track.get("href").isNull()).isTrue();
        assertThat(track.at("/album/id").isNull()).isTrue();
        assertThat(track.at("/artists/0/id").isNull()).isTrue();
        assertThat(track.get("duration_ms").asInt()).isEqualTo(127_000);
        assertThat(track.get("uri").asText()).isEqualTo("spotify:local:An+Artist:An+Album:A+Title:127");
    }

    @Test
    void anyJsonCanBeAnItem() {
        addPlays(2);
        demo.rawPlay(null, time(0).plusSeconds(1));
        demo.rawPlay(JsonNodeFactory.instance.objectNode().put("played_at", "nonsense"), time(5));
        JsonNode page = page("");

        assertThat(page.at("/items/0/played_at").asText()).isEqualTo("nonsense");
        assertThat(page.at("/items/2").isNull()).isTrue();
        assertThat(page.at("/cursors/after").asText()).isEqualTo(Long.toString(ms(5)));
    }

    @Test
    void clearPlaysForgetsAddedOnesAndLeavesGeneratedOnes() {
        addPlays(3);
        demo.clearPlays();
        assertThat(names(page(""))).isEmpty();

        demo.generatePlays(true);
        assertThat(names(page(""))).hasSize(20);
    }

    @Test
    void eachAccountHasItsOwnPlays() {
        addPlays(1);
        sandbox.addAccount("second", "Second Listener").generatePlays(false);

        assertThat(names(json(client.call(RECENTLY_PLAYED, client.accessToken("second", PLAYS_SCOPE))))).isEmpty();
    }
}
