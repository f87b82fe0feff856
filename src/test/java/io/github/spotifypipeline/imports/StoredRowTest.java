package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.Export.AUDIO;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoredRowTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 12})
    void isTheRowThatItWasMadeOf(int repeat) throws IOException {
        for (ExportRow row : rows()) {
            StoredRow stored = StoredRow.of(document(row, repeat));

            assertThat(stored.uri()).isEqualTo(row.uri());
            assertThat(stored.names()).isEqualTo(row.names());
            assertThat(stored.heard()).isEqualTo(row.heard());
            assertThat(RowKey.of(stored.uri(), stored.heard())).isEqualTo(row.key());
            assertThat(StoredKey.of(document(row, repeat).append("source", row.heard().source().text())))
                    .isEqualTo(new StoredKey(row.id("a:b", 0), row.key(), repeat));
        }
    }

    @Test
    void knowsTheRowThatAPlayHas() throws IOException {
        ExportRow row = rows().get(0);
        Document play = new Document("_id", "a:b:1").append("stream",
                Document.parse(row.stream().toString()).append("raw", Document.parse(row.raw().toString())));

        assertThat(StoredRow.merged(play)).isEqualTo(row.key());
        assertThat(StoredRow.merged(new Document("_id", "a:b:1"))).isNull();
    }

    @Test
    void isPairedWithPlaysThatComeLater() throws IOException {
        PlayIndex page = new PlayIndex();
        page.add(new ApiPlay("late", 1_672_574_461_500L, "spotify:track:1", new SongNames("Song", "Artist", "Album"),
                null));
        Pairing pairing = new Pairing(page);
        for (ExportRow row : rows()) {
            StoredRow stored = StoredRow.of(document(row, 0));
            pairing.offer(stored.uri(), stored.names(), stored.heard());
        }

        assertThat(pairing.pairs(row -> true).of(rows().get(0).key()).tier()).isOne();
    }

    private List<ExportRow> rows() throws IOException {
        SongUris songs = new SongUris();
        songs.add(new SongNames("Found", "Artist", "Album"), "spotify:local:Artist:Album:Found:93283");
        Export export = new Export(folder).file(AUDIO,
                row("'spotify_track_uri':'spotify:track:1','offline_timestamp':1672574200,'offline':true"),
                row("'spotify_track_uri':'spotify:local:A:B:C:93283','ms_played':'93283'"),
                row("'master_metadata_track_name':'Found','master_metadata_album_artist_name':'Artist',"
                        + "'master_metadata_album_album_name':'Album'"),
                row("'master_metadata_track_name':'Lost','ms_played':0"))
                .file("StreamingHistory_music_0.json",
                        "{\"endTime\":\"2023-01-01 12:01\",\"artistName\":\"A\",\"trackName\":\"T\",\"msPlayed\":9}");
        List<ExportRow> rows = export.rows(Export.options(false, true), songs);
        assertThat(rows).hasSize(5);
        return rows;
    }

    private static String row(String keys) {
        return ("{'ts':'2023-01-01T12:01:00Z','ms_played':200000," + keys + "}").replace('\'', '"');
    }

    private static Document document(ExportRow row, int repeat) {
        return new Document("_id", row.id("a:b", repeat)).append("account_id", "a:b")
                .append("raw", Document.parse(row.raw().toString())).append("stream", Document.parse(row.stream()
                .toString()));
    }
}
