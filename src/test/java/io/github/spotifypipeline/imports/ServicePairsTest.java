package io.github.spotifypipeline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.records.PlaySource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which plays of other services are the same as one that is there. */
class ServicePairsTest {

    private static final long T = 1_700_000_000_000L;
    private static final SongNames NAMES = new SongNames("Song", "Artist", "Album");

    private final PlayIndex plays = new PlayIndex();

    private static Heard heard(PlaySource source, long at, Long startedAt) {
        return new Heard(at, 30_000, startedAt, false, false, false, source);
    }

    @ParameterizedTest
    @CsvSource({"0, true, 1", "0, false, 0", "1, true, 0", "-500, true, 0"})
    void whatWasPolledHasTheVeryTime(long offset, boolean sameUri, int tier) {
        assertThat(tier(heard(PlaySource.YOUR_SPOTIFY, T + 345, T + 345), sameUri, T, T + 345 + offset))
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({"10, false, 1", "-10, true, 1", "10.001, false, 0", "10.001, true, 4", "-90, true, 4",
        "-90.001, true, 0"})
    void whatYourSpotifyImportedIsComparedByItsEnd(double offset, boolean sameUri, int tier) {
        assertThat(tier(heard(PlaySource.YOUR_SPOTIFY, T, null), sameUri, T - 200_000, T + Math.round(1000 * offset)))
                .isEqualTo(tier);
    }

    @ParameterizedTest
    @CsvSource({"-60, 1", "-60.001, 0", "0, 1", "60, 1", "60.001, 2", "200, 2", "200.001, 0"})
    void aScrobbleLiesNearTheStartOrInThePlay(double at, int tier) {
        assertThat(tier(heard(PlaySource.MALOJA, T + Math.round(1000 * at), null), false, T, T + 200_000))
                .isEqualTo(tier);
    }

    private static int tier(Heard row, boolean sameUri, long startedAt, long playedAt) {
        PairRules.Match match = PairRules.match(row, sameUri, startedAt, playedAt);
        return match == null ? 0 : match.tier();
    }

    @Test
    void eachPlayAnswersForOneScrobble() {
        plays.add(new ApiPlay("first", T + 200_000, "u", NAMES, null), 200_000);
        plays.add(new ApiPlay("second", T + 400_000, "u", NAMES, null), 200_000);
        Pairing pairing = new Pairing(plays);
        List<Heard> scrobbles = List.of(heard(PlaySource.LASTFM, T + 400_000, null),
                heard(PlaySource.LASTFM, T + 200_000, null), heard(PlaySource.LASTFM, T + 1_000, null));
        scrobbles.forEach(one -> pairing.offer("export:x", NAMES, one));

        PairingResult pairs = pairing.pairs(row -> true);

        assertThat(scrobbles).extracting(one -> pairs.of(RowKey.of("export:x", one)))
                .extracting(pair -> pair == null ? null : pair.playId() + " " + pair.outcome())
                .containsExactly(null, "second KNOWN", "first KNOWN");
    }

    @Test
    void whatYourSpotifyHasPolledAndImportedIsOnePlay() {
        plays.add(new ApiPlay(PlayIndex.OF_FILE, T + 345, "u", NAMES, null));
        Pairing pairing = new Pairing(plays);
        Heard polled = heard(PlaySource.YOUR_SPOTIFY, T + 345, T + 345);
        Heard imported = heard(PlaySource.YOUR_SPOTIFY, T + 1_000, null);
        pairing.offer("u", NAMES, polled);
        pairing.offer("other", NAMES, imported);

        PairingResult pairs = pairing.pairs(row -> true);

        assertThat(pairs.of(RowKey.of("u", polled))).as("is not its own partner").isNull();
        assertThat(pairs.of(RowKey.of("other", imported)).outcome()).isEqualTo(RowOutcome.DUPLICATE);
    }
}
