package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.Health;
import io.github.spotifypipeline.web.TroubleList;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline status}: the state as a table. */
@Command(name = "status", mixinStandardHelpOptions = true, header = "Show the state, and what needs you.",
        description = "Shows accounts, endpoints, limits, dead letters, gaps, and what needs you. The pipeline that answers"
        + " at http.host and http.port is asked; where none does, the database is, also while a pipeline at another address"
        + " has it.",
        footer = {"", "Examples:", "  spotify-pipeline status", "  spotify-pipeline status --json | jq .dead_letters",
                "", "Exit codes: 0 when all is well; 1 when something needs a person (no app, nobody signed in, an account"
                + " or an endpoint that does not sync, a sign-in that ends within 30 days, missing scopes, a broken"
                        + " endpoint file) or the state cannot be read; 2 for settings that cannot work."})
final class StatusCommand extends PipelineCommand {

    @Option(names = "--json", description = "Print exactly what GET /api/status answers, in UTF-8.")
    private boolean json;

    /** What was asked, and what it answered. */
    private record State(String where, String text, JsonNode status, JsonNode health, JsonNode trouble) {
    }

    @Override
    int run(Settings settings) throws InterruptedException {
        Optional<RunningPipeline> running = RunningPipeline.find(settings);
        State state = running.isPresent() ? there(running.get()) : here(settings);
        StatusReport report = new StatusReport(state.status(), state.health(), state.trouble(), clock().instant(),
                settings.signInUrl().toString(), running.isPresent());
        if (json) {
            try (Output out = Output.standard()) {
                out.write(to -> to.append(state.text()).append('\n'));
                out.done();
            }
        } else {
            report.lines(state.where()).forEach(this::print);
        }
        return report.needs().isEmpty() ? 0 : 1;
    }

    private static State there(RunningPipeline running) throws InterruptedException {
        RunningPipeline.Reply status = running.get("api/status").orTrouble(200, "endpoints");
        return new State("at " + running.page() + (status.body().path("sandbox").asBoolean() ? ", on the sandbox" : ""),
                status.text(), status.body(), running.get("health/ready").body(),
                hasLetters(status.body()) ? running.get("api/trouble").body() : MissingNode.getInstance());
    }

    private static boolean hasLetters(JsonNode status) {
        return status.path("dead_letters").asLong() > 0;
    }

    private State here(Settings settings) {
        try (Pipeline pipeline = idle(settings)) {
            String trouble = pipeline.database().trouble();
            if (trouble != null) {
                throw CommandException.trouble(trouble);
            }
            pipeline.startIdle();
            String text = pipeline.bean("spotifyStatus", io.github.spotifypipeline.web.StatusAnswer.class).show().body();
            JsonNode status = RunningPipeline.json(text);
            return new State("no pipeline answers at " + settings.pageUrl()
                    + "; this is what the database says",
                    text, status, RunningPipeline.json(pipeline.bean("spotifyHealth", Health.class).ready().body()),
                    hasLetters(status)
                            ? RunningPipeline.json(pipeline.bean("spotifyTrouble", TroubleList.class).show().body())
                            : MissingNode.getInstance());
        }
    }

    /** On the database of a pipeline that has it open at another address, where one has. */
    private Pipeline idle(Settings settings) {
        try {
            return Pipeline.prepareIdle(settings, clock());
        } catch (EmbeddedMongoException e) {
            return Pipeline.prepareIdle(OpenDatabase.beside(settings, e), clock());
        }
    }
}
