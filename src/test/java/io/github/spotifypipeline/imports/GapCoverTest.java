package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GapCoverTest {

    /**
     * The gap is always from 100 to 200. Files are separated by a slash; a row is its time, after a letter for what is
     * no song: e for an empty one, v for a video, x for a song without a uri, p for an episode.
     */
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "unchanged", value = {
        // inside: closed; across an edge, or in the middle: shortened
        "50 150 250          | []",
        "100 200             | []",
        "50 150              | [150-200]",
        "150 250             | [100-150]",
        "120 130 180         | [100-120, 180-200]",
        // only by rows that lie in it
        "50 250              | unchanged",
        "50 90               | unchanged",
        "50 e150 250         | unchanged",
        "50 v150 250         | unchanged",
        "50 x150 250         | unchanged",
        "50 p150 250         | unchanged",
        "''                  | unchanged",
        // by each file, not by the hull of all
        "50 120 / 180 250    | [120-180]",
        "50 150 / 140 250    | []",
        "50 90 / 150 250     | [100-150]",
        "50 250 / 150 160    | [100-150, 160-200]",
        // what nobody knows stays unknown
        "50 e120 150 e160 250 | [120-160]",
        "50 e120 150 250     | [120-120]",
        "50 e90 150 e210 250 | []",
        "50 e120 150         | [120-120, 150-200]",
        "50 e120 150 e190    | [120-200]"})
    void closesOrShortensAGap(String files, String left) {
        OpenGap gap = new OpenGap("gap", new Span(100, 200));
        GapCover cover = new GapCover(List.of(gap, new OpenGap("far", new Span(1000, 2000))));
        for (String file : files.split("/")) {
            Span covered = null;
            for (String row : Arrays.stream(file.strip().split(" ")).filter(row -> !row.isEmpty()).toList()) {
                char kind = Character.isDigit(row.charAt(0)) ? ' ' : row.charAt(0);
                long time = Long.parseLong(kind == ' ' ? row : row.substring(1));
                cover.add(row(kind, time));
                covered = kind == ' ' ? Span.including(covered, time) : covered;
            }
            cover.endFile(covered);
        }

        List<String> changes = new ArrayList<>();
        cover.changes().forEach(change -> changes.add(change.gap().id() + change.left().stream()
                .map(span -> span.from() + "-" + span.to()).toList()));
        assertThat(changes).isEqualTo(left == null ? List.of() : List.of("gap" + left));
    }

    private static ExportRow row(char kind, long time) {
        RowKind of = kind == 'e' ? RowKind.EMPTY : kind == 'p' ? RowKind.EPISODE : RowKind.TRACK;
        return new ExportRow(of, kind == 'x' ? "export:1" : "spotify:track:1", new SongNames("t", "a", null),
                new Heard(time, 40, null, false, false, kind == 'v', PlaySource.EXPORT), null, null);
    }
}
