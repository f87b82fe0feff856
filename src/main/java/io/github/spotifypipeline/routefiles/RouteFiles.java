package io.github.spotifypipeline.routefiles;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Route files on the disk. */
public final class RouteFiles {

    private static final String ENDING = ".camel.yaml";
    private static final Pattern LEFT_BEHIND = Pattern.compile(".*(~|\\.(sw[a-z]|bak|orig|tmp|md))|#.*#|\\d+");
    private static final int MOST_BYTES = 1_000_000;
    private static final List<String> MOVED = List.of("alerts/spotify-attention.camel.yaml", "errors/errors.camel.yaml",
            "housekeeping/spotify-endpoint-files.camel.yaml", "housekeeping/spotify-housekeeping.camel.yaml",
            "notify/notify.camel.yaml");

    private RouteFiles() {
    }

    /**
     * The route files below a folder, sorted; empty when the folder does not exist. Names that begin with a dot do not
     * count: they are lock files of editors, or folders that Kubernetes mounts behind its links.
     */
    public static List<Path> below(Path folder) throws IOException {
        return below(folder, RouteFiles::isRouteFile);
    }

    /**
     * The files that are not read because the routes folder still holds a file of the same name from an earlier
     * version, which a user may have edited.
     */
    public static List<Path> replaced(Path routes) {
        return MOVED.stream().map(routes::resolve)
                .filter(file -> Files.exists(file) && Files.exists(routes.resolve(file.getFileName()))).toList();
    }

    /**
     * The route files below a folder, and other files that may be meant as such, sorted. Notes ({@code .md}) and files
     * that editors leave behind do not count.
     */
    public static List<Path> andStrays(Path folder) throws IOException {
        return below(folder, file -> isRouteFile(file)
                || !LEFT_BEHIND.matcher(file.getFileName().toString()).matches());
    }

    /** Whether a file has the name of a route file. */
    public static boolean isRouteFile(Path file) {
        return file.getFileName().toString().endsWith(ENDING);
    }

    /** Says why a file that is no {@link #isRouteFile} is not read. */
    public static RouteFinding stray() {
        return stray(ENDING);
    }

    /** The same of a folder whose files' names end otherwise. */
    public static RouteFinding stray(String ending) {
        return new RouteFinding(null, "the file is not read, because its name does not end in " + ending,
                "rename it, or move it out of this folder");
    }

    private static List<Path> below(Path folder, Predicate<Path> wanted) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (wanted.test(file) && !isHidden(folder.relativize(file))
                        && Files.isRegularFile(file)) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
                if (file.equals(folder)) {
                    throw e;
                }
                // a folder that may not be read hides only what is in it
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted().toList();
    }

    /** Puts files that are named after their route first, so that they win when two files have one id. */
    public static List<Path> ownersFirst(List<Path> files) {
        return files.stream().sorted(Comparator.comparing(file -> !isNamedAfterItsRoute(file))).toList();
    }

    private static boolean isNamedAfterItsRoute(Path file) {
        String name = file.getFileName().toString().replace(ENDING, "");
        try {
            return Pattern.compile("(?m)^\\s*id:\\s*[\"']?" + Pattern.quote(name) + "[\"']?\\s*(#.*)?$")
                    .matcher(read(file)).find();
        } catch (BrokenFileException e) {
            return false;
        }
    }

    /**
     * The folder and the files below it that every user of the machine may write to, sorted. Read-only mounts, such as
     * those of Kubernetes, and file systems without such rights have none.
     */
    public static List<Path> writableByEverybody(Path folder) throws IOException {
        if (!Files.isDirectory(folder) || Files.getFileStore(folder).isReadOnly()
                || !Files.getFileStore(folder).supportsFileAttributeView("posix")) {
            return List.of();
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.filter(path -> path.equals(folder) || !isHidden(folder.relativize(path)))
                    .filter(path -> Files.isDirectory(path) || isRouteFile(path) && Files.exists(path)).sorted()
                    .toList()) {
                if (Files.getPosixFilePermissions(path).contains(PosixFilePermission.OTHERS_WRITE)) {
                    found.add(path);
                }
            }
        } catch (UncheckedIOException e) {
            // a folder that may not be read hides only what is in it
            return found;
        }
        return found;
    }

    private static boolean isHidden(Path file) {
        return StreamSupport.stream(file.spliterator(), false).anyMatch(name -> name.toString().startsWith("."));
    }

    /** A file's text. @throws BrokenFileException when it is too large, unreadable, or not UTF-8 */
    public static String read(Path file) throws BrokenFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new BrokenFileException(new RouteFinding(null, "the file is larger than 1 MB",
                        "split it, or move what is no route out of it"));
            }
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new BrokenFileException(new RouteFinding(null, "the file is not UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            throw new BrokenFileException(new RouteFinding(null, "the file cannot be read",
                    "allow the user that runs this program to read it"));
        }
    }
}
