package io.github.spotifypipeline.imports;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Reads all rows once, and keeps 16 bytes of each: finds copies, pairs, spans, gaps, and whose export it is. Writes
 * nothing; alone it is the dry run.
 */
public final class FirstPass {

    /** How often progress is told, in rows. */
    private static final int STEP = 10_000;

    private final ImportOptions options;
    private final Collection<Span> coveredBefore;
    private final Pairing pairing;
    private final GapCover gaps;
    private final RowIndex index = new RowIndex();
    private final RowCounts counts = new RowCounts();
    private long hidden;

    /**
     * For one import.
     *
     * @param coveredBefore the time that earlier imports of the extended form cover: the short form is not taken there
     * @param plays         the API's, from two days before the oldest row on
     * @param gaps          that are open
     */
    public FirstPass(ImportOptions options, Collection<Span> coveredBefore, PlayIndex plays, Collection<OpenGap> gaps) {
        this.options = options;
        this.coveredBefore = List.copyOf(coveredBefore);
        this.pairing = new Pairing(plays);
        this.gaps = new GapCover(gaps);
    }

    /**
     * Reads everything.
     *
     * @param progress is told how many rows were read
     */
    public ImportPlan read(ExportReader reader, LongConsumer progress) throws IOException {
        RowRouting routing = new RowRouting(options, coveredBefore, reader.reports());
        int ended = 0;
        ExportRow row;
        do {
            row = reader.next();
            for (; ended < reader.reports().size(); ended++) {
                gaps.endFile(reader.reports().get(ended).covered());
            }
            if (row != null) {
                add(row, routing.without(row));
                if (counts.read() % STEP == 0) {
                    progress.accept(counts.read());
                }
            }
        } while (row != null);
        index.seal();
        counts.add(RowOutcome.DUPLICATE, index.copies());
        return new ImportPlan(options, routing, index, pairing.pairs(index::keeps),
                new ImportFindings(reader.reports(), reader.userNames(), counts, hidden, gaps.changes()));
    }

    private void add(ExportRow row, RowOutcome without) {
        counts.addRead(1);
        hidden += row.heard() != null && row.heard().hidden() ? 1 : 0;
        if (without == null || without == RowOutcome.EMPTY) {
            gaps.add(row);
        }
        if (without != null) {
            counts.add(without, 1);
            return;
        }
        index.add(row.key(), row.place(options.playAfter()));
        if (row.kind() == RowKind.TRACK) {
            pairing.offer(row.uri(), row.names(), row.heard());
        }
    }
}
