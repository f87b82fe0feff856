package io.github.spotifypipeline.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.app.RoutesFolder;
import io.github.spotifypipeline.charts.files.ChartFolder;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.endpoint.files.EndpointFolder;
import io.github.spotifypipeline.routefiles.FileProblem;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.sync.Diagnosis;
import io.github.spotifypipeline.web.ListeningAnswer;
import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelExecutionException;
import picocli.CommandLine.Command;

/** {@code spotify-pipeline check}: one line a finding, with its remedy. */
@Command(name = "check", mixinStandardHelpOptions = true, header = "Verify that all is set up well.",
        description = "Looks at the settings, the redirect URI, the route files and Kamelets, the token key, the"
        + " database, the clock and, for each account, whether Spotify answers (one call). Nothing is synced. A"
        + " pipeline may run meanwhile: its embedded database is looked at through it.",
        footer = {"", "Examples:", "  spotify-pipeline check", "  spotify-pipeline check | grep ^problem",
                "", "Each line begins with ok or problem. Exit codes: 0 when there is no problem, else 1."})
final class CheckCommand extends PipelineCommand {

    private final CheckFindings findings = new CheckFindings(this::print);
    private boolean routesTold;

    /** What is wrong with chart files; null: nobody has asked the database. */
    private List<String> charts;

    /** With --sandbox, the one account whose tokens may be sent to it; null: all are sent to Spotify. */
    private String demoAccount;

    @Override
    public Integer call() throws InterruptedException {
        try {
            return super.call();
        } catch (SettingsException e) {
            findings.problem(e.getMessage());
            return 1;
        }
    }

    @Override
    int run(Settings settings) throws InterruptedException {
        findings.good("settings");
        AppCheck.check(settings, findings);
        RedirectCheck.check(settings, findings);
        RouteFilesReport routes = routes(settings);
        Stream.of(routes.settings(), settings.names().intervalsWithoutEffect(routes.endpoints()),
                settings.names().strangeVariables())
                .flatMap(List::stream).forEach(words -> findings.problem("settings: " + words));
        if (!settings.sandbox()) {
            with(settings, routes);
        } else {
            SandboxOptions options = App.demo(settings, clock());
            try (Sandbox standIn = Sandbox.start(options)) {
                demoAccount = standIn.demo().accountId();
                with(settings.withSpotifyAt(standIn.accountsUrl(), standIn.apiUrl()), routes);
            }
        }
        // unless starting them has shown more
        tellRoutes(routes, routes.shared());
        tellCharts(settings);
        return findings.problems() == 0 ? 0 : 1;
    }

    private void with(Settings settings, RouteFilesReport routes) throws InterruptedException {
        ClockCheck.check(settings.apiUrl(), settings.proxies(), clock(), findings);
        if (KeyCheck.check(settings, findings)) {
            pipeline(settings, routes);
        }
    }

    private RouteFilesReport routes(Settings settings) {
        RoutesFolder.require(settings);
        RouteFilesReport report = RouteFilesReport.of(settings, clock());
        report.nextTimes(clock().instant(), settings.timezone()).forEach(words -> findings.good("schedule: " + words));
        if (report.missingKamelets().isEmpty()) {
            findings.good("kamelets");
        } else {
            findings.problem("kamelets: " + String.join(", ", report.missingKamelets()) + " cannot be read where"
                    + " camel.component.kamelet.location says: add classpath:kamelets to it.");
        }
        return report;
    }

    /** Prints, once, what is wrong with the routes, or that they are good. @param more what their text does not show */
    private void tellRoutes(RouteFilesReport report, List<String> more) {
        if (routesTold) {
            return;
        }
        routesTold = true;
        Stream.of(report.findings(), more, report.writable()).flatMap(List::stream)
                .forEach(finding -> findings.problem("routes: " + finding));
        if (report.findings().isEmpty() && more.isEmpty() && report.writable().isEmpty()) {
            findings.good("routes: " + Words.count(report.files(), "file"));
        }
    }

