package io.github.spotifypipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.mongodb.MongoException;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.web.Answer;
import io.github.spotifypipeline.web.Answers;
import io.github.spotifypipeline.web.Stored;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that works on what is in the database. A pipeline that runs is asked to do it, because the embedded database
 * can be open only once; where none runs, this process opens the database itself.
 */
abstract class StoredCommand implements Callable<Integer> {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Map<String, String> WORDS = Map.of("dead", "still dead");

    @Spec
    private CommandSpec spec;

    /** The path of the pipeline's API that does it. */
    abstract String path();

    /** The name of the one parameter. */
    abstract String parameter();

    /** What it is to be; null when it is not given. */
    abstract String value();

    /** Does it in this process. */
    abstract Answer here(Stored stored);

    /** What to say when there was nothing to do. */
    abstract String nothing();

    @Override
    public Integer call() throws InterruptedException {
        try {
            Settings settings = Settings.load(App.home(), System.getenv());
            LogFiles.in(settings, false);
            Answer answer = there(settings);
            return print(answer == null ? here(settings) : answer);
        } catch (SettingsException | EmbeddedMongoException e) {
            return problem(e.getMessage());
        }
    }

    /** @return null when nothing answers there */
    private Answer there(Settings settings) throws InterruptedException {
        String query = value() == null ? "" : "?" + parameter() + "=" + URLEncoder.encode(value(), StandardCharsets.UTF_8);
        URI page = page(settings);
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path() + query))
                .POST(HttpRequest.BodyPublishers.noBody());
        if (!settings.adminToken().isEmpty()) {
            request.header("Authorization", "Bearer " + settings.adminToken());
        }
        try {
            HttpResponse<String> response = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build()
                    .send(request.build(), HttpResponse.BodyHandlers.ofString());
            return Answer.of(response.statusCode(), "application/json", response.body());
        } catch (ConnectException e) {
            return null;
        } catch (IOException e) {
            throw new SettingsException("The pipeline at " + page + " broke off: see its log, then try again.");
        }
    }

    /** Where a pipeline with these settings serves its page; one that serves on every address answers on loopback. */
    private static URI page(Settings settings) {
        String host = settings.httpHost().replaceAll("[\\[\\]]", "");
        String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return URI.create("http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + settings.httpPort()
                + "/");
    }

    private Answer here(Settings settings) {
        try (Pipeline pipeline = Pipeline.prepareIdle(settings, Clock.systemUTC())) {
            String trouble = pipeline.database().trouble();
            if (trouble != null) {
                throw new SettingsException(trouble);
            }
            pipeline.startIdle();
            return here(pipeline.bean("spotifyStored", Stored.class));
        } catch (Answers.NotFoundException e) {
            return Answers.error(404, e.getMessage());
        } catch (MongoException e) {
            throw new SettingsException("MongoDB does not answer any more: try again when it does.");
        } catch (EmbeddedMongoException e) {
            if (e.isInUse()) {
                throw new SettingsException("A pipeline has this data folder open, but does not answer at " + page(settings)
                        + ": set HTTP_HOST and HTTP_PORT to where it does, or stop it.");
            }
            throw e;
        }
    }

    private int print(Answer answer) {
        JsonNode body = json(answer.body());
        if (answer.status() != 200 || !body.path("endpoints").isArray()) {
            return problem(body.at("/error/message").asText("What answers at this address and port is no pipeline of this"
                    + " version (" + answer.status() + ")."));
        }
        boolean trouble = false;
        for (JsonNode endpoint : body.get("endpoints")) {
            spec.commandLine().getOut().println(line(endpoint));
            trouble |= !endpoint.path("trouble").isNull() || endpoint.path("failed").asLong() + endpoint.path("dead").asLong() > 0;
        }
        if (body.get("endpoints").isEmpty()) {
            spec.commandLine().getOut().println(nothing());
        }
        spec.commandLine().getOut().flush();
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

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    private int problem(String message) {
        spec.commandLine().getErr().println("spotify-pipeline: " + message);
        spec.commandLine().getErr().flush();
        return 1;
    }
}
