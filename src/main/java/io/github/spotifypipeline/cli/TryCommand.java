package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.app.EndpointBeans;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.app.RoutesFolder;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.RouteEndpoints;
import io.github.spotifypipeline.reading.FirstPage;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.records.Trial;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CamelSchema;
import io.github.spotifypipeline.routefiles.RouteFileCheck;
import io.github.spotifypipeline.routefiles.RouteFiles;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.sync.Diagnosis;
import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.accounts.SandboxAccount;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.CamelExecutionException;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code spotify-pipeline try}: an endpoint file on one page of real answers. */
@Command(name = "try", mixinStandardHelpOptions = true,
        header = "Try an endpoint file on one answer; nothing is stored.",
        description = "Reads the file, asks Spotify once for the first page of each of its endpoints, and shows what"
        + " each record would look like, what would be a dead letter and why, and which scopes are needed. Of an"
        + " endpoint with partitions that is the first; of one with a parent, the list of its first record that is"
        + " stored. Steps between source and sink do not run. A pipeline may run meanwhile.",
        footer = {"", "Examples:", "  spotify-pipeline try my-shows.camel.yaml",
                "  spotify-pipeline try routes/endpoints/saved-tracks.camel.yaml --items 1",
                "", "Exit codes: 0 when each item would be stored or left out, 1 when not or when Spotify cannot be"
                + " asked, 2 for settings or arguments that cannot work."})
final class TryCommand extends PipelineCommand {

    private static final int MOST = 50;

    @Parameters(paramLabel = "FILE", description = "An endpoint file, wherever it is.")
    private Path file;

    @Option(names = "--items", defaultValue = "5", paramLabel = "N", description = "How many items to look at, 1 to 50."
            + " Default: ${DEFAULT-VALUE}.")
    private int items;

    @Option(names = "--account", paramLabel = "ID", description = "Whose. Default: the first that is signed in.")
    private String account;

    @Override
    int run(Settings settings) {
        if (items < 1 || items > MOST) {
            throw CommandException.wrong("--items is a number from 1 to " + MOST + ".");
        }
        if (!Files.isRegularFile(file)) {
            throw CommandException.wrong("There is no file " + file + ".");
        }
        if (!settings.sandbox()) {
            return with(settings);
        }
        SandboxOptions options = App.demo(settings, clock());
        try (Sandbox standIn = Sandbox.start(options.withPort(0))) {
            SandboxAccount demo = standIn.demo();
            account = account == null ? demo.accountId() : account;
            return with(settings.withSpotifyAt(standIn.accountsUrl(), standIn.apiUrl()));
        }
    }

    private int with(Settings settings) {
        RoutesFolder.require(settings);
        return inPipeline(settings, pipeline -> {
            int code = 0;
            for (Endpoint endpoint : endpoints(pipeline, settings)) {
                code = Math.max(code, attempt(endpoint, pipeline, settings));
            }
            return code;
        });
    }

    /** The file's endpoints. @throws CommandException when the file has mistakes; all of them are printed */
    private List<Endpoint> endpoints(Pipeline pipeline, Settings settings) {
        EndpointBeans parts = EndpointBeans.of(pipeline.camel(), settings, clock());
        List<Endpoint> endpoints = new ArrayList<>();
        RouteFileCheck check = parts.fileCheck(
                (id, parameters) -> endpoints.add(parts.routes().parse(id, withItems(parameters))));
        List<RouteFinding> findings;
        try {
            SequenceNode yaml = RouteYaml.parse(RouteFiles.read(file));
            findings = check.check(yaml, new CamelSchema(), true);
        } catch (BrokenFileException e) {
            findings = List.of(e.finding());
        }
        findings.forEach(finding -> print(finding.at(file.getFileName().toString())));
        if (!findings.isEmpty()) {
            throw CommandException.trouble("The file cannot work as it is.");
        }
        if (endpoints.isEmpty()) {
            throw CommandException.trouble("There is no endpoint in " + file
                    + ": one begins with kamelet:spotify-source.");
        }
        return endpoints;
    }