    private void tellCharts(Settings settings) {
        List<String> wrong = charts != null ? charts
                : ChartFolder.check(settings.routesDir(), ListeningAnswer.names());
        wrong.forEach(finding -> findings.problem("charts: " + finding));
        if (wrong.isEmpty()) {
            findings.good("charts");
        }
    }

    private void pipeline(Settings settings, RouteFilesReport files) {
        try (Pipeline pipeline = Pipeline.prepareIdle(settings, clock())) {
            database(pipeline, start(pipeline, files), settings.mongodbUri().isEmpty() ? "embedded" : "");
        } catch (EmbeddedMongoException e) {
            if (e.isInUse()) {
                beside(settings, files);
            } else {
                findings.problem("database: " + e.getMessage());
            }
        }
    }

    /** Checks the embedded database of another process. */
    private void beside(Settings settings, RouteFilesReport files) {
        Optional<Settings> served = OpenDatabase.served(settings);
        if (served.isEmpty()) {
            findings.good("database: a running pipeline has it, so it was not looked at: see its /health/ready");
            return;
        }
        try (Pipeline pipeline = Pipeline.prepareIdle(served.get(), clock())) {
            database(pipeline, start(pipeline, files), "embedded, a running pipeline has it");
        }
    }

    /** Starts the routes, which shows more. @return whether they start */
    private boolean start(Pipeline pipeline, RouteFilesReport files) {
        try {
            pipeline.startIdle();
            charts = pipeline.bean("spotifyChartFolder", ChartFolder.class).problems().stream()
                    .map(FileProblem::text).toList();
            tellRoutes(files, pipeline.bean("spotifyEndpointFolder", EndpointFolder.class).problems().stream()
                    .filter(problem -> !files.names(problem.file())).map(FileProblem::text).toList());
            return true;
        } catch (SettingsException e) {
            tellRoutes(files, files.canStart() ? List.of(e.getMessage()) : files.shared());
            return false;
        }
    }

    /** @param kind what the database is; empty: a MongoDB, which tells its version */
    private void database(Pipeline pipeline, boolean started, String kind) {
        Database database = pipeline.database();
        String trouble = database.trouble();
        trouble = trouble == null ? database.writeTrouble() : trouble;
        if (trouble != null) {
            findings.problem("database: " + trouble);
            return;
        }
        findings.good("database: " + (kind.isEmpty() ? "MongoDB " + database.version() : kind)
                + ", it can be read and written");
        if (started) {
            try {
                pipeline.report().foreignTraits().forEach(trait -> findings.problem("database: " + trait.words()));
                if (demoAccount != null) {
                    pipeline.requireNoOtherAccountThan(demoAccount);
                }
                accounts(pipeline);
            } catch (SettingsException e) {
                findings.problem("accounts: " + e.getMessage());
            } catch (MongoException e) {
                findings.problem("database: it answers, but its accounts cannot be read: " + database.inWords(e));
            }
        }
    }

    private void accounts(Pipeline pipeline) {
        List<Account> accounts = pipeline.accounts();
        if (accounts.isEmpty()) {
            findings.good("accounts: nobody is signed in yet, so Spotify was not asked");
            return;
        }
        List<String> locked = pipeline.bean("spotifyVault", AccountStore.class).locked();
        if (locked.isEmpty()) {
            findings.good("token key: it opens what is stored");
        } else {
            findings.problem("token key: it does not open the tokens of " + String.join(", ", locked)
                    + ": set TOKEN_KEY (or put back the key file) to the key they were stored with, or sign in again.");
        }
        accounts.stream().filter(account -> !locked.contains(account.id()))
                .forEach(account -> account(pipeline, account));
    }

    private void account(Pipeline pipeline, Account account) {
        if (!account.isActive()) {
            findings.problem("account " + account.id() + ": " + account.reason());
            return;
        }
        try {
            JsonNode profile = pipeline.get(account.id(), "/me");
            findings.good("account " + account.id() + ": Spotify answers"
                    + (profile.isObject() ? "" : ", but without a profile"));
        } catch (CamelExecutionException e) {
            findings.problem("account " + account.id() + ": " + Diagnosis.of(e).words());
        }
    }
}
