package io.github.spotifypipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.auth.Account;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.endpointfiles.EndpointFolder;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.sync.SyncFailure;
import java.io.PrintWriter;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code spotify-pipeline check}: one line a finding, with its remedy. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Verify the settings, the routes, the database"
        + " and, for each account, that Spotify answers. Nothing is synced. Exits with 0 when all is well, else with 1.")
final class Check implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    private int problems;

    @Override
    public Integer call() {
        try {
            Settings settings = Settings.load(App.home(), System.getenv());
            LogFiles.in(settings, false);
            good("settings");
            if (settings.clientId().isEmpty()) {
                problem("sign-in: no app at Spotify is set: make one at developer.spotify.com/dashboard with the redirect"
                        + " URI " + settings.redirectUri() + ", then set SPOTIFY_CLIENT_ID.");
            }
            RouteFilesReport routes = routes(settings);
            settings.intervalsWithoutEffect(routes.endpoints()).forEach(words -> problem("settings: " + words));
            pipeline(settings, routes);
        } catch (SettingsException e) {
            problem(e.getMessage());
        }
        return problems == 0 ? 0 : 1;
    }

    private RouteFilesReport routes(Settings settings) {
        Pipeline.requireRoutes(settings);
        RouteFilesReport report = RouteFilesReport.of(settings);
        report.findings().forEach(finding -> problem("routes: " + finding));
        if (report.findings().isEmpty()) {
            good("routes: " + report.files() + " files");
        }
        return report;
    }

    private void pipeline(Settings settings, RouteFilesReport files) {
        try (Pipeline pipeline = Pipeline.prepareIdle(settings, Clock.systemUTC())) {
            database(pipeline, start(pipeline, files));
        } catch (EmbeddedMongoException e) {
            if (e.isInUse()) {
                good("database: a running pipeline has it, so it was not looked at: see its /health/ready");
            } else {
                problem("database: " + e.getMessage());
            }
        }
    }

    /** What only shows when the routes start. @return whether they do */
    private boolean start(Pipeline pipeline, RouteFilesReport files) {
        try {
            pipeline.startIdle();
            pipeline.bean("spotifyEndpointFolder", EndpointFolder.class).problems().stream()
                    .filter(problem -> !files.names(problem.file()))
                    .forEach(problem -> problem("routes: " + problem.text()));
            return true;
        } catch (SettingsException e) {
            if (files.findings().isEmpty()) {
                problem("routes: " + e.getMessage());
            }
            return false;
        }
    }

    private void database(Pipeline pipeline, boolean started) {
        String trouble = pipeline.database().trouble();
        if (trouble != null) {
            problem("database: " + trouble);
            return;
        }
        good("database");
        if (!started) {
            return;
        }
        try {
            List<Account> accounts = pipeline.accounts();
            if (accounts.isEmpty()) {
                good("accounts: nobody is signed in yet, so Spotify was not asked");
            }
            accounts.forEach(account -> account(pipeline, account));
        } catch (MongoException e) {
            problem("database: it answers, but its accounts cannot be read: give the user the role readWrite on it.");
        }
    }

    private void account(Pipeline pipeline, Account account) {
        if (!account.isActive()) {
            problem("account " + account.id() + ": " + account.reason());
            return;
        }
        try {
            JsonNode profile = pipeline.get(account.id(), "/me");
            good("account " + account.id() + ": Spotify answers" + (profile.isObject() ? "" : ", but without a profile"));
        } catch (CamelExecutionException e) {
            problem("account " + account.id() + ": " + SyncFailure.of(e).message());
        }
    }

    private void good(String finding) {
        print("ok       " + finding);
    }

    private void problem(String finding) {
        problems++;
        print("problem  " + finding);
    }

    private void print(String line) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(line);
        out.flush();
    }
}
