package io.github.spotifypipeline.imports;

import java.util.Collection;
import java.util.List;

/** Which rows end without a document, apart from copies. */
final class RowRouting {

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
                    : row.heard().byMinute() && isCovered(row.heard().endedAt()) ? RowOutcome.DUPLICATE : null;
        };
    }

    private boolean isCovered(long time) {
        return coveredBefore.stream().anyMatch(span -> span.contains(time))
                || files.stream().anyMatch(file -> file.covered() != null && file.covered().contains(time));
    }
}
