package io.github.spotifypipeline.imports;

import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the first pass has found besides pairs and copies.
 *
 * @param files     that were read
 * @param userNames in the rows; must not be logged, stored or shown
 * @param counts    rows read, and those that end without a document
 * @param hidden    how many rows are of private sessions
 * @param gaps      that the import makes smaller
 */
public record ImportFindings(List<FileReport> files, Set<String> userNames, RowCounts counts, long hidden,
                             List<OpenGap.Change> gaps) {

    /** The times that files of the extended form cover. */
    public List<Span> covered() {
        return files.stream().map(FileReport::covered).filter(Objects::nonNull).toList();
    }

    /** The times in which most of the API's plays must have a row, if both are of one person. */
    List<Span> compared() {
        return files.stream().map(file -> switch (file.file().kind()) {
            case SHORT, SCROBBLES -> file.span();
            default -> file.covered();
        }).filter(Objects::nonNull).toList();
    }

    /** From the oldest row to the newest; null without rows. */
    public Span span() {
        Span span = null;
        for (FileReport file : files) {
            if (file.span() != null) {
                span = Span.including(Span.including(span, file.span().from()), file.span().to());
            }
        }
        return span;
    }
}
