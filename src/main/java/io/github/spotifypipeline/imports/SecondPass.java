package io.github.spotifypipeline.imports;

/** Says of each row what is to be done with it, in whatever order rows come. */
public final class SecondPass {

    private final ImportOptions options;
    private final RowRouting routing;
    private final RowIndex.Pass index;
    private final Renumbering stored;
    private final PairingResult pairs;

    SecondPass(ImportOptions options, RowRouting routing, RowIndex.Pass index, Renumbering stored,
            PairingResult pairs) {
        this.options = options;
        this.routing = routing;
        this.index = index;
        this.stored = stored;
        this.pairs = pairs;
    }

    /**
     * What is to be done with a row.
     *
     * @param without what became of it, where it has no document; null otherwise
     * @param place   where its document belongs; null without one
     * @param repeat  n of the n-th repeat, 0 of the first; part of its {@code _id}
     * @param pair    the play that gets it as its {@code stream}, in place of a document of its own; null without one
     */
    public record Decision(RowOutcome without, Place place, int repeat, Pair pair) {
    }

    /** @throws IllegalStateException when the row was not there in the first pass: the file changed */
    public Decision decide(ExportRow row) {
        RowOutcome without = routing.without(row);
        if (without != null) {
            return new Decision(without, null, 0, null);
        }
        RowKey key = row.key();
        int alone = index.repeat(key);
        int repeat = stored.concerns(key) ? stored.repeat(key) : alone;
        // of two copies in one import one is a duplicate; what an earlier import has stored is known
        return repeat == RowIndex.COPY
                ? new Decision(alone == RowIndex.COPY ? RowOutcome.DUPLICATE : RowOutcome.KNOWN, null, 0, null)
                : new Decision(null, row.place(options.playAfter()), repeat, pairs.of(key));
    }
}
