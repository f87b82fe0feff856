package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.ImportsAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spotify-pipeline import}: has the pipeline that runs import Spotify's privacy export. */
@Command(name = "import", mixinStandardHelpOptions = true, header = "Import Spotify's privacy export.",
        description = "Gives an export to the pipeline that answers at http.host and http.port; one must run. Each play"
        + " since the first day is stored, and paired with what the Web API has shown; no call is made.",
        footer = {"", "Examples:", "  spotify-pipeline import my_spotify_data.zip --dry-run",
                "  spotify-pipeline import my_spotify_data.zip",
                "  spotify-pipeline import \"Spotify Extended Streaming History\" --account anna",
                "", "Exit codes: 0 when all was imported; 1 when something could not be, was refused, or no pipeline"
                        + " answers; 2 for settings or arguments that cannot work."})
final class ImportCommand extends PipelineCommand {

    private static final long LOOK_MILLIS = 300;

    @Parameters(arity = "1..*", paramLabel = "FILE|FOLDER", description = "The zip that Spotify sent, the folder that"
            + " it was unpacked to, or single JSON files of it.")
    private List<Path> paths;

    @Option(names = "--account", paramLabel = "ID", description = "Whose history it is, where several accounts have"
            + " signed in; where nobody has, the name under which to keep it.")
    private String account;

    @Option(names = "--dry-run", description = "Only say what would become of the rows.")
    private boolean dryRun;

    @Option(names = "--without-private", description = "Leave out what was heard in private sessions.")
    private boolean withoutPrivate;

    @Option(names = "--short", description = "Import the package \"Account data\", too: one year, by the minute.")
    private boolean shortForm;

    @Option(names = "--anyway", description = "Import it although it looks like somebody else's.")
    private boolean anyway;

    @Override
    int run(Settings settings) throws InterruptedException {
        paths.stream().filter(path -> !Files.isReadable(path)).findFirst().ifPresent(path -> {
            throw CommandException.trouble(path + " is not there, or may not be read.");
        });
        RunningPipeline running = RunningPipeline.find(settings)
                .orElseThrow(() -> CommandException.trouble("No pipeline answers at " + settings.pageUrl()
                + ": start it, or set HTTP_HOST and HTTP_PORT to where it does."));
        boolean whole = true;
        for (Path path : paths) {
            whole &= run(running, path);
        }
        return whole ? 0 : 1;
    }

    private boolean run(RunningPipeline running, Path path) throws InterruptedException {
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        ImportReport report;
        try (ProgressLine progress = ProgressLine.of("sending " + name)) {
            String address = "api/imports" + query(Files.isDirectory(path) ? name + ".zip" : name);
            String id = running.post(address, ExportFolder.body(path)).as(202, ImportsAnswer.Accepted.class).id();
            report = await(running, id, name, progress);
        } catch (CommandException e) {
            if (paths.size() == 1) {
                throw e;
            }
            say(name + ": " + e.getMessage());
            return false;
        }
        report.lines(name).forEach(this::print);
        return report.isWhole();
    }

    private ImportReport await(RunningPipeline running, String id, String name, ProgressLine progress)
            throws InterruptedException {
        while (true) {
            ImportReport report = running.get("api/imports").as(200, ImportsAnswer.Listed.class).imports().stream()
                    .filter(one -> id.equals(one.get("id"))).findFirst().map(ImportReport::new)
                    .orElseThrow(() -> CommandException.trouble("The import of " + name
                            + " is gone: its account was disconnected."));
            if (!report.isRunning()) {
                return report;
            }
            progress.reached(report.rowsDone(), "import of " + name + ", " + report.rowsDone() + " rows");
            new CompletableFuture<Void>().completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
        }
    }

    private String query(String name) {
        StringBuilder query = new StringBuilder("?name=" + encoded(name));
        if (account != null) {
            query.append("&account=").append(encoded(account));
        }
        Map.of("dryRun", dryRun, "withoutPrivate", withoutPrivate, "short", shortForm, "anyway", anyway)
                .forEach((flag, isSet) -> query.append(isSet ? "&" + flag + "=true" : ""));
        return query.toString();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
