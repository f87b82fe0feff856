package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.settings.FileTrouble;
import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Text in UTF-8 to standard output or to a file. The file takes its place with {@link #done()}; without that, nothing
 * is left of it.
 */
final class Output implements AutoCloseable {

    private final Path file;
    private final Path unfinished;
    private final Writer writer;

    private Output(Path file, Path unfinished, OutputStream out) {
        this.file = file;
        this.unfinished = unfinished;
        this.writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
    }

    static Output standard() {
        return new Output(null, null, new FileOutputStream(FileDescriptor.out));
    }

    /** @throws CommandException when the file cannot be written; nothing was done then */
    static Output toFile(Path path) {
        Path file = path.toAbsolutePath();
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw CommandException.wrong(path + " is no file that could be replaced: name another one.");
        }
        try {
            // through a link, its target is replaced
            file = Files.exists(file) ? file.toRealPath() : file;
            Path unfinished = Files.createFile(file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID()
                    + ".part"));
            // Ctrl-C does not close it
            unfinished.toFile().deleteOnExit();
            if (Files.exists(file) && Files.getFileStore(file).supportsFileAttributeView("posix")) {
                // others may not read it meanwhile if they may not read the file
                Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(file));
            }
            return new Output(file, unfinished, Files.newOutputStream(unfinished));
        } catch (IOException e) {
            throw CommandException.wrong(path + " cannot be written: name a file in a folder that is there and that"
                    + " this user may write to.");
        }
    }

    /** Runs what writes. @throws BrokenPipeException when nobody reads standard output any more */
    void write(Writing writing) {
        try {
            writing.write(writer);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Ends the output: the file takes its place. */
    void done() {
        try {
            writer.flush();
            if (file != null) {
                writer.close();
                Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private RuntimeException failed(IOException e) {
        // the message is in the user's language, so the kind of output tells: only a file can be on a full disk
        if (file == null && !Files.isRegularFile(Path.of("/dev/stdout"))) {
            return new BrokenPipeException();
        }
        return CommandException.trouble((file == null ? "Standard output" : file) + " cannot be written ("
                + FileTrouble.inWords(e) + "): make room on its disk, or use another one.");
    }

    @Override
    public void close() {
        if (file != null) {
            try {
                writer.close();
                Files.deleteIfExists(unfinished);
            } catch (IOException e) {
                // deleted when the process ends
            }
        }
    }

    /** Something that writes. */
    interface Writing {
        void write(Appendable to) throws IOException;
    }

    /** Nobody reads standard output any more. */
    static final class BrokenPipeException extends RuntimeException {

        private static final long serialVersionUID = 1L;

        BrokenPipeException() {
            super("Nobody reads the output any more.");
        }
    }
}
