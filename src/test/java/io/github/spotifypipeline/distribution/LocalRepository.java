package io.github.spotifypipeline.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * A local repository for Maven that is the developer's own, by symbolic links, but for the artifact that this build has
 * made: it is there, and not installed where other builds would find it.
 */
final class LocalRepository {

    private static final List<String> OURS = List.of("io", "github", "spotifypipeline");

    private LocalRepository() {
    }

    /** @param folder where to make it; it must not be there */
    static void make(Path folder, Path developers) throws IOException {
        link(developers, folder, OURS);
        Path artifact = Files.createDirectories(folder.resolve(String.join("/", OURS))
                .resolve("spotify-pipeline/0.1.0"));
        Files.copy(Path.of("pom.xml"), artifact.resolve("spotify-pipeline-0.1.0.pom"));
        Files.copy(Path.of("target/spotify-pipeline-0.1.0.jar"), artifact.resolve("spotify-pipeline-0.1.0.jar"));
    }

    private static void link(Path from, Path to, List<String> but) throws IOException {
        Files.createDirectories(to);
        if (!Files.isDirectory(from)) {
            return;
        }
        try (Stream<Path> children = Files.list(from)) {
            for (Path child : children.filter(child -> !child.endsWith(but.get(0))).toList()) {
                Files.createSymbolicLink(to.resolve(child.getFileName()), child);
            }
        }
        if (but.size() > 1) {
            link(from.resolve(but.get(0)), to.resolve(but.get(0)), but.subList(1, but.size()));
        }
    }
}
