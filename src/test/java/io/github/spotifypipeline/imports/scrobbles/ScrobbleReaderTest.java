package io.github.spotifypipeline.imports.scrobbles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.ReadLimits;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScrobbleReaderTest {

    private static final ReadLimits LIMITS = new ReadLimits(9, 1 << 20, 1 << 20, 200, 2048, 8);

    private long unusable;

    @Test
    void readsPagesOfLastFm() throws IOException {
        assertThat(read("recenttracks.json", """
                [{"track":[
                  {"artist":{"mbid":"","#text":"Artist"},"album":{"#text":"Album"},"name":"Song",
                   "date":{"uts":"1672574460","#text":"01 Jan 2023, 12:01"}},
                  {"artist":{"name":"Artist"},"album":{"#text":""},"name":"Now","@attr":{"nowplaying":"true"}}
                 ],"@attr":{"page":"1"}},
                 {"track":[{"artist":"Artist","album":"Album","name":"Other","date":{"uts":1672574461}}]}]"""))
                .containsExactly("lastfm 1672574460000 Song [Artist] Album null",
                        "lastfm 1672574461000 Other [Artist] Album null");
        assertThat(unusable).as("what plays just now is no scrobble").isZero();
    }

    @Test
    void readsTheCsvOfLastFm() throws IOException {
        assertThat(read("recenttracks.CSV", """
                \uFEFFuts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid\r
                "1672574460","01 Jan 2023, 12:01","Artist, \"\"The\"\"","","Album","","Song",\"\"\r

                1672574461,01 Jan 2023,Artist,,,,Two
                lines,
                ,,Artist,,,,No time,"""))
                .containsExactly("lastfm 1672574460000 Song [Artist, \"The\"] Album null",
                        "lastfm 1672574461000 Two [Artist] null null");
        assertThat(unusable).isEqualTo(2);
        assertThatThrownBy(() -> read("other.csv", "a,b\n1,2")).isInstanceOf(DamagedFileException.class)
                .hasMessage("has no columns uts, artist and track");
        assertThatThrownBy(() -> read("recenttracks.csv", "uts,artist,track\n1,\"" + "x".repeat(3000)))
                .isInstanceOf(DamagedFileException.class).hasMessageContaining("more than 2 KiB");
    }

    @Test
    void readsLinesOfListenBrainz() throws IOException {
        assertThat(read("1.jsonl", """
                {"listened_at":1672574460,"track_metadata":{"track_name":"Song","artist_name":"Artist",\
                "release_name":"Album","additional_info":\
                {"spotify_id":"https://open.spotify.com/track/3aJ2aJ2aJ2aJ2aJ2aJ2aJ2"}}}
                {"listened_at":1672574461,"track_metadata":{"track_name":"Other","artist_name":"Artist",\
                "additional_info":{"origin_url":"https://open.spotify.com/intl-de/track/3aJ2aJ2aJ2aJ2aJ2aJ2aJ2?si=1"}}}
                {"listened_at":1672574462,"track_metadata":{"track_name":"Third","artist_name":"Artist",\
                "additional_info":{"origin_url":"https://elsewhere.example/watch"}}}
                {"listened_at":null,"track_metadata":{"track_name":"Fourth","artist_name":"Artist"}}
                """)).containsExactly(
                "listenbrainz 1672574460000 Song [Artist] Album spotify:track:3aJ2aJ2aJ2aJ2aJ2aJ2aJ2",
                "listenbrainz 1672574461000 Other [Artist] null spotify:track:3aJ2aJ2aJ2aJ2aJ2aJ2aJ2",
                "listenbrainz 1672574462000 Third [Artist] null null");
    }

    @ParameterizedTest
    @CsvSource({"scrobbles", "list"})
    void readsMaloja(String array) throws IOException {
        assertThat(read("maloja_export_2026_11_30.json", """
                {"maloja":{"export_time":1},"%s":[
                 {"time":1672574460,"track":{"artists":["Artist","Guest"],"title":"Song","album":{"artists":["Artist"],
                  "albumtitle":"Album"},"length":null},"duration":null,"origin":"client:default"},
                 {"time":1672574461,"track":{"artists":["Artist"],"title":"Other","album":null}},
                 {"time":1672574462,"track":{"artists":[],"title":"Third","album":null}}]}""".formatted(array)))
                .containsExactly("maloja 1672574460000 Song [Artist, Guest] Album null",
                        "maloja 1672574461000 Other [Artist] null null");
    }

    @Test
    void readsKoito() throws IOException {
        assertThat(read("koito_export.json", """
                {"version":"1","user":"me","listens":[{"listened_at":"2023-01-01T12:01:00Z","client":"x",
                 "track":{"aliases":[{"alias":"Sung","is_primary":false},{"alias":"Song","is_primary":true}]},
                 "album":{"aliases":[{"alias":"Album","is_primary":true}],"various_artists":false},
                 "artists":[{"aliases":[{"alias":"Artist","is_primary":true}]},{"aliases":[{"alias":"Guest"}]}]}]}"""))
                .containsExactly("koito 1672574460000 Song [Artist, Guest] Album null");
    }

    @Test
    void endsWhereAFileIsDamaged() throws IOException {
        assertThatThrownBy(() -> read("koito.json", "{\"listens\":[{\"listened_at\":\"2023"))
                .isInstanceOf(DamagedFileException.class).hasMessage("is damaged: its JSON cannot be read");
        assertThatThrownBy(() -> read("koito.json", "{\"listens\":[{\"x\":" + "[".repeat(9)))
                .isInstanceOf(DamagedFileException.class);
        assertThatThrownBy(() -> read("koito.json", "{\"listens\":[{\"x\":[" + "1, ".repeat(2000) + "1]}]}"))
                .isInstanceOf(DamagedFileException.class).hasMessage("has an entry of more than 2 KiB");
        assertThat(read("koito.json", "{\"other\":[{\"x\":1}]}")).isEmpty();
    }

    private List<String> read(String name, String content) throws IOException {
        List<String> read = new ArrayList<>();
        ScrobbleReader reader = new ScrobbleReader(name,
                new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)), LIMITS);
        unusable = 0;
        while (reader.next() != null) {
            Scrobble one = reader.scrobble();
            if (one == null) {
                unusable++;
                continue;
            }
            read.add(String.join(" ", one.source(), Long.toString(one.listenedAt()), one.title(),
                    one.artists().toString(), one.album(), one.uri()));
        }
        return read;
    }
}
