package io.github.spotifypipeline.listening;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ThingsTest {

    private static final NameAndUri ALONE = new NameAndUri("Maren", null);
    private static final NameAndUri MAREN = new NameAndUri("Maren", "spotify:artist:1");
    private static final NameAndUri OTHER = new NameAndUri("Maren", "spotify:artist:2");

    private final Things things = new Things();

    private static SongFace face(String uri, NameAndUri artist, String album, String albumUri) {
        return new SongFace(true, null, uri, "Song", List.of(artist), new NameAndUri(album, albumUri), null);
    }

    @Test
    void whatAnExportNamesAloneIsWhatSpotifyShowsByThatName() {
        int export = things.add(face("spotify:track:a", ALONE, "Rooftop", null));
        int artist = things.artists(export)[0];
        assertThat(things.key(ThingKind.ARTIST, artist)).isEqualTo("Maren");

        int api = things.add(face("spotify:track:b", MAREN, "Rooftop", "spotify:album:1"));
        int later = things.add(face("spotify:track:c", ALONE, "Rooftop", null));

        for (int face : List.of(export, api, later)) {
            assertThat(things.artists(face)).containsExactly(things.find(ThingKind.ARTIST, "spotify:artist:1"));
            assertThat(things.album(face)).isEqualTo(things.find(ThingKind.ALBUM, "spotify:album:1"));
            assertThat(things.artist(face, things.artists(face)[0])).isEqualTo(MAREN);
            assertThat(things.albumOf(face)).isEqualTo(new NameAndUri("Rooftop", "spotify:album:1"));
        }
        // an address of before
        assertThat(things.find(ThingKind.ARTIST, "Maren")).isEqualTo(things.artists(api)[0]);
    }

    @Test
    void ofTwoArtistsWithOneNameNoneIsMeant() {
        int export = things.add(face("spotify:track:a", ALONE, "Rooftop", null));
        int one = things.add(face("spotify:track:b", MAREN, "Rooftop", "spotify:album:1"));
        int other = things.add(face("spotify:track:c", OTHER, "Rooftop", "spotify:album:2"));

        assertThat(List.of(things.artists(export)[0], things.artists(one)[0], things.artists(other)[0]))
                .doesNotHaveDuplicates();
        assertThat(List.of(things.album(export), things.album(one), things.album(other))).doesNotHaveDuplicates();
        assertThat(things.artist(export, things.artists(export)[0])).isEqualTo(ALONE);
        assertThat(things.find(ThingKind.ARTIST, "Maren")).isEqualTo(things.artists(export)[0]);
    }

    @Test
    void whoIsNamedTwiceOnASongCountsOnce() {
        int face = things.add(new SongFace(true, null, "spotify:track:a", "Song", List.of(ALONE, MAREN), null, null));

        assertThat(things.artists(face)).containsExactly(things.find(ThingKind.ARTIST, "spotify:artist:1"));
        assertThat(things.albumOf(face)).isNull();
    }
}
