package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.imports.files.ExportFileKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An export as the body of a request: a file as it is, a folder as a zip that is made while it is sent. */
final class ExportFolder {

    private static final int PIPE = 64 * 1024;

    private ExportFolder() {
    }

    static BodyPublisher body(Path path) {
        try {
            return Files.isDirectory(path) ? BodyPublishers.ofInputStream(() -> zipped(path))
                    : BodyPublishers.ofFile(path);
        } catch (FileNotFoundException e) {
            throw CommandException.trouble(path + " cannot be read.");
        }
    }

    private static PipedInputStream zipped(Path folder) {
        try {
            PipedInputStream in = new PipedInputStream(PIPE);
            PipedOutputStream out = new PipedOutputStream(in);
            Thread writer = new Thread(() -> write(folder, out), "zip-of-folder");
            writer.setDaemon(true);
            writer.start();
            return in;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the files of an export: nothing else in the folder is opened. */
    private static void write(Path folder, OutputStream out) {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.setLevel(Deflater.BEST_SPEED);
            for (Path file : files(folder)) {
                zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
                Files.copy(file, zip);
                zip.closeEntry();
            }
        } catch (IOException e) {
            // the pipeline receives half a zip, and says so; or it has hung up, and says why
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.find(folder, Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile()
                && ExportFileKind.of(folder.relativize(path).toString()).isPresent())) {
            return all.sorted().toList();
        }
    }
}
