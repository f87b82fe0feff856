package io.github.spotifypipeline.cli;

import io.github.spotifysandbox.Sandbox;
import io.github.spotifysandbox.export.PrivacyExport;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leaves a privacy export of the sandbox's demo account in the data folder, for whoever wants to try an import. */
final class DemoExport {

    private static final Logger LOG = LoggerFactory.getLogger(DemoExport.class);

    private DemoExport() {
    }

    /**
     * Writes it where it is not there yet, and says in the log where it is.
     *
     * @param until when the account signed in: whatever the Web API showed later lies outside of the export, as it does
     *              with a real one
     */
    static void leave(Path dataDir, Sandbox sandbox, Instant until) {
        Path file = dataDir.resolve(PrivacyExport.NAME);
        try {
            if (!Files.exists(file)) {
                Path part = dataDir.resolve(PrivacyExport.NAME + ".part");
                try (OutputStream out = Files.newOutputStream(part)) {
                    sandbox.writeExport(until, out);
                }
                Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            }
            LOG.info("Sandbox: for three years of plays, drop this on the page or run spotify-pipeline import {}",
                    file);
        } catch (IOException e) {
            LOG.warn("{} could not be written ({})", file, e.getClass().getSimpleName());
        }
    }
}
