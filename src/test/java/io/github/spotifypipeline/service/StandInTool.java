package io.github.spotifypipeline.service;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** A {@code systemctl} or the like that records how it is called and answers as it is told. */
public final class StandInTool {

    private final Path folder;
    private final Path calls;

    /** @param folder what stands on the PATH @param body what it does besides, in shell */
    public StandInTool(Path folder, String name, String body) {
        this.folder = folder;
        this.calls = folder.resolve(name + ".calls");
        try {
            Files.createDirectories(folder);
            Path tool = folder.resolve(name);
            Files.writeString(tool, "#!/bin/sh\necho \"$*\" >>'" + calls + "'\n" + body + "\n");
            Files.setPosixFilePermissions(tool, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of PATH with it alone. */
    public String path() {
        return folder.toString();
    }

    /** The arguments of each call. */
    public List<String> calls() {
        try {
            return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
