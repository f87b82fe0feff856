package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.sync.Syncs;
import io.github.spotifypipeline.web.ErrorAnswers;
import io.github.spotifypipeline.web.ReprocessAnswer;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A command that works on what is in the database. A pipeline that runs is asked to do it, because it must not sync the
 * same account meanwhile; where none runs, this process opens the database itself. A signal ends it with its page.
 */
abstract class ReprocessCommand extends PipelineCommand {

    private static final Map<String, String> WORDS = Map.of("dead", "still dead");

    private final String name;
    private final String parameter;
    private final String nothing;

    /**
     * @param name      the command's, which is that of the pipeline's API, too
     * @param parameter the name of its one parameter
     * @param nothing   what to say when there was nothing to do
     */
    ReprocessCommand(String name, String parameter, String nothing) {
        this.name = name;
        this.parameter = parameter;
        this.nothing = nothing;
    }

    /** What the parameter is to be; null when it is not given. */
    abstract String value();

    /** What else is asked of the API, as in a query; empty: nothing. */
    String more() {
        return "";
    }

    /** Does it in this process. */
    abstract Answer here(ReprocessAnswer stored);

    @Override
    int run(Settings settings) throws InterruptedException {
        Optional<RunningPipeline> running = RunningPipeline.find(settings);
        RunningPipeline.Reply reply;
        try (ProgressLine progress = ProgressLine.of(name + ", by "
                + (running.isPresent() ? "the pipeline that runs" : "this process"))) {
            reply = running.isPresent() ? running.get().post("api/" + name + query()) : here(settings);
        }
        return print(reply.orTrouble(200, "endpoints").body());
    }

    private String query() {
        List<String> query = new ArrayList<>();
        if (value() != null) {
            query.add(parameter + "=" + URLEncoder.encode(value(), StandardCharsets.UTF_8));
        }
        if (!more().isEmpty()) {
            query.add(more());
        }
        return query.isEmpty() ? "" : "?" + String.join("&", query);
    }

    private RunningPipeline.Reply here(Settings settings) {
        try (Pipeline pipeline = Pipeline.prepareIdle(settings, clock())) {
            String trouble = pipeline.database().trouble();
            if (trouble != null) {
                throw CommandException.trouble(trouble);
            }
            pipeline.startIdle();
            whenStopped(pipeline.bean("spotifySyncs", Syncs.class)::stop);
            return reply(here(pipeline.bean("spotifyStored", ReprocessAnswer.class)));
        } catch (ErrorAnswers.NotFoundException e) {
            throw CommandException.trouble(e.getMessage());
        } catch (EmbeddedMongoException e) {
            if (e.isInUse()) {
                throw CommandException.trouble("A pipeline has this data folder open, but does not answer at "
                        + settings.pageUrl() + ": set HTTP_HOST and HTTP_PORT to where it does, or stop it.");
            }
            throw e;
        }
    }

    private static RunningPipeline.Reply reply(Answer answer) {
        return new RunningPipeline.Reply(answer.status(), answer.body(), RunningPipeline.json(answer.body()));
    }

    private int print(JsonNode body) {
        boolean trouble = false;
        for (JsonNode endpoint : body.get("endpoints")) {
            print(line(endpoint));
            trouble |= !endpoint.path("trouble").isNull()
                    || endpoint.path("failed").asLong() + endpoint.path("dead").asLong() > 0;
        }
        if (body.get("endpoints").isEmpty()) {
            print(nothing);
        }
        return trouble ? 1 : 0;
    }

    private static String line(JsonNode endpoint) {
        List<String> counts = new ArrayList<>();
        endpoint.properties().forEach(field -> {
            if (field.getValue().isNumber()) {
                counts.add(field.getValue().asText() + " " + WORDS.getOrDefault(field.getKey(), field.getKey()));
            }
        });
        String line = endpoint.path("endpoint").asText() + ": " + String.join(", ", counts);
        for (String more : List.of("reason", "trouble")) {
            line += endpoint.path(more).isTextual() ? " - " + endpoint.get(more).textValue() : "";
        }
        return line;
    }
}
