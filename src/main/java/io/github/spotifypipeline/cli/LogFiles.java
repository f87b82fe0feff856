package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.settings.SettingsException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Makes the data folder and tells Log4j where and how to write, before the first logger is made. */
final class LogFiles {

    private LogFiles() {
    }

    /**
     * @param program whether this is the pipeline, which logs to the console too; a command may run beside it, and logs
     *                to a file of its own
     * @throws SettingsException when the data folder cannot be written
     */
    static void in(Settings settings, boolean program) {
        Path folder = settings.dataDir().resolve("logs");
        try {
            Files.createDirectories(folder, ownerOnly());
            Files.delete(Files.createTempFile(folder, "probe", null));
        } catch (IOException e) {
            throw new SettingsException("The data folder " + settings.dataDir() + " cannot be written: give this user"
                    + " the right to, or set data.dir (DATA_DIR) to another folder.");
        }
        // not log4j2.xml, which every application with this jar on its classpath would use
        if (System.getProperty("log4j2.configurationFile") == null) {
            System.setProperty("log4j2.configurationFile", "spotify-pipeline-log4j2.xml");
        }
        // one for all, else each of some hundred loggers would look through the stack for its class loader
        System.setProperty("log4j2.contextSelector", "org.apache.logging.log4j.core.selector.BasicContextSelector");
        System.setProperty("spotify-pipeline.log.folder", folder.toString());
        System.setProperty("spotify-pipeline.log.format", settings.logFormat());
        System.setProperty("spotify-pipeline.log.name", program ? "spotify-pipeline" : "spotify-pipeline-commands");
        System.setProperty("spotify-pipeline.log.console", program ? "all" : "off");
    }

    private static FileAttribute<?>[] ownerOnly() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString("rwx------"))}
                : new FileAttribute<?>[0];
    }
}
