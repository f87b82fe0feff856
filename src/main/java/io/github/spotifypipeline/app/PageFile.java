package io.github.spotifypipeline.app;

import io.github.spotifypipeline.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the data folder with the address of the page. The pipeline that has the embedded database open writes it; a
 * process that finds the folder in use reads it.
 */
final class PageFile {

    private static final Logger LOG = LoggerFactory.getLogger(PageFile.class);

    private final Path path;

    private PageFile(Path path) {
        this.path = path;
    }

    static PageFile in(Settings settings) {
        return new PageFile(settings.dataDir().resolve("page.url"));
    }

    void write(String url) {
        try {
            Files.writeString(path, url + "\n");
        } catch (IOException e) {
            // the pipeline works without it
            LOG.debug("{} cannot be written", path, e);
        }
    }

    /** The page's address; empty when there is none. */
    Optional<String> read() {
        try {
            return Optional.of(Files.readString(path).strip()).filter(url -> url.matches("https?://\\S{1,200}"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void delete() {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.debug("{} cannot be deleted", path, e);
        }
    }
}
