package io.github.spotifypipeline.covers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Files in a folder, each written as a whole. When there are too many or they are too large together, those that were
 * not used for the longest time go. When a file was used is its time of modification, to a day.
 */
final class BoundedFolder {

    private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}(\\.[a-z]+)?");
    private static final String PART = ".part";
    private static final Duration TOUCHED_EVERY = Duration.ofDays(1);

    private final Path folder;
    private final int mostFiles;
    private final long mostBytes;
    private final Clock clock;

    /** The least recently used at the beginning; null before the first use. */
    private Map<String, Used> files;
    private long bytes;

    private record Used(long size, Instant touched) {
    }

    /** @param folder made when something is written */
    BoundedFolder(Path folder, int mostFiles, long mostBytes, Clock clock) {
        this.folder = folder;
        this.mostFiles = mostFiles;
        this.mostBytes = mostBytes;
        this.clock = clock;
    }

    /** A file's content; null when there is none, or it cannot be read. */
    synchronized byte[] read(String name) {
        Used used = files().get(name);
        if (used == null) {
            return null;
        }
        try {
            byte[] content = Files.readAllBytes(folder.resolve(name));
            if (used.touched().plus(TOUCHED_EVERY).isBefore(clock.instant())) {
                Files.setLastModifiedTime(folder.resolve(name), FileTime.from(clock.instant()));
                files.put(name, new Used(used.size(), clock.instant()));
            }
            return content;
        } catch (NoSuchFileException e) {
            forget(name);
            return null;
        } catch (IOException e) {
            // as if it were not there; who writes next says that the folder cannot be used
            return null;
        }
    }

    /**
     * Writes a file.
     *
     * @param name a digest in hex, with an ending or without
     * @throws UncheckedIOException when the folder cannot be written
     */
    synchronized void write(String name, byte[] content) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(name);
        }
        files();
        try {
            Path part = Files.createDirectories(folder).resolve(name + PART);
            Files.write(part, content);
            Files.setLastModifiedTime(part, FileTime.from(clock.instant()));
            Files.move(part, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            forget(name);
            files.put(name, new Used(content.length, clock.instant()));
            bytes += content.length;
            trim();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes a file, if it is there. */
    synchronized void delete(String name) {
        if (files().containsKey(name)) {
            try {
                Files.deleteIfExists(folder.resolve(name));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            forget(name);
        }
    }

    private void forget(String name) {
        Used used = files.remove(name);
        bytes -= used == null ? 0 : used.size();
    }

    private void trim() throws IOException {
        Iterator<Map.Entry<String, Used>> oldest = files.entrySet().iterator();
        while ((files.size() > mostFiles || bytes > mostBytes) && oldest.hasNext()) {
            Map.Entry<String, Used> one = oldest.next();
            Files.deleteIfExists(folder.resolve(one.getKey()));
            bytes -= one.getValue().size();
            oldest.remove();
        }
    }

    private Map<String, Used> files() {
        if (files == null) {
            Map<String, Used> found = new LinkedHashMap<>(16, 0.75f, true);
            if (Files.isDirectory(folder)) {
                list().forEach(file -> {
                    try {
                        found.put(file.getFileName().toString(), new Used(Files.size(file), touched(file)));
                    } catch (IOException e) {
                        // it is gone
                    }
                });
            }
            bytes = found.values().stream().mapToLong(Used::size).sum();
            files = found;
        }
        return files;
    }

    private List<Path> list() {
        try (Stream<Path> all = Files.list(folder)) {
            List<Path> kept = new ArrayList<>();
            for (Path file : all.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(PART)) {
                    // of a process that was killed
                    Files.deleteIfExists(file);
                } else if (NAME.matcher(name).matches()) {
                    kept.add(file);
                }
            }
            kept.sort(Comparator.comparing(BoundedFolder::touched));
            return kept;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Instant touched(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }
}
