package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.Export.AUDIO;
import static io.github.spotifypipeline.imports.Export.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportReaderTest {

    private static final String TRACK = "'spotify_track_uri':'spotify:track:3aJ2','master_metadata_track_name':'Song',"
            + "'master_metadata_album_artist_name':'Artist','master_metadata_album_album_name':'Album'";

    @TempDir
    Path folder;

    @Test
    void keepsARowAsItWasSentWithoutItsPersonalKeys() throws IOException {
        Export export = new Export(folder).file(AUDIO, ("{'ts':'2025-04-28T21:16:38Z','username':'somebody',"
                + "'ip_addr':'192.0.2.1','ip_addr_decrypted':['192.0.2.1'],'user_agent_decrypted':{'a':'unknown'},"
                + "'new_key':{'deep':[1,2.5,{'ip_addr':'192.0.2.1','x':true}]},'skipped':null,'ms_played':'7'," + TRACK
                + "}")
                .replace('\'', '"'));
        ExportRow row = export.rows(OPTIONS, new SongUris()).get(0);

        assertThat(row.raw()).isEqualTo(json("{'ts':'2025-04-28T21:16:38Z','new_key':{'deep':[1,2.5,{'x':true}]},"
                + "'skipped':null,'ms_played':'7'," + TRACK + "}"));
        assertThat(row.toString()).doesNotContain("192.0.2.1", "somebody", "unknown");
    }

    @Test
    void tellsTheUserNamesInMemoryOnly() throws IOException {
        Export export = new Export(folder).file(AUDIO, "{\"username\":\"one\"}", "{\"username\":\"two\"}",
                "{\"username\":\"one\"}", "{\"username\":null}");
        export.decisions();

        assertThat(export.plan().findings().userNames()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void takesTheUriOfAnotherDocumentOfTheSameNames() throws IOException {
        SongUris songs = new SongUris();
        songs.add(new SongNames("SONG ", "artist", "Album"), "spotify:track:9");
        String names = "{\"ts\":\"2025-04-28T21:16:38Z\",\"master_metadata_track_name\":\"Song\","
                + "\"master_metadata_album_artist_name\":\"Artist\",\"master_metadata_album_album_name\":\"%s\"}";

        assertThat(new Export(folder).file(AUDIO, names.formatted("Album"), names.formatted("Other")).rows(OPTIONS,
                songs))
                .extracting(ExportRow::uri).satisfies(uris -> {
                    assertThat(uris.get(0)).isEqualTo("spotify:track:9");
                    assertThat(uris.get(1)).startsWith("export:");
                });
    }

    @Test
    void putsARowThatIsTooDeepOrTooLargeAmongTheDead() throws IOException {
        String track = ("{'ts':'2025-04-28T21:16:38Z'," + TRACK + ",'x':%s}").replace('\'', '"');

        assertThat(new Export(folder).file(AUDIO, track.formatted("[".repeat(31) + "]".repeat(31)),
                track.formatted("[".repeat(32) + "]".repeat(32)), track.formatted("\"" + "x".repeat(65_536) + "\""),
                track.formatted("0")).rows(OPTIONS, new SongUris())).extracting(ExportRow::fault)
                .containsExactly(null, "is nested deeper than 32 levels", "has more than 64 KiB", null);
    }

    @Test
    void readsBytesThatAreNotUtf8() throws IOException {
        String row = ("{'ts':'2025-04-28T21:16:38Z','master_metadata_track_name':'Caf\u00e9','spotify_track_uri':'u'}")
                .replace('\'', '"');
        byte[] latin = ("[" + row + "," + row + "]").getBytes(StandardCharsets.ISO_8859_1);
        byte[] utf8 = ("\uFEFF[" + row + "]").getBytes(StandardCharsets.UTF_8);

        assertThat(new Export(folder).bytes("endsong_0.json", latin).bytes("endsong_1.json", utf8)
                .rows(OPTIONS, new SongUris())).extracting(row1 -> row1.names().title())
                .containsExactly("Caf\uFFFD", "Caf\uFFFD", "Caf\u00e9");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Streaming_History_Video_2018-2025.json", "endvideo_0.json"})
    void marksVideos(String name) throws IOException {
        ExportRow row = new Export(folder).file(name, "{\"ts\":\"2025-04-28T21:16:38Z\",\"spotify_track_uri\":\"u\"}")
                .rows(OPTIONS, new SongUris()).get(0);

        assertThat(row.stream().path("video").booleanValue()).isTrue();
        assertThat(row.kind()).isEqualTo(RowKind.TRACK);
    }

    @Test
    void namesADamagedFileAndReadsTheOthers() throws IOException {
        Export export = new Export(folder).file("endsong_0.json", "{}", "{}")
                .bytes("endsong_1.json", "[{},{\"ts".getBytes(StandardCharsets.UTF_8))
                .bytes("endsong_2.json", "{\"error\":1}".getBytes(StandardCharsets.UTF_8)).file("endsong_3.json", "{}");

        assertThat(export.rows(OPTIONS, new SongUris())).hasSize(4);
        assertThat(export.reports()).extracting(report -> report.file().name() + " " + report.rows() + " "
                + report.error())
                .containsExactly("endsong_0.json 2 null",
                        "endsong_1.json 1 is cut off: its JSON ends before the array does",
                        "endsong_2.json 0 is not a JSON array", "endsong_3.json 1 null");
        // printf '[{}]' | sha256sum
        assertThat(export.reports().get(3).sha256())
                .isEqualTo("e10808d43975dc400731053386849f864f297e6c4f7519c380f3dbaf7067a840");
        assertThat(export.reports().get(1).sha256()).isNull();
    }

    @Test
    void accountsForEachRowOfAFileThatIsBrokenAnywhere() throws IOException {
        List<String> rows = MadeUpListener.of(5, World.HARSH, 12).rows().stream().map(ObjectNode::toString).toList();
        byte[] good = ("[" + String.join(",", rows) + "]").getBytes(StandardCharsets.UTF_8);
        String signs = "{}[]\",:\\ 0-eE.tfn\n\u0000";
        Random dice = new Random(5);
        for (int round = 0; round < 500; round++) {
            byte[] broken = Arrays.copyOf(good, round % 3 == 0 ? dice.nextInt(good.length) : good.length);
            for (int i = dice.nextInt(4); i >= 0 && broken.length > 0; i--) {
                int sign = dice.nextBoolean() ? dice.nextInt(256) : signs.charAt(dice.nextInt(signs.length()));
                broken[dice.nextInt(broken.length)] = (byte) sign;
            }
            Export export = new Export(folder).bytes(AUDIO, broken).file("endsong_0.json", rows.get(0));
            export.decisions();

            assertThat(export.plan().findings().files()).hasSize(2);
            assertThat(export.plan().findings().counts().read()).isGreaterThanOrEqualTo(1);
        }
    }

    private static JsonNode json(String text) throws JsonProcessingException {
        return JsonMapper.builder().build().readTree(text.replace('\'', '"'));
    }
}
