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
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.StreamSupport;

/** A pipeline that runs with the same address, asked through its API. */
final class RunningPipeline {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration SHORT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI page;
    private final String adminToken;

    private RunningPipeline(Settings settings) {
        this.http = HttpClient.newBuilder().proxy(settings.proxies()).connectTimeout(Duration.ofSeconds(5)).build();
        this.page = settings.pageUrl();
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
                throw trouble();
            }
            return this;
        }

        private CommandException trouble() {
            if (status == 401) {
                return CommandException.trouble("The pipeline asks for an admin token: set ADMIN_TOKEN (admin.token) to the"
                        + " one it was started with.");
            }
            return CommandException.trouble(body.at("/error/message").asText("What answers at this address and port is"
                    + " no pipeline of this version (" + status + ")."));
        }
    }

    /**
     * The pipeline at http.host and http.port; empty when nothing answers there, or with --sandbox a real pipeline does.
     *
     * @throws CommandException when something else answers there
     */
    static Optional<RunningPipeline> find(Settings settings) throws InterruptedException {
        RunningPipeline running = new RunningPipeline(settings);
        try {
            running.requirePipeline();
            return settings.sandbox() && running.isReal() ? Optional.empty() : Optional.of(running);
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandException.trouble("What answers at " + running.page
                    + " is no pipeline, or does not answer in time.");
        }
    }

    /** Whatever else listens at this port is not sent the admin token. */
    private void requirePipeline() throws IOException, InterruptedException {
        Reply live = send("GET", "health/live", SHORT, "");
        boolean ours = StreamSupport.stream(live.body().path("checks").spliterator(), false)
                .anyMatch(check -> check.path("id").asText().equals("context") && check.path("state").isTextual());
        if (!ours) {
            throw live.trouble();
        }
    }

    private boolean isReal() throws IOException, InterruptedException {
        Reply status = send("GET", "api/status", SHORT, adminToken);
        return status.status() == 200 && !status.body().path("sandbox").asBoolean();
    }

    /** Where a sandbox answers at http.host and http.port; empty when none does. */
    static Optional<URI> sandbox(Settings settings) throws InterruptedException {
        RunningPipeline running = new RunningPipeline(settings);
        try {
            running.requirePipeline();
            Reply status = running.send("GET", "api/status", SHORT, running.adminToken);
            return Optional.of(running.page).filter(page -> status.body().path("sandbox").asBoolean());
        } catch (IOException | CommandException e) {
            return Optional.empty();
        }
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
            return send(method, path, atMost, adminToken);
        } catch (IOException e) {
            throw CommandException.trouble("The pipeline at " + page + " broke off: see its log, then try again.");
        }
    }

    private Reply send(String method, String path, Duration atMost, String token) throws IOException,
            InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path))
                .method(method, HttpRequest.BodyPublishers.noBody());
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = answer(http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString()), atMost);
        return new Reply(response.statusCode(), response.body(), json(response.body()));
    }

    /** A request's own timeout would end with the headers. @param atMost null: as long as it takes */
    private static HttpResponse<String> answer(Future<HttpResponse<String>> answer, Duration atMost) throws IOException,
            InterruptedException {
        try {
            return atMost == null ? answer.get() : answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException refused) {
                throw refused;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new HttpTimeoutException("no answer in time");
        }
    }

    static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }
}
