package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.Export.AUDIO;
import static io.github.spotifypipeline.imports.Export.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.records.PlaySource;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShortFormTest {

    private static final String T = "2023-01-01T12:0%d:00Z";

    @TempDir
    Path folder;

    private Export export;

    @BeforeEach
    void begin() {
        export = new Export(folder);
    }

    @Test
    void saysWhatIsInAnExportBeforeItIsRead() throws IOException {
        export.file("Playlist1.json");
        assertThat(export.refusal(true)).startsWith("No streaming history is in it");
        export.file("StreamingHistory_music_0.json");
        assertThat(export.refusal(false)).startsWith("This is the package \"Account data\": one year, by the minute");
        assertThat(export.refusal(true)).isNull();
        export.file("endsong_0.json");
        assertThat(export.refusal(false)).isNull();
    }

    @Test
    void readsTheShortFormOnlyWhenAsked() throws IOException {
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"));

        assertThat(export.decisions()).isEmpty();
        assertThat(export.decisions(Export.options(false, true), List.of(), new PlayIndex(), List.of())).hasSize(1);
    }

    @Test
    void readsTheShortFormInEachShape() throws IOException {
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"), shortRow("endTime", "Song"))
                .file("StreamingHistory_podcast_0.json",
                        json("{'endTime':'2023-01-01 12:02','podcastName':'P','episodeName':'E','msPlayed':10000}"))
                .file("StreamingHistory_audiobook_0.json", json("{'endTime':'2023-01-01 12:03','audiobookName':'B',"
                        + "'chapterName':'C','authorName':'A','msPlayed':10000}"))
                .file("StreamingHistory0.json", shortRow("time", "Other"), "{}");

        String other = new SongNames("Other", "Artist", null).exportUri();
        String song = new SongNames("Song", "Artist", null).exportUri();
        assertThat(export.decisions(Export.options(false, true), List.of(), new PlayIndex(), List.of()))
                .containsExactly("me:1672574460000:" + other + ":200000 PLAY", "dead",
                        "me:1672574580000:" + new SongNames("C", "B", null).exportUri() + ":10000 CHAPTER",
                        "me:1672574460000:" + song + ":200000 PLAY", "duplicate",
                        "me:1672574520000:" + new SongNames("E", "P", null).exportUri() + ":10000 EPISODE");
        assertThat(export.plan().findings().covered()).isEmpty();
    }

    @Test
    void takesUrisOfTheShortFormFromTheLibrary() throws IOException {
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"), shortRow("endTime", "Other"),
                shortRow("endTime", "Third"))
                .bytes("YourLibrary.json", json("{'tracks':[{'artist':'Artist','album':'A','track':'Song','uri':'u1'}],"
                        + "'albums':[{'artist':'Artist','album':'Third','uri':'no'}]}")
                        .getBytes(StandardCharsets.UTF_8))
                .bytes("Playlist1.json", json("{'playlists':[{'name':'P','items':[{'track':{'trackName':'Other',"
                        + "'artistName':'Artist','albumName':'A','trackUri':'u2'},'addedDate':'2023'},{'track':null,"
                        + "'episode':{'episodeName':'E'}},{'track':{'trackName':'Other','artistName':'ARTIST',"
                        + "'trackUri':'u3'}},{'track':{'trackName':'Other','artistName':'Artist','trackUri':'u3'}}]}]}")
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(export.decisions(Export.options(false, true), List.of(), new PlayIndex(), List.of()))
                .containsExactly(
                "me:1672574460000:u1:200000 PLAY", "me:1672574460000:u3:200000 PLAY",
                "me:1672574460000:" + new SongNames("Third", "Artist", null).exportUri() + ":200000 PLAY");
    }

    @Test
    void takesTheShortFormOnlyWhereTheExtendedOneCoversNothing() throws IOException {
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"));

        assertThat(export.decisions(Export.options(false, true), List.of(new Span(0, Long.MAX_VALUE)), new PlayIndex(),
                List.of())).containsExactly("duplicate");
        export.file(AUDIO, row(0, "a", 200_000, ""), row(2, "b", 200_000, ""));
        assertThat(export.decisions(Export.options(false, true), List.of(), new PlayIndex(), List.of()))
                .endsWith("duplicate").hasSize(3);
    }

    @Test
    void knowsThatTheMinuteOfARowIsCutOff() throws IOException {
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"));

        assertThat(export.decisions(Export.options(false, true), List.of(new Span(1_672_574_477_000L, Long.MAX_VALUE)),
                new PlayIndex(), List.of())).containsExactly("duplicate");
        assertThat(export.decisions(Export.options(false, true), List.of(new Span(1_672_574_520_000L, Long.MAX_VALUE)),
                new PlayIndex(), List.of())).containsExactly("me:1672574460000:"
                        + new SongNames("Song", "Artist", null).exportUri() + ":200000 PLAY");
    }

    @Test
    void knowsAPlayThatHasItsRowWhateverUriItsNamesHave() throws IOException {
        Heard heard = new Heard(1_672_574_460_000L, 200_000, null, false, false, false,
                PlaySource.EXPORT_SHORT);
        SongNames names = new SongNames("Song", "Artist", null);
        PlayIndex plays = new PlayIndex();
        plays.add(new ApiPlay("play", 1_672_574_459_000L, "a", names, RowKey.of(names.exportUri(), heard)));
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"))
                .bytes("YourLibrary.json", json("{'tracks':[{'artist':'Artist','album':'A','track':'Song','uri':'a'}]}")
                        .getBytes(StandardCharsets.UTF_8));
        export.decisions(Export.options(false, true), List.of(), plays, List.of());

        assertThat(export.plan().pairs().all()).singleElement().satisfies(pair -> assertThat(pair.held()).isTrue());
    }

    @Test
    void pairsTheShortFormByNamesAndMinutes() throws IOException {
        PlayIndex plays = new PlayIndex();
        plays.add(new ApiPlay("play", 1_672_574_459_000L, "a", new SongNames("SONG", "Artist", "X"), null));
        plays.add(new ApiPlay("other", 1_672_574_460_000L, "b", new SongNames("Other", "Artist", "X"), null));
        export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"));

        assertThat(export.decisions(Export.options(false, true), List.of(), plays, List.of()))
                .containsExactly("play tier 2");
        assertThat(export.plan().partners()).isEqualTo(new PairingResult.Found(1, 0));
    }

    @Test
    void replacesDocumentsOfTheShortFormByRowsOfTheExtendedOne() throws IOException {
        ShortFormDocuments documents = new ShortFormDocuments();
        SongNames names = new SongNames("Song", "Artist", null);
        documents.add("short", names, new Heard(1_672_574_460_000L, 200_000, null, false, false, false,
                PlaySource.EXPORT_SHORT));
        List<ExportRow> rows = export.file(AUDIO, row(1, "a", 200_000, "").replace("01:00Z", "01:44Z"),
                row(1, "a", 200_000, ""), row(1, "a", 200_001, ""), row(2, "a", 200_000, "")).rows(OPTIONS,
                new SongUris());

        assertThat(documents.take(rows.get(3))).isNull();
        assertThat(documents.take(rows.get(2))).isNull();
        assertThat(documents.take(rows.get(0))).isEqualTo("short");
        assertThat(documents.take(rows.get(1))).isNull();
    }

    @Test
    void hasNoStartAndNoSkipsInTheShortForm() throws IOException {
        ExportRow row = export.file("StreamingHistory_music_0.json", shortRow("endTime", "Song"))
                .rows(Export.options(false, true), new SongUris()).get(0);

        assertThat(row.stream().toString()).isEqualTo(json("{'ms_played':200000,'started_at':'2023-01-01T11:57:40Z',"
                + "'reason_start':null,'reason_end':null,'shuffle':null,'skipped':null,'offline':null,'private':false,"
                + "'video':false,'platform':null,'country':null}"));
    }

    private static String row(int minute, String uri, long msPlayed, String more) {
        return json("{'ts':'" + String.format(T, minute) + "','ms_played':" + msPlayed
                + (uri == null ? "" : ",'master_metadata_track_name':'Song',"
                        + "'master_metadata_album_artist_name':'Artist',"
                        + "'spotify_track_uri':'" + uri + "'") + more + "}");
    }

    private static String shortRow(String time, String title) {
        return json("{'" + time + "':'2023-01-01 12:01','artistName':'Artist','trackName':'" + title
                + "','msPlayed':200000}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
