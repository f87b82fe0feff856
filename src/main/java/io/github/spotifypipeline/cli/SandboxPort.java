package io.github.spotifypipeline.cli;

import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.SandboxOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The port of the sandbox: where none is set, that of the last run. The addresses of covers have it, so with another
 * one all that has a cover would be stored once more.
 */
final class SandboxPort {

    private static final Logger LOG = LoggerFactory.getLogger(SandboxPort.class);
    private static final String FILE = "sandbox.port";

    private SandboxPort() {
    }

    /** Starts it where it was in the last run of this data folder, or anywhere when something else is there now. */
    static Sandbox start(SandboxOptions options, Path dataDir) {
        try {
            return Sandbox.start(options.withPort(Integer.parseInt(Files.readString(dataDir.resolve(FILE)).strip())));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            LOG.debug("The sandbox takes any port", e);
            return Sandbox.start(options);
        }
    }

    /** Writes down where it is. */
    static void keep(Sandbox sandbox, Path dataDir) {
        try {
            Files.writeString(dataDir.resolve(FILE), String.valueOf(sandbox.accountsUrl().getPort()));
        } catch (IOException e) {
            LOG.debug("The port of the sandbox is not kept", e);
        }
    }
}
