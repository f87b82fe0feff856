package io.github.spotifypipeline.routefiles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds which files of a folder have changed. It compares sizes and times, which works on every file system, also
 * on a container's volume. A change counts when two looks in a row have found the same: a file may be half-written, and
 * an editor may remove a file before it writes the new one.
 */
public final class FolderWatch {

    private record Stamp(long size, FileTime time, boolean readable) {

        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file), Files.isReadable(file));
        }
    }

    private final Path folder;
    private final Map<Path, Stamp> told = new HashMap<>();
    private Map<Path, Stamp> before = new HashMap<>();

    public FolderWatch(Path folder) {
        this.folder = folder;
    }

    /** The files that exist now. Later looks report changes against them. */
    public List<Path> begin() throws IOException {
        before = stamps();
        told.putAll(before);
        return before.keySet().stream().sorted().toList();
    }

    /** The files that are new, changed or gone since at least the last look; those that are gone come first. */
    public List<Path> look() throws IOException {
        Map<Path, Stamp> now = stamps();
        Set<Path> all = new HashSet<>(now.keySet());
        all.addAll(told.keySet());
        List<Path> changed = new ArrayList<>();
        for (Path file : all) {
            Stamp stamp = now.get(file);
            if (equal(stamp, before.get(file)) && !equal(stamp, told.get(file))) {
                changed.add(stamp == null ? 0 : changed.size(), file);
                tell(file, stamp);
            }
        }
        before = now;
        return changed;
    }

    /** Makes the next look report the file again. */
    public void forget(Path file) {
        told.put(file, new Stamp(-1, FileTime.fromMillis(0), false));
    }

    private void tell(Path file, Stamp stamp) {
        if (stamp == null) {
            told.remove(file);
        } else {
            told.put(file, stamp);
        }
    }

    private static boolean equal(Stamp one, Stamp other) {
        return one == null ? other == null : one.equals(other);
    }

    private Map<Path, Stamp> stamps() throws IOException {
        Map<Path, Stamp> stamps = new HashMap<>();
        for (Path file : RouteFiles.andStrays(folder)) {
            try {
                stamps.put(file, Stamp.of(file));
            } catch (IOException e) {
                // the file was removed after it was listed
            }
        }
        return stamps;
    }
}
