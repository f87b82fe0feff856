package io.github.spotifypipeline.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * {@code spotify-pipeline archive-classes}: runs once on the sandbox until everything is synced. The start script has
 * the JVM archive the classes that this has loaded, which halves the time of later starts: docs/performance.md.
 */
@Command(name = "archive-classes", hidden = true, mixinStandardHelpOptions = true,
        header = "Make the archive of classes that shortens a start.",
        description = "Runs once on the sandbox, without a network and without touching your data. For a copy of the"
        + " program, and for another JDK.",
        footer = {"", "Examples:", "  spotify-pipeline archive-classes", "",
                "Exit codes: 0 when it is made, 1 when not: the program works without it."})
final class ArchiveClassesCommand implements Callable<Integer> {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final long LOOK_MILLIS = 200;

    @ParentCommand
    private App app;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Map<String, String> environment = Map.of("HTTP_PORT", freePort(), "ROUTES_DIR", app.variable("ROUTES_DIR"));
        CommandLine run = App.commandLine(app.clock(), environment);
        Thread pipeline = new Thread(() -> run.execute("--sandbox"), "spotify-pipeline");
        pipeline.start();
        CommandLine sync = App.commandLine(app.clock(), environment).setErr(new PrintWriter(Writer.nullWriter()));
        long begun = System.nanoTime();
        int code;
        // nobody answers, or nobody is signed in yet
        while ((code = sync.execute("sync", "--wait")) != 0 && pipeline.isAlive()
                && System.nanoTime() - begun < LONGEST.toNanos()) {
            Thread.sleep(LOOK_MILLIS);
        }
        run.<App>getCommand().stop();
        pipeline.join();
        return code;
    }

    private static String freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(probe.getLocalPort());
        }
    }
}
