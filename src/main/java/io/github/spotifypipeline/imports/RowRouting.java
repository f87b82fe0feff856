package io.github.spotifypipeline.imports;

import java.util.Collection;
import java.util.List;

/** Which rows end without a document, apart from copies. */
final class RowRouting {

    private static final long MINUTE = 60_000;

    private final ImportOptions options;
    private final Collection<Span> coveredBefore;
    private final List<FileReport> files;

    /** @param files of this import that were read; may still grow, and files of the extended form come first */
    RowRouting(ImportOptions options, Collection<Span> coveredBefore, List<FileReport> files) {
        this.options = options;
        this.coveredBefore = coveredBefore;
        this.files = files;
    }

    /** @return null of a row that may have a document */
    RowOutcome without(ExportRow row) {
        return switch (row.kind()) {
            case DEAD -> RowOutcome.DEAD;
            case EMPTY -> RowOutcome.EMPTY;
            default -> options.leavesOut(row) ? RowOutcome.PRIVATE_LEFT_OUT
                    : row.heard().byMinute() && isMinuteCovered(row.heard().endedAt()) ? RowOutcome.DUPLICATE : null;
        };
    }

    /** The row at the end of a span may have been anywhere in its minute. */
    private boolean isMinuteCovered(long minute) {
        Span whole = new Span(minute, minute + MINUTE - 1);
        return coveredBefore.stream().anyMatch(whole::overlaps)
                || files.stream().anyMatch(file -> file.covered() != null && whole.overlaps(file.covered()));
    }
}
