package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.OpenGap;
import io.github.spotifypipeline.imports.Span;
import io.github.spotifypipeline.sync.Gaps;
import java.util.Collection;
import java.util.List;

/** The gaps of an account, as an import sees and changes them. */
final class ImportGaps {

    private final Gaps gaps;

    ImportGaps(Gaps gaps) {
        this.gaps = gaps;
    }

    List<OpenGap> open(String accountId) {
        return gaps.listOpenOf(accountId).stream().map(gap -> new OpenGap(gap.getString("_id"),
                new Span(gap.getDate("from").getTime(), gap.getDate("to").getTime()))).toList();
    }

    /** @return how many gaps are closed */
    long cover(Collection<OpenGap.Change> changes, String importId) {
        changes.forEach(change -> gaps.cover(change.gap().id(), change.left().stream().map(left ->
                new Gaps.Left(left.from(), left.to())).toList(), importId));
        return changes.stream().filter(change -> change.left().isEmpty()).count();
    }
}
