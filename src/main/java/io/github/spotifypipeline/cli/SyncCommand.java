package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.Progress;
import io.github.spotifypipeline.web.Status;
import io.github.spotifypipeline.web.SyncNowAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spotify-pipeline sync}: has the pipeline that runs sync now. */
@Command(name = "sync", mixinStandardHelpOptions = true, header = "Have the pipeline that runs sync now.",
        description = "Syncs for all accounts, whether due or not. The pipeline that answers at http.host and http.port"
        + " does it; one must run.",
        footer = {"", "Examples:", "  spotify-pipeline sync", "  spotify-pipeline sync recently-played --wait",
                "", "Exit codes: 0 when it was started or, with --wait, has succeeded; 1 when there is no such"
                + " endpoint, no pipeline answers, or, with --wait, a sync has failed, is blocked or has not ended in"
                + " time; 2 for settings that cannot work."})
final class SyncCommand extends PipelineCommand {

    private static final long LOOK_MILLIS = 500;

    @Parameters(arity = "0..1", paramLabel = "ENDPOINT", description = "Only this one, such as saved-tracks; what it"
            + " depends on is synced before it.")
    private String endpoint;

    @Option(names = "--wait", description = "Wait for the end, and say of each endpoint and account what came of it.")
    private boolean wait;

    @Option(names = "--timeout", paramLabel = "SECONDS", defaultValue = "600",
            description = "How long to wait at most; the sync itself goes on. Default: ${DEFAULT-VALUE}.")
    private int timeout;

    @Override
    int run(Settings settings) throws InterruptedException {
        RunningPipeline running = RunningPipeline.find(settings)
                .orElseThrow(() -> CommandException.trouble("No pipeline answers"
                + " at " + settings.pageUrl() + ": start it, or set HTTP_HOST and HTTP_PORT to where it"
                + " does."));
        Status before = status(running);
        RunningPipeline.Reply reply = running.post("api/sync" + (endpoint == null ? ""
                : "/" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8).replace("+", "%20")));
        if (reply.status() == 404) {
            List<String> ids = before.endpoints().stream().map(Status.EndpointState::id).toList();
            throw CommandException.trouble("There is no endpoint " + endpoint + "; there are "
                    + (ids.isEmpty() ? "none" : String.join(", ", ids)) + ".");
        }
        List<String> started = reply.as(202, SyncNowAnswer.Started.class).started();
        if (wait) {
            return await(running, new SyncsUnderWay(before, started, clock()));
        }
        if (before.accounts().isEmpty()) {
            throw CommandException.trouble(
                    "Nobody is signed in, so there is nothing to sync: login-url says where to.");
        }
        print("started: " + String.join(", ", started.stream().sorted().toList()));
        return 0;
    }

    private static Status status(RunningPipeline running) throws InterruptedException {
        return running.get("api/status").as(200, Status.class);
    }

    private int await(RunningPipeline running, SyncsUnderWay syncs) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(timeout);
        try (ProgressLine progress = ProgressLine.of("sync", syncs.count())) {
            while (!syncs.hasEnded() && System.nanoTime() < end) {
                new CompletableFuture<Void>().completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
                syncs.look(status(running));
                progress.reached(syncs.count() - syncs.open(), running(running.get("api/progress").text()));
            }
        }
        syncs.lines().forEach(this::print);
        if (!syncs.hasEnded()) {
            say("Not all have ended within " + timeout + " seconds; they go on in the pipeline: spotify-pipeline"
                    + " status.");
        }
        return syncs.haveSucceeded() ? 0 : 1;
    }

    /** What is under way now. @param progress what the pipeline says of it */
    private static String running(String progress) {
        return ApiJson.read(progress, Progress.class).flatMap(all -> all.running().stream().findFirst())
                .map(one -> "sync of " + Words.plain(one.endpoint()) + ", " + one.records() + " records")
                .orElse("sync");
    }
}
