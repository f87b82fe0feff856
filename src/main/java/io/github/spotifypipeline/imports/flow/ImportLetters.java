package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.records.DeadLetters;
import java.util.ArrayList;
import java.util.List;

/** The dead rows of an import: the first 1,000 are kept, all are counted. */
final class ImportLetters {

    private static final int MOST = 1_000;

    private final DeadLetters letters;
    private final String accountId;
    private final List<DeadLetters.DeadRow> rows = new ArrayList<>();
    private int kept;

    ImportLetters(DeadLetters letters, String accountId) {
        this.letters = letters;
        this.accountId = accountId;
    }

    void add(ExportRow row, String file, long position) {
        if (kept < MOST) {
            kept++;
            rows.add(new DeadLetters.DeadRow(row.raw(), file, position, row.fault() == null
                    ? "the row is larger or nested deeper than MongoDB takes" : "the row " + row.fault()));
        }
    }

    void store() {
        letters.ofImport(accountId, rows);
        rows.clear();
    }

    void forget() {
        letters.forgetImports(accountId);
    }
}
