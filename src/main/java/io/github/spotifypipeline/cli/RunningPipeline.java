package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.settings.Settings;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** A pipeline that runs with the same address, asked through its API. */
final class RunningPipeline {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final HttpClient http = HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final URI page;
    private final String adminToken;

    private RunningPipeline(Settings settings) {
        this.page = page(settings);
        this.adminToken = settings.adminToken();
    }

    /**
     * An answer.
     *
     * @param text as it came
     * @param body what it holds; a missing node when it is no JSON
     */
    record Reply(int status, String text, JsonNode body) {

        /** @throws CommandException when it is an error, or comes from something else than a pipeline of this version */
        Reply orTrouble(int expected, String field) {
            if (status != expected || body.path(field).isMissingNode()) {
                throw CommandException.trouble(body.at("/error/message").asText("What answers at this address and port is no"
                        + " pipeline of this version (" + status + ")."));
            }
            return this;
        }
    }

    /** The pipeline at http.host and http.port; empty when nothing answers there, or with --sandbox a real pipeline does. */
    static Optional<RunningPipeline> find(Settings settings) throws InterruptedException {
        RunningPipeline running = new RunningPipeline(settings);
        try {
            Reply status = running.send("GET", "api/status", SHORT);
            boolean other = settings.sandbox() && status.status() == 200 && !status.body().path("sandbox").asBoolean();
            return other ? Optional.empty() : Optional.of(running);
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandException.trouble("What answers at " + running.page + " is no pipeline, or does not answer in time.");
        }
    }

    /** Where a pipeline with these settings serves its page; one that serves on every address answers on loopback. */
    static URI page(Settings settings) {
        String host = settings.httpHost().replaceAll("[\\[\\]]", "");
        String reached = host.equals("0.0.0.0") ? "127.0.0.1" : host.equals("::") ? "::1" : host;
        return URI.create("http://" + (reached.contains(":") ? "[" + reached + "]" : reached) + ":" + settings.httpPort()
                + "/");
    }

    URI page() {
        return page;
    }

    Reply get(String path) throws InterruptedException {
        return ask("GET", path, SHORT);
    }

    /** Asks for work, however long it takes. */
    Reply post(String path) throws InterruptedException {
        return ask("POST", path, null);
    }

    private Reply ask(String method, String path, Duration atMost) throws InterruptedException {
        try {
            return send(method, path, atMost);
        } catch (IOException e) {
            throw CommandException.trouble("The pipeline at " + page + " broke off: see its log, then try again.");
        }
    }

    private Reply send(String method, String path, Duration atMost) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (atMost != null) {
            request.timeout(atMost);
        }
        if (!adminToken.isEmpty()) {
            request.header("Authorization", "Bearer " + adminToken);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        return new Reply(response.statusCode(), response.body(), json(response.body()));
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
