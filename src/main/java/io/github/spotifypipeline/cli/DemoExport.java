package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.FileTrouble;
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

/**
 * The privacy export of the sandbox's demo account: some years of it are imported at the first start, so that the page
 * has something to say, and three are left in the data folder, for whoever wants to try an import.
 */
final class DemoExport {

    private static final Logger LOG = LoggerFactory.getLogger(DemoExport.class);
    private static final int YEARS_LEFT = 3;

    private final Path dataDir;
    private final Sandbox sandbox;
    private final Instant until;

    /**
     * Of the account.
     *
     * @param until when the account signed in: whatever the Web API showed later lies outside of the export, as it does
     *              with a real one
     */
    DemoExport(Path dataDir, Sandbox sandbox, Instant until) {
        this.dataDir = dataDir;
        this.sandbox = sandbox;
        this.until = until;
    }

    /** Has the pipeline import years of it, unless something ever was: puts it into the folder that is watched. */
    void importPast(Database database, int years) {
        if (years > 0 && database.collection("imports").find().first() == null) {
            write(years, dataDir.resolve("import").resolve(PrivacyExport.NAME));
        }
    }

    /** Writes it where it is not there yet, and says in the log where it is. */
    void leave() {
        Path file = dataDir.resolve(PrivacyExport.NAME);
        if (Files.exists(file) || write(YEARS_LEFT, file)) {
            LOG.info("Sandbox: for three years of plays, drop this on the page or run spotify-pipeline import {}",
                    file);
        }
    }

    private boolean write(int years, Path file) {
        // not under its name until it is whole
        Path part = dataDir.resolve(PrivacyExport.NAME + ".part");
        try {
            try (OutputStream out = Files.newOutputStream(part)) {
                sandbox.writeExport(until, years, out);
            }
            Files.createDirectories(file.getParent());
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
            return true;
        } catch (IOException e) {
            LOG.warn("{} could not be written ({})", file, FileTrouble.inWords(e));
            return false;
        }
    }
}
