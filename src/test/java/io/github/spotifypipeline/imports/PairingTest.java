package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.records.PlaySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PairingTest {

    private static final long T = Instant.parse("2023-01-01T12:00:00Z").toEpochMilli();
    private static final SongNames NAMES = new SongNames("Song", "Artist", "Album");
    private static final long DAY = 86_400;

    private final PlayIndex plays = new PlayIndex();
    private final List<RowKey> rows = new ArrayList<>();

    /** Times in seconds after the row's end, which lasted 200 s; no start is empty. */
    @ParameterizedTest
    @CsvSource({
        // the end: exactly ten seconds is near enough
        "0,       -200,    false, true,  1", "9.999, -200, false, true, 1", "10, -200, false, true, 1",
        "-10,     -200,    false, true,  1", "10,    ,     false, false, 1",
        // the end by start and length, where the row was reported late
        "-3400,   -3600,   true,  true,  2", "-3410, -3600, true, true, 2", "-3390, -3600, true, true, 2",
        "-3400,   -3600,   false, false, 2",
        // the start: by the listener's clock, or computed
        "-3600,   -3600,   true,  true,  3", "-200, -3600, true, true, 3", "-190, , false, true, 3",
        "-210,    ,        false, false, 3",
        // the end, by clocks that are off: of the same uri only
        "10.001,  -200,    false, true,  4", "90,    -200, false, true, 4", "-90,  -200, false, true, 4",
        "10.001,  -200,    false, false, 0", "90.001, -200, false, true, 0", "-90.001, -400, false, true, 0",
        // reported late without a start: two days; of the same uri, and offline
        "-100000, ,        true,  true,  5", "-172800, , true, true, 5", "-172800.001, , true, true, 0",
        "-100000, ,        false, true,  0", "-100000, , true, false, 0", "91, , true, true, 0",
        // a pause while offline: an hour after the computed end, and not after the row's
        "-6000,   -9000,   true,  true,  5", "-5190, -9000, true, true, 5", "-5189.999, -9000, true, true, 0",
        "-9500,   -9000,   true,  true,  0", "-6000, -9000, false, true, 0", "-6000, -9000, true, false, 0",
        "95,      -250,    true,  true,  0",
        // a start of more than two days ago is not compared
        "-172600, -172800, true,  true,  2", "-172610, -172810, true, true, 5", "-172610, -172810, false, true, 0"})
    void knowsFiveTiers(double playedAt, Double startedAt, boolean offline, boolean sameUri, int tier) {
        Long start = startedAt == null ? null : (Long) (T + Math.round(1000 * startedAt));
        Heard row = new Heard(T, 200_000, start, offline, false, false, PlaySource.EXPORT);

        PairRules.Match match = match(row, sameUri, T + Math.round(1000 * playedAt));

        assertThat(match == null ? 0 : match.tier()).isEqualTo(tier);
    }

    private static PairRules.Match match(Heard row, boolean sameUri, long playedAt) {
        return PairRules.match(row, sameUri, playedAt - 200_000, playedAt);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "59.999, 1", "60, 2", "119.999, 2", "120, 0", "-0.001, 2", "-60, 2", "-60.001, 0"})
    void comparesMinutesOfTheShortForm(double playedAt, int tier) {
        Heard row = new Heard(T, 200_000, null, false, false, false, PlaySource.EXPORT_SHORT);

        PairRules.Match match = match(row, false, T + Math.round(1000 * playedAt));

        assertThat(match == null ? 0 : match.tier()).isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        "x | Song       | Artist          | Album  | true",
        "y | SONG       | artist          | -      | true",
        "y | Song       | Various Artists | ALBUM  | true",
        "y | ＳＯＮＧ   | Ａｒｔｉｓｔ    | -      | true",
        "y | ' Song '   | Artist          | -      | true",
        "y | Song       | Other           | Other  | false",
        "y | Song       | -               | -      | false",
        "y | Other      | Artist          | Album  | false",
        "x | Other      | Other           | Other  | true",
        "y | -          | Artist          | Album  | false"})
    void comparesUriOrNames(String uri, String title, String artist, String album, boolean same) {
        play("x", 0);
        offer(uri, new SongNames(title, artist, album), new Heard(T, 200_000, null, false, false, false,
                PlaySource.EXPORT));

        assertThat(pairs()).hasSize(same ? 1 : 0);
    }

    @ParameterizedTest
    @CsvSource({"Straße, STRASSE", "Ὀδυσσεύς, ὈΔΥΣΣΕΎΣ", "Café, CAFÉ", "ﬁn, fin"})
    void foldsCase(String one, String other) {
        assertThat(FoldedName.hash(one)).isEqualTo(FoldedName.hash(other));
    }

    @Test
    void pairsASongOnRepeatOneToOne() {
        for (int i = 0; i < 5; i++) {
            play("x", i * 200 + 1);
        }
        for (int i = 4; i >= 0; i--) {
            row(i * 200, 200, (i - 1) * 200L, false);
        }

        assertThat(pairs()).containsExactly("801 row 0 tier 1", "601 row 1 tier 1", "401 row 2 tier 1",
                "201 row 3 tier 1",
                "1 row 4 tier 1");
    }

    @Test
    void takesRowsOfThirtySecondsFirstThenTheSurestThenTheNearest() {
        play("x", 0);
        row(0, 29, -29L, false);
        row(3, 200, -197L, false);
        row(-2, 200, -202L, false);

        assertThat(pairs()).containsExactly("0 row 2 tier 1");
    }

    @Test
    void mergesAShortRowThatTheApiHasDecidedToBeAPlay() {
        play("x", 0);
        row(0, 10, -10L, false);

        assertThat(pairs()).containsExactly("0 row 0 tier 1");
    }

    @Test
    void takesTheSmallerIdWhereAllElseIsEqual() {
        play("x", 5);
        play("x", -5);
        row(0, 200, -200L, false);

        assertThat(pairs()).containsExactly("-5 row 0 tier 1");
    }

    @Test
    void leavesAPlayTheRowThatItHas() {
        RowKey far = RowKey.of("x", new Heard(T + 8000, 200_000, null, false, false, false, PlaySource.EXPORT));
        plays.add(new ApiPlay("held", T, "x", NAMES, far));
        row(0, 200, null, false);
        row(8, 200, null, false);

        assertThat(pairs()).containsExactly("held row 1 tier 1 held");
    }

    @Test
    void leavesAPlayTheRowThatItHasWhereAnotherFileHasThatRow() {
        RowKey ofAnotherFile = RowKey.of("x", new Heard(T, 200_000, null, false, false, false, PlaySource.EXPORT));
        plays.add(new ApiPlay("held", T, "x", NAMES, ofAnotherFile));
        row(200, 200, 0L, false);

        assertThat(pairs()).isEmpty();
    }

    @Test
    void knowsTheRowThatAPlayHasWhereAnotherExportSaysItsStart() {
        RowKey withoutStart = RowKey.of("x", new Heard(T, 200_000, null, false, false, false, PlaySource.EXPORT));
        plays.add(new ApiPlay("held", T, "x", NAMES, withoutStart));
        row(0, 200, -200L, false);

        assertThat(pairs()).containsExactly("held row 0 tier 1");
    }

    @Test
    void givesAPlayTheRowOfTheExtendedFormForThatOfTheShortOne() {
        RowKey minute = RowKey.of("x", new Heard(T, 200_000, null, false, false, false, PlaySource.EXPORT_SHORT));
        plays.add(new ApiPlay("held", T + 2000, "x", NAMES, minute));
        row(2, 200, null, false);

        assertThat(pairs()).containsExactly("held row 0 tier 1");
    }

    @Test
    void leavesAPlayTheRowOfTheExtendedFormThatItHas() {
        RowKey extended = RowKey.of("x", new Heard(T + 8000, 200_000, null, false, false, false, PlaySource.EXPORT));
        plays.add(new ApiPlay("held", T, "x", NAMES, extended));
        offer("x", NAMES, new Heard(T, 200_000, null, false, false, false, PlaySource.EXPORT_SHORT));

        assertThat(pairs()).containsExactly("held row 0 tier 1 held");
    }

    @Test
    void leavesCopiesOut() {
        play("x", 0);
        row(0, 200, null, false);
        row(8, 200, null, false);
        Pairing pairing = new Pairing(plays);
        rows.forEach(row -> pairing.offer("x", NAMES, new Heard(row.endedAt(), 200_000, null, false, false, false,
                PlaySource.EXPORT)));

        assertThat(pairing.pairs(rows.get(1)::equals).of(rows.get(1))).isNotNull();
    }

    @Test
    void pairsAPageOfPlaysWithStoredRowsAsTheImportDoes() {
        for (int i = 0; i < 50; i++) {
            play(i % 2 == 0 ? "x" : "y", i * 210);
        }
        // what is stored around the page: more than it shows
        for (int i = -20; i < 80; i++) {
            row(i % 2 == 0 ? "x" : "y", i * 210, 200, null, false);
        }

        assertThat(pairs()).hasSize(50).allMatch(pair -> pair.endsWith("tier 1"));
    }

    @Test
    void measuresItself() {
        play("x", 0);
        play("y", DAY + 12);
        play("x", 2 * DAY - 3);
        play("x", 9 * DAY);
        row(0, 200, null, false);
        row("y", DAY, 200, null, false);
        row(2 * DAY, 200, null, false);
        Pairing pairing = pairing();
        PairingResult measured = pairing.pairs(row -> true);

        assertThat(measured.byTier()).containsOnly(java.util.Map.entry(1, 2L), java.util.Map.entry(4, 1L));
        assertThat(measured.offsets()).isEqualTo(new PairingResult.Offsets(3000, 12_000, 12_000));
        assertThat(measured.of(rows.get(2)).offset()).isEqualTo(-3000);
        assertThat(measured.within(List.of(new Span(T, T + 1000), new Span(T + 1000 * DAY, T + 9000 * DAY))))
                .isEqualTo(new PairingResult.Found(4, 3));
        assertThat(new Pairing(new PlayIndex()).pairs(row -> true).offsets()).isNull();
    }

    private record Offer(String uri, SongNames names, Heard heard) {
    }

    private final List<Offer> offers = new ArrayList<>();

    private void play(String uri, long seconds) {
        plays.add(new ApiPlay(Long.toString(seconds), T + 1000 * seconds, uri, NAMES, null));
    }

    private void row(long end, long length, Long start, boolean offline) {
        row("x", end, length, start, offline);
    }

    private void row(String uri, long end, long length, Long start, boolean offline) {
        offer(uri, NAMES, new Heard(T + 1000 * end, 1000 * length, start == null ? null : (Long) (T + 1000 * start),
                offline,
                false, false, PlaySource.EXPORT));
    }

    private void offer(String uri, SongNames names, Heard heard) {
        offers.add(new Offer(uri, names, heard));
        rows.add(RowKey.of(uri, heard));
    }

    private Pairing pairing() {
        Pairing pairing = new Pairing(plays);
        offers.forEach(offer -> pairing.offer(offer.uri(), offer.names(), offer.heard()));
        return pairing;
    }

    private List<String> pairs() {
        PairingResult pairs = pairing().pairs(row -> true);
        return rows.stream().map(pairs::of).filter(pair -> pair != null).map(pair -> pair.playId() + " row "
                + rows.indexOf(pair.row()) + " tier " + pair.tier() + (pair.held() ? " held" : "")).toList();
    }
}
