package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.reprocess.ReprocessException;
import io.github.spotifypipeline.reprocess.ReprocessResult;
import io.github.spotifypipeline.reprocess.Reprocessing;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.Syncs;
import io.github.spotifypipeline.web.Reprocessed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A command that works on what is in the database. A pipeline that runs is asked to do it, because it must not sync the
 * same account meanwhile; where none runs, this process opens the database itself. A signal ends it with its page.
 */
abstract class ReprocessCommand extends PipelineCommand {

    /** The counts in the order in which they are told. */
    private static final List<String> COUNTS =
            List.of("healed", "dead", "discarded", "changed", "unchanged", "failed", "skipped");

    private final String name;
    private final String nothing;

    /**
     * @param name    the command's name, and that of its path below {@code /api}
     * @param nothing what to say when there was nothing to do
     */
    ReprocessCommand(String name, String nothing) {
        this.name = name;
        this.nothing = nothing;
    }

    /** The parameters of the request. */
    abstract Map<String, String> parameters();

    /** Does it in this process. */
    abstract List<ReprocessResult> here(Reprocessing reprocessing);

    @Override
    int run(Settings settings) throws InterruptedException {
        Optional<RunningPipeline> running = RunningPipeline.find(settings);
        Reprocessed done;
        try (ProgressLine progress = ProgressLine.of(name + ", by "
                + (running.isPresent() ? "the pipeline that runs" : "this process"))) {
            done = running.isPresent() ? running.get().post("api/" + name + query()).as(200, Reprocessed.class)
                    : here(settings);
        }
        done.endpoints().forEach(endpoint -> print(line(endpoint)));
        if (done.endpoints().isEmpty()) {
            print(nothing);
        }
        return done.endpoints().stream().anyMatch(ReprocessCommand::isTrouble) ? 1 : 0;
    }

    private String query() {
        String query = parameters().entrySet().stream().map(parameter -> parameter.getKey() + "="
                + URLEncoder.encode(parameter.getValue(), StandardCharsets.UTF_8)).collect(Collectors.joining("&"));
        return query.isEmpty() ? "" : "?" + query;
    }

    private Reprocessed here(Settings settings) {
        try (Pipeline pipeline = Pipeline.prepareIdle(settings, clock())) {
            startIdle(pipeline);
            whenStopped(pipeline.bean("spotifySyncs", Syncs.class)::stop);
            return Reprocessed.of(here(pipeline.bean("spotifyReprocessing", Reprocessing.class)));
        } catch (ReprocessException e) {
            throw CommandException.trouble(e.getMessage());
        } catch (EmbeddedMongoException e) {
            if (e.isInUse()) {
                throw CommandException.trouble("A pipeline has this data folder open, but does not answer at "
                        + settings.pageUrl() + ": set HTTP_HOST and HTTP_PORT to where it does, or stop it.");
            }
            throw e;
        }
    }

    private static boolean isTrouble(Reprocessed.EndpointResult endpoint) {
        return endpoint.trouble() != null
                || Stream.of("failed", "dead").anyMatch(name -> endpoint.counts().getOrDefault(name, 0L) > 0);
    }

    private static String line(Reprocessed.EndpointResult endpoint) {
        String counts = COUNTS.stream().filter(endpoint.counts()::containsKey)
                .map(name -> endpoint.counts().get(name) + " " + (name.equals("dead") ? "still dead" : name))
                .collect(Collectors.joining(", "));
        return endpoint.endpoint() + ": " + Stream.of(counts, endpoint.reason(), endpoint.trouble())
                .filter(Objects::nonNull).collect(Collectors.joining(" - "));
    }
}
