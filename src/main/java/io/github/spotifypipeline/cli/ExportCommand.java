package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.SortedDocuments;
import io.github.spotifypipeline.settings.Settings;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline export}: the documents of a collection, ordered by {@code _id}. */
@Command(name = "export", mixinStandardHelpOptions = true, header = "Write a collection as JSON lines or CSV.",
        description = "Writes the documents, ordered by _id, to standard output or a file. They are read from the"
        + " database, also while a pipeline runs.",
        footer = {"", "Examples:", "  spotify-pipeline export --collection plays --format csv --output plays.csv",
                "  spotify-pipeline export --collection plays --from 2026-11-01 | jq -r .song_name",
                "", "Exit codes: 0; 1 when there is no such collection or the database does not answer, and then no"
                + " file is left; 2 for settings or arguments that cannot work."})
final class ExportCommand extends PipelineCommand {

    /** The fields of {@code accounts} that are exported: no tokens, encrypted or not. */
    private static final Set<String> OF_ACCOUNTS = Set.of("_id", "display_name", "scopes", "authorized_at", "status",
            "reason");

    /** A document's time: the first of these that its collection has. */
    private static final List<String> TIMES = List.of("played_at", "day", "added_at", "first_seen_at", "fetched_at",
            "authorized_at", "started_at", "first_at", "last_success_at", "at");

    @Option(names = "--collection", required = true, paramLabel = "NAME",
            description = "Such as plays or saved_tracks.")
    private String collection;

    @Option(names = "--format", defaultValue = "jsonl", description = "jsonl: a document a line as MongoDB's relaxed"
            + " Extended JSON; csv: the top-level fields, for spreadsheets. Default: ${DEFAULT-VALUE}.")
    private ExportFormat format;

    @Option(names = "--output", paramLabel = "FILE", description = "Write this file; it is replaced at the end, all at"
            + " once. Default: standard output.")
    private Path output;

    @Option(names = "--account", paramLabel = "ID", description = "Only what belongs to this account.")
    private String account;

    @Option(names = "--from", paramLabel = "DAY", description = "Only from this day on, such as 2026-11-01, in the time"
            + " zone of the settings: by played_at, day, added_at, first_seen_at or fetched_at, the first of these that"
            + " there is.")
    private LocalDate from;

    @Option(names = "--to", paramLabel = "DAY", description = "Only up to and with this day.")
    private LocalDate to;

    @Option(names = "--raw", description = "csv: with the item as Spotify sent it, as JSON. jsonl has it always.")
    private boolean raw;

    @Override
    int run(Settings settings) throws InterruptedException {
        if (from != null && to != null && from.isAfter(to)) {
            throw CommandException.wrong("--from must not be after --to.");
        }
        try (OpenDatabase open = OpenDatabase.of(settings)) {
            Set<String> fields = fields(open.database(), settings);
            SortedDocuments documents = new SortedDocuments(open.database().shown(collection),
                    filter(fields, settings.timezone()));
            write(documents);
            say(Words.count(documents.count(), "document") + " of " + collection
                    + (output == null ? "" : (documents.count() == 1 ? " is" : " are") + " in " + output));
        }
        return 0;
    }

    /**
     * The fields of one document; empty when there is none.
     *
     * @throws CommandException when there is no such collection
     */
    private Set<String> fields(Database database, Settings settings) throws InterruptedException {
        List<String> names = new ArrayList<>();
        database.database().listCollectionNames().into(names).removeIf(name -> name.startsWith("system."));
        if (!names.contains(collection)) {
            throw CommandException.trouble("There is no collection " + collection + "; there "
                    + (names.isEmpty() ? "is none yet." : "are " + String.join(", ", names.stream().sorted().toList())
                    + ".") + (settings.sandbox() ? "" : RunningPipeline.sandbox(settings)
                    .map(page -> " The pipeline at "
                    + page + " is a sandbox: with --sandbox this command reads what that has stored.").orElse("")));
        }
        Document first = database.shown(collection).find().first();
        return first == null ? Set.of() : first.keySet();
    }

    private Document filter(Set<String> fields, ZoneId zone) {
        Document filter = account == null ? new Document()
                : new Document(collection.equals("accounts") ? "_id" : "account_id", account);
        if ((from == null && to == null) || fields.isEmpty()) {
            return filter;
        }
        String time = TIMES.stream().filter(fields::contains).findFirst().orElseThrow(() -> CommandException.wrong(
                "The documents of " + collection + " have no time, so --from and --to cannot choose among them."));
        Document range = new Document();
        if (from != null) {
            range.append("$gte", time.equals("day") ? from.toString() : Date.from(from.atStartOfDay(zone).toInstant()));
        }
        if (to != null) {
            LocalDate end = to.plusDays(1);
            range.append("$lt", time.equals("day") ? end.toString() : Date.from(end.atStartOfDay(zone).toInstant()));
        }
        return filter.append(time, range);
    }

    private boolean isKept(String field) {
        return (!collection.equals("accounts") || OF_ACCOUNTS.contains(field))
                && (!field.equals("raw") || raw || format == ExportFormat.JSONL);
    }

    private void write(SortedDocuments documents) {
        // no progress among the documents on standard output, which may be the same terminal
        try (Output out = output == null ? Output.standard() : Output.toFile(output);
                ProgressLine progress = output == null ? ProgressLine.none()
                        : ProgressLine.of(collection, documents.count())) {
            out.write(to -> format.write(documents, this::isKept, to, progress::add));
            out.done();
        }
    }
}
