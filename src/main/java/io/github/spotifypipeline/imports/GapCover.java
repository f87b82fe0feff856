package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Which gaps an export closes or shortens. A file covers the time from its oldest to its newest row of a song, and only
 * of gaps in which one of these lies. Rows of which nothing is known stay a gap, from the first to the last.
 */
final class GapCover {

    /** What is known of one gap. */
    private static final class Cover {

        private final OpenGap gap;
        private final List<Span> covered = new ArrayList<>();
        private boolean inThisFile;
        private Span unknown;

        private Cover(OpenGap gap) {
            this.gap = gap;
        }
    }

    private final List<Cover> covers;

    GapCover(Collection<OpenGap> gaps) {
        covers = gaps.stream().map(Cover::new).toList();
    }

    /** Takes note of a row of the file that is being read. */
    void add(ExportRow row) {
        if (covers.isEmpty() || row.heard() == null || row.heard().source() != PlaySource.EXPORT) {
            return;
        }
        long end = row.heard().endedAt();
        for (Cover cover : covers) {
            if (cover.gap.time().contains(end)) {
                if (row.kind() == RowKind.EMPTY) {
                    cover.unknown = Span.including(cover.unknown, end);
                } else if (row.isOfKnownSong() && !row.heard().video()) {
                    cover.inThisFile = true;
                }
            }
        }
    }

    /** The file is read. @param covered null when it covers nothing */
    void endFile(Span covered) {
        for (Cover cover : covers) {
            if (covered != null && cover.inThisFile) {
                cover.covered.add(covered);
            }
            cover.inThisFile = false;
        }
    }

    /** The gaps that become smaller. */
    List<OpenGap.Change> changes() {
        return covers.stream().filter(cover -> !cover.covered.isEmpty())
                .map(cover -> new OpenGap.Change(cover.gap, left(cover)))
                .filter(change -> !change.left().equals(List.of(change.gap().time()))).toList();
    }

    private static List<Span> left(Cover cover) {
        List<Span> left = new ArrayList<>();
        long from = cover.gap.time().from();
        cover.covered.sort(Comparator.comparingLong(Span::from));
        for (Span covered : cover.covered) {
            if (covered.from() > from) {
                left.add(new Span(from, covered.from()));
            }
            from = Math.max(from, covered.to());
        }
        if (from < cover.gap.time().to()) {
            left.add(new Span(from, cover.gap.time().to()));
        }
        return cover.unknown == null ? left : with(left, cover.unknown);
    }

    private static List<Span> with(List<Span> left, Span unknown) {
        List<Span> apart = new ArrayList<>();
        Span whole = unknown;
        for (Span span : left) {
            if (span.from() <= whole.to() && whole.from() <= span.to()) {
                whole = Span.including(Span.including(whole, span.from()), span.to());
            } else {
                apart.add(span);
            }
        }
        apart.add(whole);
        apart.sort(Comparator.comparingLong(Span::from));
        return apart;
    }
}
