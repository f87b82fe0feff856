package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.settings.Settings;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spotify-pipeline sync}: has the pipeline that runs sync now. */
@Command(name = "sync", mixinStandardHelpOptions = true, header = "Have the pipeline that runs sync now.",
        description = "Syncs for all accounts, whether due or not. The pipeline that answers at http.host and http.port"
        + " does it; one must run.",
        footer = {"", "Examples:", "  spotify-pipeline sync", "  spotify-pipeline sync recently-played --wait",
                "", "Exit codes: 0 when it was started or, with --wait, has succeeded; 1 when there is no such endpoint, no"
                        + " pipeline answers, or, with --wait, a sync has failed, is blocked or has not ended in time; 2"
                        + " for settings that cannot work."})
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
        RunningPipeline running = RunningPipeline.find(settings).orElseThrow(() -> CommandException.trouble("No pipeline"
                + " answers at " + settings.pageUrl() + ": start it, or set HTTP_HOST and HTTP_PORT to where it"
                + " does."));
        JsonNode before = running.get("api/status").orTrouble(200, "endpoints").body();
        RunningPipeline.Reply reply = running.post("api/sync" + (endpoint == null ? ""
                : "/" + URLEncoder.encode(endpoint, StandardCharsets.UTF_8).replace("+", "%20")));
        if (reply.status() == 404) {
            throw CommandException.trouble("There is no endpoint " + endpoint + "; there are "
                    + ids(before.get("endpoints")) + ".");
        }
        JsonNode started = reply.orTrouble(202, "started").body().get("started");
        if (!wait && before.path("accounts").isEmpty()) {
            throw CommandException.trouble("Nobody is signed in, so there is nothing to sync: login-url says where to.");
        }
        if (!wait) {
            print("started: " + texts(started).stream().sorted().collect(Collectors.joining(", ")));
            return 0;
        }
        return await(running, new SyncsUnderWay(before, texts(started), clock()));
    }

    private int await(RunningPipeline running, SyncsUnderWay syncs) throws InterruptedException {
        long begun = System.nanoTime();
        try (ProgressLine progress = ProgressLine.of("sync", syncs.count())) {
            while (!syncs.hasEnded() && System.nanoTime() - begun < Duration.ofSeconds(timeout).toNanos()) {
                Thread.sleep(LOOK_MILLIS);
                syncs.look(running.get("api/status").orTrouble(200, "endpoints").body());
                progress.reached(syncs.count() - syncs.open(), running(running.get("api/progress").body()));
            }
        }
        syncs.lines().forEach(this::print);
        if (!syncs.hasEnded()) {
            say("Not all have ended within " + timeout + " seconds; they go on in the pipeline: spotify-pipeline status.");
        }
        return syncs.haveSucceeded() ? 0 : 1;
    }

    /** What is under way now, where the pipeline says so. */
    private static String running(JsonNode progress) {
        JsonNode first = progress.path("running").path(0);
        return first.isMissingNode() ? "sync" : "sync of " + Words.plain(first.path("endpoint").asText()) + ", "
                + first.path("records").asLong() + " records";
    }

    private static Set<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).collect(Collectors.toSet());
    }

    private static String ids(JsonNode endpoints) {
        List<String> ids = StreamSupport.stream(endpoints.spliterator(), false)
                .map(one -> one.path("id").asText()).toList();
        return ids.isEmpty() ? "none" : String.join(", ", ids);
    }
}
