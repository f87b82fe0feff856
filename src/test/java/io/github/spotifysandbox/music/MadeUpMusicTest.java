package io.github.spotifysandbox.music;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class MadeUpMusicTest {

    private static final List<Supplier<ObjectNode>> MAKERS = List.of(() -> MadeUpMusic.track("Name", "Artist"),
            () -> MadeUpMusic.artist("Name"), () -> MadeUpMusic.album("Name", "1981", "Artist"),
                    () -> MadeUpMusic.show("Name"),
            () -> MadeUpMusic.episode("Name"), () -> MadeUpMusic.audiobook("Name"));

    @Test
    void idsAndUrisFollowFromTheNames() {
        assertThat(MAKERS).allSatisfy(maker -> {
            ObjectNode thing = maker.get();
            assertThat(thing).isEqualTo(maker.get());
            assertThat(thing.get("id").asText()).matches("[A-Za-z0-9]{22}");
            assertThat(thing.get("uri").asText())
                    .isEqualTo("spotify:" + thing.get("type").asText() + ":" + thing.get("id").asText());
            assertThat(thing.get("name").asText()).isEqualTo("Name");
        });
        assertThat(MAKERS).extracting(maker -> maker.get().get("id").asText()).doesNotHaveDuplicates();
    }

    @Test
    void everyCallGivesACopyOfItsOwn() {
        assertThat(MAKERS).allSatisfy(maker -> {
            maker.get().put("name", "Changed").withArray("available_markets").add("XX");
            assertThat(maker.get().toString()).doesNotContain("Changed", "XX");
        });
    }

    @Test
    void albumKeepsItsIdWhenItsDateChanges() {
        ObjectNode dated = MadeUpMusic.album("Album", "1981", "Artist");
        ObjectNode undated = MadeUpMusic.album("Album", null, "Artist");

        assertThat(undated.get("id")).isEqualTo(dated.get("id"));
        assertThat(undated.get("release_date").isNull()).isTrue();
        assertThat(undated.get("release_date_precision").isNull()).isTrue();
        assertThat(dated.get("release_date_precision").asText()).isEqualTo("year");
    }

    @Test
    void trackIsThatOfTheSandbox() {
        SandboxTrack track = SandboxTrack.of("Song", "One", "Two");

        assertThat(MadeUpMusic.track(track)).isEqualTo(MadeUpMusic.track("Song", "One", "Two"));
        assertThat(MadeUpMusic.track(track).get("uri").asText()).isEqualTo(track.uri());
        assertThat(MadeUpMusic.track(track).get("artists")).hasSize(2);
    }

    @Test
    void localTrackHasNoIds() {
        ObjectNode track = MadeUpMusic.localTrack("Artist", "Album", "Title", 61);

        assertThat(track.get("id").isNull()).isTrue();
        assertThat(track.at("/album/uri").isNull()).isTrue();
        assertThat(track.get("uri").asText()).isEqualTo("spotify:local:Artist:Album:Title:61");
    }
}
