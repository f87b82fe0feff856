package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ReadLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** A folder with the files of an export, and both passes over it. */
final class Export {

    static final String AUDIO = "Streaming_History_Audio_2023_1.json";
    static final ImportOptions OPTIONS = options(false, false);

    private final Path folder;
    private final List<FileReport> reports = new ArrayList<>();
    private ImportPlan plan;

    Export(Path folder) {
        this.folder = folder;
    }

    static ImportOptions options(boolean withoutPrivate, boolean shortForm) {
        return new ImportOptions(Duration.ofSeconds(30), withoutPrivate, shortForm,
                Instant.parse("2026-11-30T00:00:00Z"),
                ReadLimits.DEFAULT);
    }

    /** A file of an array of rows. */
    Export file(String name, String... rows) throws IOException {
        return bytes(name, ("[" + String.join(",\n", rows) + "]").getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    Export bytes(String name, byte[] content) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.write(folder.resolve(name), content);
        return this;
    }

    /** All rows, of one pass. */
    List<ExportRow> rows(ImportOptions options, SongUris songs) throws IOException {
        List<ExportRow> rows = new ArrayList<>();
        try (ExportArchive archive = archive(); ExportReader reader = new ExportReader(archive, options, songs)) {
            for (ExportRow row; (row = reader.next()) != null;) {
                rows.add(row);
            }
            reports.clear();
            reports.addAll(reader.reports());
        }
        return rows;
    }

    /** Why it cannot be imported; null when it can. */
    String refusal(boolean shortForm) throws IOException {
        try (ExportArchive archive = archive()) {
            return ExportContents.refusal(archive, shortForm).orElse(null);
        }
    }

    private ExportArchive archive() throws IOException {
        return ExportArchive.open(folder, null, ReadLimits.DEFAULT, opened -> { });
    }

    /** What became of each file, in the pass before. */
    List<FileReport> reports() {
        return reports;
    }

    /** Both passes with nothing known: what is decided of each row. */
    List<String> decisions() throws IOException {
        return decisions(OPTIONS, List.of(), new PlayIndex(), List.of());
    }

    /**
     * Both passes.
     *
     * @return of each row its {@code _id} and place, its partner and tier, or what became of it
     */
    List<String> decisions(ImportOptions options, Collection<Span> covered, PlayIndex plays, Collection<OpenGap> gaps)
            throws IOException {
        SongUris songs = new SongUris();
        try (ExportArchive archive = archive(); ExportReader reader = new ExportReader(archive, options, songs)) {
            LibraryFiles.read(archive, options.limits(), songs);
            plan = new FirstPass(options, covered, plays, gaps).read(reader, rows -> { });
        }
        List<String> decisions = new ArrayList<>();
        RowCounts counts = new RowCounts();
        SecondPass pass = plan.secondPass(plan.renumbering());
        for (ExportRow row : rows(options, songs)) {
            SecondPass.Decision decision = pass.decide(row);
            counts.addRead(1);
            counts.add(decision.without() != null ? decision.without() : decision.pair() != null ? RowOutcome.MERGED
                    : RowOutcome.stored(decision.place()), 1);
            decisions.add(decision.without() != null ? decision.without().field()
                    : decision.pair() != null ? decision.pair().playId() + " tier " + decision.pair().tier()
                    : row.id("me", decision.repeat()) + " " + decision.place());
        }
        counts.requireComplete();
        return decisions;
    }

    /** Of the last {@link #decisions}. */
    ImportPlan plan() {
        return plan;
    }
}
