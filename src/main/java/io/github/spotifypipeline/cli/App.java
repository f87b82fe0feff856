package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.SandboxSettings;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.accounts.SandboxAccount;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.TypeConversionException;

/** The command line. Without a command it runs the pipeline. */
@Command(name = "spotify-pipeline", mixinStandardHelpOptions = true, versionProvider = App.class,
        subcommands = {CheckCommand.class, StatusCommand.class, SyncCommand.class, ImportCommand.class,
                LoginUrlCommand.class, TryCommand.class, ReplayCommand.class, RetransformCommand.class,
                ExportCommand.class, CopyToCommand.class, RotateKeyCommand.class, ArchiveClassesCommand.class},
        description = "Keeps your own Spotify data in MongoDB. Without a command it runs in the foreground until it is"
        + " told to stop.",
        footer = {"", "Settings: application.properties, each overridable by the environment variable beside it.",
                "A command talks to the pipeline that answers at http.host and http.port (HTTP_HOST, HTTP_PORT), or"
                + " works on the database of the data folder (DATA_DIR) or of MONGODB_URI, so give it the same"
                + " settings.",
                "spotify-pipeline COMMAND --help says which, with examples.",
                "", "Exit codes: 0 after a clean stop or when all is well, 1 when a command found or met trouble, 2 for"
                        + " settings or arguments that cannot work."})
public final class App implements Callable<Integer>, IVersionProvider {

    @Option(names = "--sandbox", scope = ScopeType.INHERIT, description = "Use the made-up Spotify that ships with this"
            + " program, with one demo account: no account, no network. A command then works on what such a run has"
            + " stored.")
    private boolean sandbox;

    private final Clock clock;
    private final Map<String, String> environment;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ProcessSignals signals = new ProcessSignals(stop::countDown);
    private Callable<Integer> whenReady = () -> {
        stop.await();
        return 0;
    };

    /** For picocli, which asks it for the version. */
    App() {
        this(Clock.systemUTC(), System.getenv());
    }

    private App(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    public static void main(String[] args) {
        App app = new App(Clock.systemUTC(), System.getenv());
        // first, so that a stop in the first second of a start is clean too
        app.signals.take();
        try {
            System.exit(app.commandLine().execute(args));
        } catch (Error e) {
            // out of memory, for example: other threads would keep a process alive that does nothing any more
            System.err.println("spotify-pipeline: the Java virtual machine failed: " + e);
            System.exit(1);
        }
    }

    static CommandLine commandLine(Clock clock, Map<String, String> environment) {
        return new App(clock, environment).commandLine();
    }

    private CommandLine commandLine() {
        return new CommandLine(this).setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(new CommandErrors())
                .setParameterExceptionHandler(CommandErrors::wrongArguments)
                .registerConverter(LocalDate.class, App::day);
    }

    private static LocalDate day(String text) {
        return Selection.day(text).orElseThrow(() ->
                new TypeConversionException("'" + text + "' is not a day: write one of the calendar as YYYY-MM-DD, such"
                + " as 2026-11-01"));
    }

    @Override
    public String[] getVersion() {
        return new String[] {"spotify-pipeline " + Version.text()};
    }

    /** The settings, with {@code --sandbox} those of a run on the sandbox. */
    Settings settings() {
        return sandbox ? SandboxSettings.load(home(), environment, SandboxOptions.defaults().client().id())
                : Settings.load(home(), environment);
    }

    Clock clock() {
        return clock;
    }

    /** What ends the process. */
    ProcessSignals signals() {
        return signals;
    }

    /** An environment variable that is no setting; empty when it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    @Override
    public Integer call() throws Exception {
        Settings settings = settings();
        LogFiles.in(settings, true);
        return sandbox ? runOnSandbox(settings) : run(settings);
    }

    private int run(Settings settings) throws Exception {
        try (Pipeline pipeline = Pipeline.prepare(settings, clock)) {
            return runUntilStopped(pipeline);
        } catch (EmbeddedMongoException e) {
            if (e.isInUse() && isToStop()) {
                return 0;
            }
            throw e;
        }
    }

    /** Runs this when the pipeline is ready, in place of waiting for a signal. Its result is the exit code. */
    void whenReady(Callable<Integer> action) {
        whenReady = action;
    }

    private boolean isToStop() {
        return stop.getCount() == 0;
    }

    private int runOnSandbox(Settings settings) throws Exception {
        SandboxOptions options = SandboxOptions.defaults();
        if (isToStop()) {
            return 0;
        }
        try (Sandbox standIn = sandbox(options, settings);
                Pipeline pipeline = Pipeline.prepare(
                        settings.withSpotifyAt(standIn.accountsUrl(), standIn.apiUrl()), clock)) {
            SandboxAccount demo = standIn.demo();
            pipeline.requireNoOtherAccountThan(demo.accountId());
            pipeline.onReady(() -> {
                if (pipeline.accounts().stream().noneMatch(Account::isActive)) {
                    DemoSignIn.signIn(pipeline.page(), demo.id());
                }
                pipeline.accounts().forEach(account ->
                        DemoExport.leave(settings.dataDir(), standIn, account.authorizedAt()));
            });
            return runUntilStopped(pipeline);
        }
    }

    private static Sandbox sandbox(SandboxOptions options, Settings settings) {
        try {
            return Sandbox.start(options.withPort(settings.sandboxPort()));
        } catch (IllegalStateException e) {
            throw new SettingsException(e.getMessage() + " Set sandbox.port (SANDBOX_PORT) to another one, or to 0 for"
                    + " any.");
        }
    }

    private int runUntilStopped(Pipeline pipeline) throws Exception {
        if (isToStop()) {
            return 0;
        }
        pipeline.start();
        return whenReady.call();
    }

    private static Path home() {
        return Path.of(System.getProperty("spotify-pipeline.home", "")).toAbsolutePath();
    }
}
