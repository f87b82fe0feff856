package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeardSongsTest {

    private static final long T = Instant.parse("2023-01-01T12:00:00Z").toEpochMilli();

    /** The songs began at 0, 1000 and 50000, and were heard for 200, 40 and 400 seconds. */
    @ParameterizedTest
    @CsvSource({"0, Song, Artist, true", "-60, song, ARTIST, true", "-60.001, Song, Artist, false",
        "200, Song, Artist, true", "201, Song, Artist, false", "1060, Song, Artist, true", "1061, Song, Artist, false",
        "50300, Song, Artist, true", "0, Song, Guest, true", "0, Other, Artist, false", "0, Song, Other, false"})
    void knowsASongThatBeganThenOrWasUnderWay(double at, String title, String artist, boolean heard) {
        HeardSongs songs = new HeardSongs();
        songs.add(new SongNames("Song", "Artist", "Album"), T, T + 200_000);
        songs.add(new SongNames("Song", "Artist", null), T + 1_000_000, T + 1_040_000);
        songs.add(new SongNames("Song", "Artist", null), T + 50_000_000, T + 50_400_000);

        List<String> artists = artist.equals("Guest") ? List.of("Guest", "Artist") : List.of(artist);
        assertThat(songs.has(title, artists, T + Math.round(1000 * at))).isEqualTo(heard);
    }
}
