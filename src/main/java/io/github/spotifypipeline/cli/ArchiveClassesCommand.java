package io.github.spotifypipeline.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.Callable;
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

    private static final String LONGEST_SECONDS = "180";

    @ParentCommand
    private RootCommand root;

    @Override
    public Integer call() throws IOException {
        // what a start needs, and a sync: the import of years would take longer than all of it
        Map<String, String> environment = Map.of("HTTP_PORT", freePort(),
                "ROUTES_DIR", root.app().variable("ROUTES_DIR"), "SANDBOX_YEARS", "0");
        App run = new App(root.app().clock(), environment);
        run.whenReady(() -> new App(root.app().clock(), environment)
                .execute("sync", "--wait", "--timeout", LONGEST_SECONDS));
        return run.execute(App.SANDBOX);
    }

    private static String freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return String.valueOf(probe.getLocalPort());
        }
    }
}
