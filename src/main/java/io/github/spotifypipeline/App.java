package io.github.spotifypipeline;

import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.sandbox.DemoSignIn;
import io.github.spotifypipeline.sandbox.Sandbox;
import io.github.spotifypipeline.sandbox.SandboxAccount;
import io.github.spotifypipeline.sandbox.SandboxOptions;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.settings.Version;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import sun.misc.Signal;

/** The command line. */
@Command(name = "spotify-pipeline", mixinStandardHelpOptions = true, versionProvider = App.class,
        subcommands = {Check.class, Replay.class, Retransform.class},
        description = "Keeps your own Spotify data in MongoDB. Runs in the foreground until it is told to stop.",
        footer = {"", "Settings: application.properties, each overridable by the environment variable beside it.",
                "Exit codes: 0 after a clean stop, 2 for settings that cannot work."})
public final class App implements Callable<Integer>, IVersionProvider {

    @Option(names = "--sandbox", description = "Run against a made-up Spotify that ships with this program,"
            + " with one demo account: no account, no network.")
    private boolean sandbox;

    @Spec
    private CommandSpec spec;

    private final CountDownLatch stop = new CountDownLatch(1);

    public static void main(String[] args) {
        System.exit(new CommandLine(new App()).execute(args));
    }

    @Override
    public String[] getVersion() {
        return new String[] {"spotify-pipeline " + Version.text()};
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            return sandbox ? runOnSandbox() : run(Settings.load(home(), System.getenv()));
        } catch (SettingsException | EmbeddedMongoException e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("spotify-pipeline: " + e.getMessage());
            err.flush();
            return 2;
        }
    }

    private int run(Settings settings) throws InterruptedException {
        LogFiles.in(settings, true);
        try (Pipeline pipeline = Pipeline.prepare(settings, Clock.systemUTC())) {
            return runUntilStopped(pipeline);
        }
    }

    private int runOnSandbox() throws InterruptedException {
        SandboxOptions options = SandboxOptions.defaults();
        Settings settings = Settings.loadForSandbox(home(), System.getenv(), options.clientId());
        LogFiles.in(settings, true);
        try (Sandbox standIn = sandbox(options, settings);
                Pipeline pipeline = Pipeline.prepare(
                        settings.withSpotifyAt(standIn.accountsUrl(), standIn.apiUrl()), Clock.systemUTC())) {
            SandboxAccount demo = standIn.account(options.demoAccountId());
            pipeline.requireNoOtherAccountThan(demo.accountId());
            pipeline.onReady(() -> {
                if (!pipeline.isSignedIn(demo.accountId())) {
                    DemoSignIn.signIn(pipeline.page(), demo.id());
                }
            });
            return runUntilStopped(pipeline);
        }
    }

    private static Sandbox sandbox(SandboxOptions options, Settings settings) {
        try {
            return Sandbox.start(options.withPort(settings.sandboxPort()));
        } catch (IllegalStateException e) {
            throw new SettingsException(e.getMessage() + " Set sandbox.port (SANDBOX_PORT) to another one, or to 0 for any.");
        }
    }

    private int runUntilStopped(Pipeline pipeline) throws InterruptedException {
        for (String signal : new String[] {"TERM", "INT", "HUP"}) {
            Signal.handle(new Signal(signal), received -> stop.countDown());
        }
        pipeline.start();
        ClassArchive forTheNextStart = ClassArchive.refresh(home());
        try {
            stop.await();
        } finally {
            forTheNextStart.close();
        }
        return 0;
    }

    static Path home() {
        return Path.of(System.getProperty("spotify-pipeline.home", "")).toAbsolutePath();
    }
}