    /** Asks for no more items than are shown, unless the path has a limit of its own. */
    private Map<String, String> withItems(Map<String, String> parameters) {
        Map<String, String> few = new TreeMap<>(parameters);
        if (!parameters.getOrDefault("path", "").contains("limit=")) {
            few.put("limit", String.valueOf(items));
        }
        return few;
    }

    private int attempt(Endpoint endpoint, Pipeline pipeline, Settings settings) {
        Account of = account(pipeline);
        List<String> missing = endpoint.scopes().stream().filter(scope -> !of.scopes().contains(scope)).toList();
        print(endpoint.id() + ": scopes " + (endpoint.scopes().isEmpty() ? "none" : String.join(" ", endpoint.scopes()))
                + (missing.isEmpty() ? "" : "; account " + of.id() + " has not granted " + String.join(" ", missing)));
        if (!missing.isEmpty()) {
            print(endpoint.id() + ": put the file into the endpoints' folder and sign in again, which asks for them");
            return 1;
        }
        try {
            Instant now = clock().instant();
            SyncTask task = new SyncTask(of.id(), endpoint, CursorState.NONE, now,
                    LocalDate.ofInstant(now, settings.timezone()).toString(), () -> false);
            FirstPage first = new FirstPage(task, pipeline.bean("spotifyEndpoints", RouteEndpoints.class),
                    pipeline.database());
            String path = first.take();
            JsonNode answer = answer(pipeline, of.id(), path);
            Page page = first.received(answer, items);
            print(endpoint.id() + ": " + path + " of account " + of.id() + ", "
                    + Words.count(page.items().size(), "item") + ", for the collection " + endpoint.collection());
            return show(endpoint, page, pipeline.bean("spotifyTrial", Trial.class).of(task, page));
        } catch (CamelExecutionException e) {
            throw CommandException.trouble(endpoint.id() + ": " + Diagnosis.of(e).words());
        } catch (IllegalArgumentException e) {
            throw CommandException.trouble(endpoint.id() + ": " + e.getMessage() + ".");
        } catch (RuntimeException e) {
            Failure failure = Diagnosis.of(e);
            throw !failure.isBug() ? CommandException.trouble(endpoint.id() + ": " + failure.words()) : e;
        }
    }

    /** Waits when Spotify asks to wait a little. */
    private static JsonNode answer(Pipeline pipeline, String accountId, String path) {
        try (ProgressLine progress = ProgressLine.of("Spotify is asked for " + path)) {
            return pipeline.get(accountId, path);
        }
    }

    private Account account(Pipeline pipeline) {
        List<Account> all = pipeline.accounts();
        Optional<Account> found = all.stream().filter(one -> account == null ? one.isActive()
                : one.id().equals(account))
                .findFirst();
        return found.orElseThrow(() -> CommandException.trouble(account == null || all.isEmpty()
                ? "Nobody is signed in: run spotify-pipeline" + (account == null ? "" : " --sandbox")
                + " and sign in first."
                : "There is no account " + account + "; there " + (all.size() == 1 ? "is " : "are ")
                + String.join(", ", all.stream().map(Account::id).toList()) + "."));
    }

    private int show(Endpoint endpoint, Page page, List<Trial.Result> results) {
        boolean dead = false;
        for (int i = 0; i < results.size(); i++) {
            Trial.Result result = results.get(i);
            String item = "item " + (i + 1) + " of " + page.items().size() + ": ";
            if (result.problem() != null) {
                dead = true;
                print(item + "dead letter: " + result.problem()
                        + (result.key() == null ? "" : " (key " + result.key() + ")"));
            } else if (result.record() == null) {
                print(item + "left out: the transform gives nothing");
            } else {
                print(item + "record, with raw as Spotify sent it");
                result.record().lines().forEach(this::print);
            }
        }
        print(endpoint.id() + (results.isEmpty() ? ": the list is empty, so there is nothing to show"
                : ": nothing was stored, and no step of the route has run"));
        return dead ? 1 : 0;
    }
}
