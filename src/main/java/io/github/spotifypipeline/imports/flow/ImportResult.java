package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.FileReport;
import io.github.spotifypipeline.imports.ImportPlan;
import io.github.spotifypipeline.imports.Pair;
import io.github.spotifypipeline.imports.PairingResult;
import io.github.spotifypipeline.imports.Place;
import io.github.spotifypipeline.imports.RowCounts;
import io.github.spotifypipeline.imports.RowOutcome;
import io.github.spotifypipeline.imports.Span;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bson.Document;

/** What the document of an import says when it has ended. */
final class ImportResult {

    static final String SCROBBLES = "scrobbles";

    private ImportResult() {
    }

    /** What an import is from: an export, your_spotify or scrobbles. */
    static String source(ImportRun one) {
        return one.source().isScrobble() ? SCROBBLES : one.source().text();
    }

    static Document of(ImportRun one) {
        return counted(found(one.plan(), one), one.counts());
    }

    /**
     * What would become of the rows.
     *
     * @param imported when files of the account were imported before, by their SHA-256
     */
    static Document ofDryRun(ImportRun one, Map<String, Date> imported) {
        ImportPlan plan = one.plan();
        Document found = found(plan, one);
        found.getList("files", Document.class).stream().filter(file -> imported.containsKey(file.getString("sha256")))
                .forEach(file -> file.append("imported_at", imported.get(file.getString("sha256"))));
        return counted(found, one.isFirst() ? planned(one) : one.counts()).append("gaps_closed",
                plan.findings().gaps().stream().filter(change -> change.left().isEmpty()).count());
    }

    /** What becomes of the rows where nothing of an import is stored: that is known without a second reading. */
    private static RowCounts planned(ImportRun one) {
        ImportPlan plan = one.plan();
        RowCounts counts = new RowCounts();
        RowCounts ended = plan.findings().counts();
        counts.addRead(ended.read());
        Stream.of(RowOutcome.DUPLICATE, RowOutcome.EMPTY, RowOutcome.DEAD, RowOutcome.PRIVATE_LEFT_OUT)
                .forEach(outcome -> counts.add(outcome, ended.of(outcome)));
        Map<Place, Long> kept = plan.index().keptByPlace();
        kept.forEach((place, rows) -> counts.add(RowOutcome.stored(place), rows));
        for (Pair pair : plan.pairs().all()) {
            counts.add(pair.outcome(), 1);
            counts.add(one.isPlay(pair) ? RowOutcome.NEW : RowOutcome.SHORT, -1);
        }
        return counts;
    }

    /** Nothing more is known than why. */
    static Document failed(ImportRun one, String why) {
        Document result = one.plan() == null ? new Document() : new Document("files", files(one.plan()));
        return result.append("error", why);
    }

    /** The same, and what would have it imported. */
    static Document refused(ImportRun one, Throwable why) {
        return failed(one, why.getMessage()).append("remedy",
                why instanceof ImportRefusedException refused ? refused.remedy() : null);
    }

    private static Document found(ImportPlan plan, ImportRun one) {
        Document pairs = new Document();
        plan.pairs().byTier().forEach((tier, count) -> pairs.append(String.valueOf(tier), count));
        Span span = plan.findings().span();
        PairingResult.Offsets offsets = one.source().isExport() ? plan.pairs().offsets() : null;
        Document years = new Document();
        plan.index().playsByYear().forEach((year, plays) -> years.append(String.valueOf(year), plays));
        return new Document("source", source(one)).append("files", files(plan)).append("pairs", pairs)
                .append("span", span == null ? null : span(span))
                .append("covered", plan.findings().covered().stream().map(ImportResult::span).toList())
                .append("offsets", offsets == null ? null : new Document("median", offsets.median())
                        .append("most", offsets.most()).append("largest", offsets.largest()))
                .append("years", years).append("late", plan.late()).append("private", plan.findings().hidden())
                .append("error", error(plan, one));
    }

    private static List<Document> files(ImportPlan plan) {
        return plan.findings().files().stream().map(ImportResult::file).toList();
    }

    private static Document file(FileReport report) {
        return new Document("name", report.file().name()).append("sha256", report.sha256())
                .append("bytes", report.bytes()).append("rows", report.rows()).append("error", report.error());
    }

    private static Document span(Span span) {
        return new Document("from", new Date(span.from())).append("to", new Date(span.to()));
    }

    private static String error(ImportPlan plan, ImportRun one) {
        String damaged = plan.findings().files().stream().filter(file -> file.error() != null)
                .map(file -> file.file().name() + " " + file.error()).collect(Collectors.joining("; "));
        String words = Stream.of(one.damage().orElse(null), damaged.isEmpty() ? null
                : "Not all files could be read: " + damaged).filter(Objects::nonNull).collect(Collectors.joining(". "));
        return words.isEmpty() ? null : words;
    }

    /** Why not one row could be read; empty when some could, or when no file is damaged. */
    static Optional<String> nothingRead(ImportPlan plan, ImportRun one) {
        List<FileReport> files = plan.findings().files();
        return plan.findings().counts().read() == 0 && !files.isEmpty()
                && files.stream().allMatch(file -> file.error() != null) ? Optional.of(error(plan, one))
                : Optional.empty();
    }

    private static Document counted(Document result, RowCounts counts) {
        result.append("read", counts.read());
        for (RowOutcome outcome : RowOutcome.values()) {
            result.append(outcome.field(), counts.of(outcome));
        }
        return result;
    }

    /** For the log: counts only. */
    static String line(Document result) {
        StringBuilder line = new StringBuilder();
        result.forEach((name, value) -> {
            if (value instanceof Long count) {
                line.append(line.isEmpty() ? "" : " ").append(name).append('=').append(count);
            }
        });
        return line.toString();
    }
}
