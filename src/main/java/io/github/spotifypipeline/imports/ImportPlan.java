package io.github.spotifypipeline.imports;

/** What the first pass has found out. The second pass asks it of each row what becomes of it. */
public final class ImportPlan {

    private final ImportOptions options;
    private final RowRouting routing;
    private final RowIndex index;
    private final PairingResult pairs;
    private final ImportFindings findings;

    ImportPlan(ImportOptions options, RowRouting routing, RowIndex index, PairingResult pairs,
            ImportFindings findings) {
        this.options = options;
        this.routing = routing;
        this.index = index;
        this.pairs = pairs;
        this.findings = findings;
    }

    /** Files, user names, counts and gaps. */
    public ImportFindings findings() {
        return findings;
    }

    /** Copies, and rows by where they belong and by year. */
    public RowIndex index() {
        return index;
    }

    /** Which rows are plays that the API has shown. */
    public PairingResult pairs() {
        return pairs;
    }

    /** How many plays could not be compared with the API's, because Spotify heard of them more than two days late. */
    public long late() {
        return index.late() - pairs.all().stream().filter(pair -> pair.row().isLate() && isPlay(pair)).count();
    }

    /** Whether the row of a pair was heard long enough for a play. */
    public boolean isPlay(Pair pair) {
        return index.place(pair.row()) == Place.PLAY;
    }

    /** How many of the API's plays in the time of the export are in it. */
    public PairingResult.Found partners() {
        return pairs.within(findings.compared());
    }

    /** Copies and repeats among these rows, those that are merged into plays, and others that are to be told. */
    public Renumbering renumbering() {
        Renumbering renumbering = new Renumbering(index);
        pairs.merged().forEach(renumbering::compareMerged);
        return renumbering;
    }

    /** Begins a second pass. @param stored what is known of rows of earlier imports */
    public SecondPass secondPass(Renumbering stored) {
        return new SecondPass(options, routing, index.pass(), stored, pairs);
    }
}
