package io.github.spotifypipeline.cli;

import com.mongodb.MongoException;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.ImportsAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
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

/** {@code spotify-pipeline import}: has the pipeline that runs import the past. */
@Command(name = "import", mixinStandardHelpOptions = true, header = "Import Spotify's privacy export, and other plays.",
        description = "Gives an export to the pipeline that answers at http.host and http.port; one must run. Each play"
        + " since the first day is stored, and paired with what the Web API has shown; no call is made. The plays of"
        + " your_spotify come from its MongoDB (--from), which is only read; scrobbles from a file of Last.fm,"
        + " ListenBrainz, Maloja or Koito, where no better source has the play.",
        footer = {"", "Examples:", "  spotify-pipeline import my_spotify_data.zip --dry-run",
                "  spotify-pipeline import my_spotify_data.zip",
                "  spotify-pipeline import \"Spotify Extended Streaming History\" --account anna",
                "  spotify-pipeline import --from mongodb://127.0.0.1:27017/your_spotify --user anna",
                "  spotify-pipeline import recenttracks-anna.json",
                "", "Exit codes: 0 when all was imported; 1 when something could not be, was refused, or no pipeline"
                        + " answers; 2 for settings or arguments that cannot work."})
final class ImportCommand extends PipelineCommand {

    private static final long LOOK_MILLIS = 300;

    @Parameters(arity = "0..*", paramLabel = "FILE|FOLDER", description = "The zip that Spotify sent, the folder that"
            + " it was unpacked to, or single JSON files of it; or a file of scrobbles.")
    private List<Path> paths = List.of();

    @Option(names = "--from", paramLabel = "URI", arity = "0..1", fallbackValue = "${env:YOUR_SPOTIFY_URI}",
            description = "The MongoDB of your_spotify, such as mongodb://127.0.0.1:27017/your_spotify. With a password"
            + " better given as the environment variable YOUR_SPOTIFY_URI, and --from alone: other users of this"
            + " machine can read arguments.")
    private String from;

    @Option(names = "--user", paramLabel = "NAME", description = "Whose plays of your_spotify, by the name or the id"
            + " of Spotify there, where it has several users.")
    private String user;

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
        if (paths.isEmpty() == (from == null)) {
            throw CommandException.wrong("Name a file or a folder, or the MongoDB of your_spotify with --from.");
        }
        paths.stream().filter(path -> !Files.isReadable(path)).findFirst().ifPresent(path -> {
            throw CommandException.trouble(path + " is not there, or may not be read.");
        });
        RunningPipeline running = RunningPipeline.find(settings)
                .orElseThrow(() -> CommandException.trouble("No pipeline answers at " + settings.pageUrl()
                + ": start it, or set HTTP_HOST and HTTP_PORT to where it does."));
        if (from != null) {
            return runFrom(running, settings) ? 0 : 1;
        }
        boolean whole = true;
        for (Path path : paths) {
            whole &= run(running, path);
        }
        return whole ? 0 : 1;
    }

    /** The plays of your_spotify are sent as a zip, so that its password never reaches the pipeline. */
    private boolean runFrom(RunningPipeline running, Settings settings) throws InterruptedException {
        try (YourSpotify database = new YourSpotify(from, settings.mongodbCaFile())) {
            YourSpotify.User whose = database.user(user);
            account = account == null ? whose.spotifyId() : account;
            ZipStream zip = ZipStream.of(all -> database.write(whose, all));
            try {
                return run(running, "your_spotify", "your_spotify.zip", BodyPublishers.ofInputStream(() -> zip));
            } catch (CommandException e) {
                throw zip.failure() instanceof MongoException failure
                        ? CommandException.trouble(database.inWords(failure)) : e;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean run(RunningPipeline running, String name, String sentAs, BodyPublisher body)
            throws InterruptedException {
        ImportReport report;
        try (ProgressLine progress = ProgressLine.of("sending " + name)) {
            String address = "api/imports" + query(sentAs);
            String id = running.post(address, body).as(202, ImportsAnswer.Accepted.class).id();
            report = await(running, id, name, progress);
        }
        report.lines(name).forEach(this::print);
        return report.isWhole();
    }

    private boolean run(RunningPipeline running, Path path) throws InterruptedException {
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        try {
            return run(running, name, Files.isDirectory(path) ? name + ".zip" : name, ExportFolder.body(path));
        } catch (CommandException e) {
            if (paths.size() == 1) {
                throw e;
            }
            say(name + ": " + e.getMessage());
            return false;
        }
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
