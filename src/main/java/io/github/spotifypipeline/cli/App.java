package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.app.Pipeline;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.SandboxSettings;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.accounts.SandboxAccount;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;

/**
 * The program: runs the pipeline until it is told to stop, or a command. To run the pipeline it loads no class of
 * picocli: there are many, and they are too old for the archive of classes.
 */
public final class App {

    /** The option that stands the built-in sandbox in Spotify's place. */
    static final String SANDBOX = "--sandbox";

    private final Clock clock;
    private final Map<String, String> environment;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ProcessSignals signals = new ProcessSignals(stop::countDown);
    private Callable<Integer> whenReady = () -> {
        stop.await();
        return 0;
    };

    App(Clock clock, Map<String, String> environment) {
        this.clock = clock;
        this.environment = environment;
    }

    public static void main(String[] args) {
        App app = new App(Clock.systemUTC(), System.getenv());
        // first, so that a stop in the first second of a start is clean too
        app.signals.take();
        try {
            System.exit(app.execute(args));
        } catch (Error e) {
            // out of memory, for example: other threads would keep a process alive that does nothing any more
            System.err.println("spotify-pipeline: the Java virtual machine failed: " + e);
            System.exit(1);
        }
    }

    /** Does what the arguments say. @return the exit code */
    int execute(String... arguments) {
        boolean sandbox = List.of(arguments).equals(List.of(SANDBOX));
        if (arguments.length > 0 && !sandbox) {
            return RootCommand.commandLine(this).execute(arguments);
        }
        try {
            return run(sandbox);
        } catch (Exception e) {
            return CommandErrors.exitCode(e, "spotify-pipeline", new PrintWriter(System.err, true));
        }
    }

    /** The settings. @param sandbox whether they are those of a run on the sandbox */
    Settings settings(boolean sandbox) {
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

    /** The environment variables, of which some are no settings. */
    Map<String, String> environment() {
        return environment;
    }

    /** An environment variable that is no setting; empty when it is not set. */
    String variable(String name) {
        return environment.getOrDefault(name, "").strip();
    }

    /** Runs the pipeline until the process is told to stop. @return the exit code */
    int run(boolean sandbox) throws Exception {
        Settings settings = settings(sandbox);
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
        if (isToStop()) {
            return 0;
        }
        try (Sandbox standIn = sandbox(settings);
                Pipeline pipeline = Pipeline.prepare(
                        settings.withSpotifyAt(standIn.accountsUrl(), standIn.apiUrl()), clock)) {
            SandboxAccount demo = standIn.demo();
            pipeline.requireNoOtherAccountThan(demo.accountId());
            pipeline.onReady(() -> {
                SandboxPort.keep(standIn, settings.dataDir());
                if (pipeline.accounts().stream().noneMatch(Account::isActive)) {
                    DemoSignIn.signIn(pipeline.page(), demo.id());
                }
                pipeline.accounts().forEach(account -> {
                    DemoExport export = new DemoExport(settings.dataDir(), standIn, account.authorizedAt());
                    export.importPast(pipeline.database(), settings.sandboxYears());
                    export.leave();
                });
            });
            return runUntilStopped(pipeline);
        }
    }

    /** What {@code --sandbox} runs on: its account is a listener's who lives in the time zone of the settings. */
    static SandboxOptions demo(Settings settings, Clock clock) {
        return SandboxOptions.defaults().withClock(clock).withListenerIn(settings.timezone());
    }

    private Sandbox sandbox(Settings settings) {
        try {
            SandboxOptions options = demo(settings, clock);
            return settings.sandboxPort() == 0 ? SandboxPort.start(options, settings.dataDir())
                    : Sandbox.start(options.withPort(settings.sandboxPort()));
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

    /** The folder of the program. */
    static Path home() {
        return Path.of(System.getProperty("spotify-pipeline.home", "")).toAbsolutePath();
    }
}
