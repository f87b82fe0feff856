package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.Export.AUDIO;
import static io.github.spotifypipeline.imports.Export.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassesTest {

    private static final String T = "2023-01-01T12:0%d:00Z";

    @TempDir
    Path folder;

    private Export export;

    @BeforeEach
    void begin() {
        export = new Export(folder);
    }

    @Test
    void saysOfEachRowWhatBecomesOfIt() throws IOException {
        export.file(AUDIO, row(1, "a", 200_000, ""), row(1, "a", 200_000, ""), row(2, "b", 10_000, ""),
                row(3, null, 10_000, ",'episode_name':'E'"), row(4, null, 10_000, ",'audiobook_title':'B'"),
                row(5, null, 10_000, ""), "17", "{}", row(6, "c", 30_000, ",'incognito_mode':true"));

        assertThat(export.decisions()).containsExactly("me:1672574460000:a:200000 PLAY", "duplicate",
                "me:1672574520000:b:10000 SHORT",
                "me:1672574580000:" + new SongNames("E", null, null).exportUri() + ":10000 EPISODE",
                "me:1672574640000:" + new SongNames(null, "B", null).exportUri() + ":10000 CHAPTER", "empty", "dead",
                "dead",
                "me:1672574760000:c:30000 PLAY");
        ImportFindings found = export.plan().findings();
        assertThat(found.hidden()).isOne();
        assertThat(found.counts().read()).isEqualTo(9);
        assertThat(found.counts().of(RowOutcome.DEAD)).isEqualTo(2);
        assertThat(found.counts().of(RowOutcome.EMPTY)).isOne();
        assertThat(found.counts().of(RowOutcome.DUPLICATE)).isOne();
        assertThat(found.span()).isEqualTo(new Span(1_672_574_460_000L, 1_672_574_760_000L));
        assertThat(found.covered()).containsExactly(found.span());
        assertThat(export.plan().index().playsByYear()).containsOnly(Map.entry(2023, 2L));
    }

    @Test
    void leavesPrivateSessionsOutWhenAsked() throws IOException {
        export.file(AUDIO, row(1, "a", 200_000, ",'incognito_mode':true"), row(1, "a", 200_000,
                ",'incognito_mode':true"),
                row(2, "b", 200_000, ",'incognito_mode':false"));

        assertThat(export.decisions(Export.options(true, false), List.of(), new PlayIndex(), List.of()))
                .containsExactly("private_left_out", "private_left_out", "me:1672574520000:b:200000 PLAY");
        assertThat(export.plan().findings().covered()).containsExactly(new Span(1_672_574_520_000L,
                1_672_574_520_000L));
    }

    @Test
    void pairsSongsOnly() throws IOException {
        PlayIndex plays = new PlayIndex();
        SongNames names = new SongNames("Song", "Artist", "Album");
        plays.add(new ApiPlay("one", 1_672_574_460_500L, "a", names, null));
        plays.add(new ApiPlay("two", 1_672_574_520_500L, "b", names, null));
        plays.add(new ApiPlay("three", 1_672_574_520_500L, "c", names, null));
        export.file(AUDIO, row(1, "a", 200_000, ""), row(1, "a", 200_000, ""), row(2, "b", 9_000, ""),
                row(2, null, 9_000, ",'spotify_episode_uri':'c'"));

        assertThat(export.decisions(OPTIONS, List.of(), plays, List.of())).containsExactly("one tier 1", "duplicate",
                "two tier 1", "me:1672574520000:c:9000 EPISODE");
        assertThat(export.plan().partners()).isEqualTo(new PairingResult.Found(1, 1));
    }

    @Test
    void countsWhatWasReportedTooLate() throws IOException {
        long start = Instant.parse("2022-12-20T12:00:00Z").getEpochSecond();
        export.file(AUDIO, row(1, "a", 200_000, ",'offline':true,'offline_timestamp':" + start),
                row(2, "b", 9_000, ",'offline':true,'offline_timestamp':" + start),
                row(3, "c", 200_000, ",'offline':true"));
        export.decisions();

        assertThat(export.plan().late()).isOne();
    }

    @Test
    void makesTheSameDocumentsOfTheSameRowsHoweverTheyAreFiled() throws IOException {
        List<ObjectNode> rows = new ArrayList<>(MadeUpListener.of(7, World.HARSH, 3000).rows());
        Set<String> once = documents(rows, 1);
        rows.addAll(rows.subList(500, 1500));
        Random dice = new Random(7);
        for (int files = 1; files < 8; files += 3) {
            Collections.shuffle(rows, dice);
            assertThat(documents(rows, files)).isEqualTo(once);
        }
    }

    private Set<String> documents(List<ObjectNode> rows, int files) throws IOException {
        for (int i = 0; i < files; i++) {
            export.file("endsong_" + i + ".json", rows.subList(i * rows.size() / files, (i + 1) * rows.size() / files)
                    .stream().map(ObjectNode::toString).toArray(String[]::new));
        }
        List<String> documents = export.decisions().stream().filter(decision -> !decision.equals("duplicate")).toList();
        assertThat(documents).doesNotHaveDuplicates();
        return new TreeSet<>(documents);
    }

    @Test
    void findsThatTheFileChangedBetweenThePasses() throws IOException {
        export.file(AUDIO, row(1, "a", 200_000, "")).decisions();
        SecondPass pass = export.plan().secondPass(export.plan().renumbering());
        ExportRow other = export.file(AUDIO, row(1, "b", 200_000, "")).rows(OPTIONS, new SongUris()).get(0);

        assertThatThrownBy(() -> pass.decide(other)).isInstanceOf(IllegalStateException.class)
                .hasMessage("The file changed while it was imported. Import it once more");
    }

    private static String row(int minute, String uri, long msPlayed, String more) {
        return json("{'ts':'" + String.format(T, minute) + "','ms_played':" + msPlayed
                + (uri == null ? "" : ",'master_metadata_track_name':'Song',"
                        + "'master_metadata_album_artist_name':'Artist',"
                        + "'spotify_track_uri':'" + uri + "'") + more + "}");
    }

    private static String json(String text) {
        return text.replace('\'', '"');
    }
}
