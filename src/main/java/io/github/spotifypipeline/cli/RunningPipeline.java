package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.ErrorAnswers;
import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.Status;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The pipeline that answers at http.host and http.port, asked through its API. */
final class RunningPipeline {

    private static final Duration SHORT = Duration.ofSeconds(30);

    private final HttpClient http;
    private final URI page;
    private final String adminToken;

    private RunningPipeline(Settings settings) {
        this.http = HttpClient.newBuilder().proxy(settings.proxies()).connectTimeout(Duration.ofSeconds(5)).build();
        this.page = settings.pageUrl();
        this.adminToken = settings.adminToken();
    }

    /** An answer of the API. */
    record Reply(int status, String text) {

        /** What it holds. @throws CommandException when it is an error, or comes from something else than a pipeline */
        <T> T as(int expected, Class<T> type) {
            return Optional.of(status).filter(code -> code == expected).flatMap(code -> ApiJson.read(text, type))
                    .orElseThrow(this::trouble);
        }

        private CommandException trouble() {
            if (status == 401) {
                return CommandException.trouble("The pipeline asks for an admin token: set ADMIN_TOKEN (admin.token) to"
                        + " the one it was started with.");
            }
            return CommandException.trouble(ApiJson.read(text, ErrorAnswers.ErrorBody.class)
                    .map(body -> body.error().message()).orElse("What answers at this address and port is no pipeline"
                            + " of this version (" + status + ")."));
        }
    }

    /**
     * The pipeline at http.host and http.port; empty when nothing answers there, or with --sandbox a real pipeline
     * does.
     *
     * @throws CommandException when something else answers there
     */
    static Optional<RunningPipeline> find(Settings settings) throws InterruptedException {
        RunningPipeline running = new RunningPipeline(settings);
        try {
            running.requirePipeline();
            return settings.sandbox() && !running.isSandbox().orElse(true) ? Optional.empty() : Optional.of(running);
        } catch (ConnectException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw CommandException.trouble("What answers at " + running.page
                    + " is no pipeline, or does not answer in time.");
        }
    }

    /** The page of a sandbox that answers at http.host and http.port; empty when none does. */
    static Optional<URI> sandbox(Settings settings) throws InterruptedException {
        RunningPipeline running = new RunningPipeline(settings);
        try {
            running.requirePipeline();
            return running.isSandbox().filter(sandbox -> sandbox).map(sandbox -> running.page);
        } catch (IOException | CommandException e) {
            return Optional.empty();
        }
    }

    /** Asked without the admin token, which whatever else listens at this port must not get. */
    private void requirePipeline() throws IOException, InterruptedException {
        Reply live = send("GET", "health/live", SHORT, "", HttpRequest.BodyPublishers.noBody());
        boolean ours = ApiJson.read(live.text(), HealthAnswer.Health.class).stream()
                .flatMap(health -> health.checks().stream())
                .anyMatch(check -> "context".equals(check.id()) && check.state() != null);
        if (!ours) {
            throw live.trouble();
        }
    }

    /** Empty when it does not say. */
    private Optional<Boolean> isSandbox() throws IOException, InterruptedException {
        Reply reply = send("GET", "api/status", SHORT, adminToken, HttpRequest.BodyPublishers.noBody());
        return reply.status() != 200 ? Optional.empty()
                : ApiJson.read(reply.text(), Status.class).map(status -> status.installation().sandbox());
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

    /** The same with a body. */
    Reply post(String path, HttpRequest.BodyPublisher body) throws InterruptedException {
        return ask("POST", path, null, body);
    }

    private Reply ask(String method, String path, Duration atMost) throws InterruptedException {
        return ask(method, path, atMost, HttpRequest.BodyPublishers.noBody());
    }

    private Reply ask(String method, String path, Duration atMost, HttpRequest.BodyPublisher body)
            throws InterruptedException {
        try {
            return send(method, path, atMost, adminToken, body);
        } catch (IOException e) {
            throw CommandException.trouble("The pipeline at " + page + " broke off: see its log, then try again.");
        }
    }

    /**
     * @param atMost for the whole answer, as a request's own timeout ends with the headers; null: as long as it takes
     */
    private Reply send(String method, String path, Duration atMost, String token, HttpRequest.BodyPublisher body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(page.resolve(path))
                .method(method, body);
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        Future<HttpResponse<String>> answer = http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
        try {
            HttpResponse<String> response =
                    atMost == null ? answer.get() : answer.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
            return new Reply(response.statusCode(), response.body());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof ConnectException refused) {
                throw refused;
            }
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IOException("no answer in time", e);
        }
    }
}
