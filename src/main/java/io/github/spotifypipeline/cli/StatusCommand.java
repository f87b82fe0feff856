package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.Status;
import io.github.spotifypipeline.web.StatusAnswer;
import io.github.spotifypipeline.web.Trouble;
import io.github.spotifypipeline.web.TroubleAnswer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline status}: the state as a table. */
@Command(name = "status", mixinStandardHelpOptions = true, header = "Show the state, and what needs you.",
        description = "Shows accounts, endpoints, limits, dead letters, gaps, and what needs you. The pipeline that"
        + " answers at http.host and http.port is asked; where none does, the database is, also while a pipeline at"
        + " another address has it.",
        footer = {"", "Examples:", "  spotify-pipeline status", "  spotify-pipeline status --json | jq .dead_letters",
                "", "Exit codes: 0 when all is well; 1 when something needs a person (no app, nobody signed in, an"
                + " account or an endpoint that does not sync, a sign-in that ends within 30 days, missing scopes, a"
                + " broken endpoint file) or the state cannot be read; 2 for settings that cannot work."})
final class StatusCommand extends PipelineCommand {

    @Option(names = "--json", description = "Print exactly what GET /api/status answers, in UTF-8.")
    private boolean json;

    @Override
    int run(Settings settings) throws InterruptedException {
        Optional<RunningPipeline> running = RunningPipeline.find(settings);
        return running.isPresent() ? there(running.get(), settings)
                : inPipeline(settings, pipeline -> {
                    Answer status = pipeline.bean("spotifyStatus", StatusAnswer.class).show();
                    Answer health = pipeline.bean("spotifyHealthReady", HealthAnswer.class).show();
                    return show("no pipeline answers at " + settings.pageUrl() + "; this is what the database says",
                            status.body(), report(status.body(), health.body(),
                                    pipeline.bean("spotifyTrouble", TroubleAnswer.class).show().body(), settings,
                                    false));
                });
    }

    private int there(RunningPipeline running, Settings settings) throws InterruptedException {
        RunningPipeline.Reply reply = running.get("api/status");
        Status status = reply.as(200, Status.class);
        String trouble = status.losses().deadLetters() > 0 ? running.get("api/trouble").text() : "";
        return show("at " + running.page() + (status.installation().sandbox() ? ", on the sandbox" : ""), reply.text(),
                report(reply.text(), running.get("health/ready").text(), trouble, settings, true));
    }

    private StatusReport report(String status, String health, String trouble, Settings settings, boolean isRunning) {
        return new StatusReport(ApiJson.read(status, Status.class).orElseThrow(),
                ApiJson.read(health, HealthAnswer.Health.class).map(HealthAnswer.Health::checks).orElse(List.of()),
                ApiJson.read(trouble, Trouble.class).map(Trouble::deadLetters).orElse(List.of()), clock().instant(),
                settings.signInUrl().toString(), isRunning);
    }

    private int show(String where, String text, StatusReport report) {
        if (json) {
            try (Output out = Output.standard()) {
                out.write(to -> to.append(text).append('\n'));
                out.done();
            }
        } else {
            report.lines(where).forEach(this::print);
        }
        return report.needs().isEmpty() ? 0 : 1;
    }
}
