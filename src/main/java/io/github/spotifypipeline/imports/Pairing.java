package io.github.spotifypipeline.imports;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Pairs rows and plays of the API one to one: rows of 30 seconds and more first, then tier by tier, the nearest first.
 * That each is taken once is what makes the weaker tiers safe: of a song on repeat, a row's start is the end of the
 * play before, and that one is taken. A play that has a row already keeps it, so that the same import changes nothing.
 *
 * <p>It is the same for the rows of an export against all plays of the account, and for stored rows against the plays
 * of a page. It keeps the possible rows of each play, not the rows.
 */
public final class Pairing {

    /** Spotify's rule for what the API lists as a play. */
    private static final long API_PLAY = 30_000;

    /** Of each play so many rows are kept: a song on repeat without starts may have thousands. */
    private static final int MOST_ROWS = 256;

    private static final Comparator<Candidate> SUREST = Comparator.comparing(Candidate::held).reversed()
            .thenComparing(Candidate::byMinute).thenComparing(Candidate::brief).thenComparing(Candidate::tier)
            .thenComparing(Candidate::distance).thenComparing(Candidate::otherUri).thenComparing(Candidate::play)
            .thenComparing(Candidate::row);

    /**
     * @param brief  whether the row is shorter than what the API lists
     * @param export whether it is a row of an export
     * @param play   its number
     */
    private record Candidate(boolean brief, boolean held, PairRules.Match match, boolean otherUri, int play,
            RowKey row, boolean export) {

        int tier() {
            return match.tier();
        }

        long distance() {
            return match.distance();
        }

        boolean byMinute() {
            return RowKey.isByMinute(row.play());
        }
    }

    private final PlayIndex plays;
    private final Map<Integer, List<Candidate>> candidates = new HashMap<>();

    /** @param plays all that may be partners */
    public Pairing(PlayIndex plays) {
        this.plays = plays;
    }

    /** Takes note of a row of a song. */
    public void offer(String uri, SongNames names, Heard heard) {
        RowKey row = RowKey.of(uri, heard);
        plays.find(uri, names, PairRules.earliest(heard), PairRules.latest(heard),
                play -> compare(row, heard, true, play), play -> compare(row, heard, false, play));
    }

    private void compare(RowKey row, Heard heard, boolean sameUri, int play) {
        PairRules.Match match = PairRules.match(heard, sameUri, plays.startedAt(play), plays.playedAt(play));
        boolean itself = heard.isPolled() && plays.isOfFile(play);
        if (match != null && !itself && !isOfAnotherRow(row, heard, play)) {
            List<Candidate> rows = candidates.computeIfAbsent(play, p -> new ArrayList<>(2));
            boolean held = row.isSameButForUri(plays.merged(play));
            rows.add(new Candidate(heard.msPlayed() < API_PLAY, held, match, !sameUri, play, row,
                    heard.source().isExport()));
            if (rows.size() >= 2 * MOST_ROWS) {
                rows.sort(SUREST);
                rows.subList(MOST_ROWS, rows.size()).clear();
            }
        }
    }

    /**
     * Whether the play has another row, which may stand in another file: with this one in its place, that one would be
     * nowhere. Only the short form gives way to the extended one; another export may say a start that one did not.
     */
    private boolean isOfAnotherRow(RowKey row, Heard heard, int play) {
        RowKey merged = plays.merged(play);
        return merged != null && heard.source().isExport() && !row.isSameOrCopy(merged)
                && RowKey.isByMinute(row.play()) == RowKey.isByMinute(merged.play());
    }

    /** The pairs, to be called after the last row. @param isKept whether a row counts; copies do not */
    public PairingResult pairs(Predicate<RowKey> isKept) {
        List<Candidate> sorted = new ArrayList<>();
        candidates.values().forEach(rows -> rows.stream().filter(row -> isKept.test(row.row())).forEach(sorted::add));
        candidates.clear();
        sorted.sort(SUREST);
        Set<RowKey> takenRows = new HashSet<>();
        BitSet takenPlays = new BitSet();
        Map<RowKey, Pair> pairs = new HashMap<>();
        for (Candidate candidate : sorted) {
            if (!takenPlays.get(candidate.play()) && takenRows.add(candidate.row())) {
                takenPlays.set(candidate.play());
                pairs.put(candidate.row(), new Pair(candidate.row(), plays.id(candidate.play()), candidate.tier(),
                        plays.playedAt(candidate.play()) - candidate.row().endedAt(), hasBetter(candidate)));
            }
        }
        return new PairingResult(plays, pairs, takenPlays);
    }

    /**
     * Whether the play has this row, or, for a row of the short form, one of the extended form, or all that another
     * service can tell.
     */
    private boolean hasBetter(Candidate candidate) {
        RowKey merged = plays.merged(candidate.play());
        return candidate.held() || !candidate.export() || candidate.byMinute() && merged != null
                && !RowKey.isByMinute(merged.play());
    }
}
