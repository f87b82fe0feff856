package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.Export.AUDIO;
import static io.github.spotifypipeline.imports.Export.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.spotifypipeline.records.PlaySource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each oddity that rows are known to have. */
class ExportRowsTest {

    private static final String TRACK = "'spotify_track_uri':'spotify:track:3aJ2','master_metadata_track_name':'Song',"
            + "'master_metadata_album_artist_name':'Artist','master_metadata_album_album_name':'Album'";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "2025-04-28T21:16:38Z         | 2025-04-28T21:16:38Z",
        "2025-04-28 21:16:38          | 2025-04-28T21:16:38Z",
        "2025-04-28 21:16:38 UTC      | 2025-04-28T21:16:38Z",
        "2025-04-28T21:16:38          | 2025-04-28T21:16:38Z",
        "2025-04-28T21:16:38.999Z     | 2025-04-28T21:16:38Z",
        "2025-04-28 21:16:38.5 UTC    | 2025-04-28T21:16:38Z",
        "2025-04-28T23:16:38+02:00    | 2025-04-28T21:16:38Z",
        "2006-01-01T00:00:00Z         | 2006-01-01T00:00:00Z",
        "2026-12-01T00:00:00Z         | 2026-12-01T00:00:00Z"})
    void readsATimeInEachSpelling(String ts, Instant time) throws IOException {
        assertThat(row("'ts':'" + ts + "'," + TRACK).heard().endedAt()).isEqualTo(time.toEpochMilli());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "{'ts':'2005-12-31T23:59:59Z'}    | is from before 2006",
        "{'ts':'1970-01-20T00:00:00Z'}    | is from before 2006",
        "{'ts':'2026-12-01T00:00:01Z'}    | is more than a day ahead of the clock",
        "{'ts':'yesterday, at tea time'}  | has no time in ts",
        "{'ts':'2025-13-28T21:16:38Z'}    | has no time in ts",
        "{'ts':'2025-04-28T21:16:38ZZZ'}  | has no time in ts",
        "{'ts':'2025-04-28'}              | has no time in ts",
        "{'ts':'2025-04-28T21:16Z'}       | has no time in ts",
        "{'ts':'2025-04-28T21:16:3'}      | has no time in ts",
        "{'ts':'2025-04-28T21:16:3xZ'}    | has no time in ts",
        "{'ts':''}                        | has no time in ts",
        "{'ts':null}                      | has no time in ts",
        "{'ts':1745874998}                | has no time in ts",
        "{'ms_played':5}                  | has no time in ts",
        "{}                               | has no time in ts",
        "null                             | is no JSON object",
        "17                               | is no JSON object",
        "'text'                           | is no JSON object",
        "[{}]                             | is no JSON object",
        "{'ts':2025-04-28}                | is no JSON object",
        "{'ts'}                           | is no JSON object",
        "{]                               | is no JSON object"})
    void givesAwayWhatIsNoRowOrHasNoTime(String row, String fault) throws IOException {
        ExportRow dead = raw(row);

        assertThat(dead.kind()).isEqualTo(RowKind.DEAD);
        assertThat(dead.fault()).isEqualTo(fault);
        assertThat(dead.place(Duration.ofSeconds(30))).isNull();
        assertThat(dead.key()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', nullValues = "none", value = {
        "'spotify_track_uri':'spotify:track:1'                                   | TRACK   | spotify:track:1 | none",
        "'spotify_track_uri':'spotify:episode:1'                                 | TRACK   | spotify:episode:1 | none",
        "'spotify_track_uri':'spotify:local:A:B:C:2','episode_name':'E'           | TRACK   | spotify:local:A | none",
        "'spotify_track_uri':'','spotify_episode_uri':'spotify:episode:1'        | EPISODE | spotify:episode:1 | none",
        "'spotify_track_uri':null,'episode_name':'E','episode_show_name':'S'     | EPISODE | export: | E",
        "'audiobook_uri':'u','audiobook_chapter_uri':'spotify:episode:1'         | CHAPTER | spotify:episode:1 | none",
        "'audiobook_title':'B'                                                   | CHAPTER | export: | none",
        "'audiobook_chapter_title':'C','audiobook_title':'B'                     | CHAPTER | export: | C",
        "'master_metadata_track_name':'Song'                                     | TRACK   | export: | Song",
        "'master_metadata_track_name':1989                                       | TRACK   | export: | 1989",
        "'master_metadata_track_name':'','ms_played':93283                       | EMPTY   | none | none",
        "'master_metadata_album_artist_name':'Artist'                            | EMPTY   | none | none",
        "'ms_played':93283                                                       | EMPTY   | none | none"})
    void tellsTheKindByWhichKeyIsFilled(String keys, RowKind kind, String uri, String title) throws IOException {
        ExportRow row = row("'ts':'2025-04-28T21:16:38Z'," + keys);

        assertThat(row.kind()).isEqualTo(kind);
        if (uri == null) {
            assertThat(row.uri()).isNull();
        } else {
            assertThat(row.uri()).startsWith(uri);
        }
        assertThat(row.names().title()).isEqualTo(title);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "93283       | 93283", "0      | 0", "'93283' | 93283", "93283.0 | 93283", "-5      | 0", "null | 0",
        "''          | 0",     "'long' | 0", "[1]     | 0",     "1e300   | 2147483647", "54000000 | 54000000"})
    void readsHowLongItWasHeard(String msPlayed, long heard) throws IOException {
        assertThat(row("'ts':'2025-04-28T21:16:38Z','ms_played':" + msPlayed + "," + TRACK).heard().msPlayed())
                .isEqualTo(heard);
        assertThat(row("'ts':'2025-04-28T21:16:38Z'," + TRACK).heard().msPlayed()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "1745874900          | true  | 2025-04-28T21:15:00Z",
        "1745874900123       | true  | 2025-04-28T21:15:00.123Z",
        "1745874900.5        | true  | 2025-04-28T21:15:00.500Z",
        "'1745874900'        | true  | 2025-04-28T21:15:00Z",
        "1745875058          | true  | 2025-04-28T21:17:38Z",
        "1743282998          | true  | 2025-03-29T21:16:38Z",
        "1745875059          | false | 2025-04-28T21:15:04.717Z",
        "1743282997          | false | 2025-04-28T21:15:04.717Z",
        "0                   | false | 2025-04-28T21:15:04.717Z",
        "17                  | false | 2025-04-28T21:15:04.717Z",
        "null                | false | 2025-04-28T21:15:04.717Z",
        "''                  | false | 2025-04-28T21:15:04.717Z",
        "true                | false | 2025-04-28T21:15:04.717Z"})
    void takesTheOfflineTimestampForTheStartWhereItCanBe(String value, boolean known,
    Instant start) throws IOException {
        ExportRow row = row("'ts':'2025-04-28T21:16:38Z','ms_played':93283,'offline_timestamp':" + value + "," + TRACK);

        assertThat(row.heard().startedAt() != null).isEqualTo(known);
        assertThat(Instant.parse(row.stream().path("started_at").textValue())).isEqualTo(start);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = {
        "'skipped':true,'reason_end':'trackdone' | true",
        "'skipped':false,'reason_end':'fwdbtn'   | true",
        "'skipped':null,'reason_end':'backbtn'   | true",
        "'reason_end':'endplay'                  | true",
        "'skipped':'','reason_end':'unknown'     | true",
        "'skipped':'','reason_end':''            | false",
        "'skipped':null,'reason_end':'none'      | false",
        "'reason_end':'something new'            | false"})
    void saysWhetherItWasSkipped(String keys, boolean skipped) throws IOException {
        ExportRow row = row("'ts':'2025-04-28T21:16:38Z'," + keys + "," + TRACK);

        assertThat(row.stream().path("skipped").booleanValue()).isEqualTo(skipped);
    }

    @Test
    void makesTheFieldStream() throws IOException {
        ExportRow row = row("'ts':'2025-04-28T21:16:38Z','ms_played':93283,'offline_timestamp':1745874900,"
                + "'reason_start':'clickrow','reason_end':'','shuffle':true,'skipped':false,'offline':'',"
                + "'incognito_mode':null,'platform':'not_applicable','conn_country':'ZZ'," + TRACK);

        assertThat(json(row.stream().toString())).isEqualTo(json("{'ms_played':93283,"
                + "'started_at':'2025-04-28T21:15:00Z','reason_start':'clickrow','reason_end':null,'shuffle':true,"
                + "'skipped':false,'offline':null,'private':false,'video':false,'platform':'not_applicable',"
                + "'country':'ZZ'}"));
        assertThat(row.id("me", 0)).isEqualTo("me:1745874998000:spotify:track:3aJ2:93283");
        assertThat(row.id("me", 2)).isEqualTo("me:1745874998000:spotify:track:3aJ2:93283:2");
        assertThat(row.trackId()).isEqualTo("3aJ2");
    }

    @ParameterizedTest
    @CsvSource({"TRACK, 29999, SHORT", "TRACK, 30000, PLAY", "EPISODE, 90000, EPISODE", "CHAPTER, 90000, CHAPTER"})
    void saysWhereItsDocumentBelongs(RowKind kind, long msPlayed, Place place) {
        ExportRow row = new ExportRow(kind, "u", new SongNames("t", "a", null),
                new Heard(0, msPlayed, null, false, false, false, PlaySource.EXPORT), null, null);

        assertThat(row.place(Duration.ofSeconds(30))).isEqualTo(place);
        assertThat(place.reason()).isEqualTo(place == Place.PLAY ? null : place.name().toLowerCase());
    }

    @Test
    void namesWhatHasNoUri() {
        // printf 'Artist\0Song' | sha256sum
        assertThat(new SongNames("Song", "Artist", "Album").exportUri())
                .isEqualTo("export:1d3a891bbf5cf0555d7305149a81e1f8").hasSize(39);
    }

    private ExportRow row(String keys) throws IOException {
        return raw("{" + keys + "}");
    }

    private ExportRow raw(String row) throws IOException {
        List<ExportRow> rows = new Export(folder).file(AUDIO, row.replace('\'', '"')).rows(OPTIONS, new SongUris());
        assertThat(rows).hasSize(1);
        return rows.get(0);
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
