package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.imports.files.ExportFileKind;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** An export as the body of a request: a file as it is, a folder as a zip that is made while it is sent. */
final class ExportFolder {

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

    private static ZipStream zipped(Path folder) {
        try {
            return ZipStream.of(zip -> write(folder, zip));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Only the files of an export: nothing else in the folder is opened. */
    private static void write(Path folder, ZipOutputStream zip) throws IOException {
        for (Path file : files(folder)) {
            zip.putNextEntry(new ZipEntry(folder.relativize(file).toString()));
            Files.copy(file, zip);
            zip.closeEntry();
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.find(folder, Integer.MAX_VALUE, (path, attributes) -> attributes.isRegularFile()
                && ExportFileKind.of(folder.relativize(path).toString()).isPresent())) {
            return all.sorted().toList();
        }
    }
}
