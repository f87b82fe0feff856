package io.github.spotifypipeline.endpoint.files;

import io.github.spotifypipeline.routefiles.RouteFiles;
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
 * Tells which route files of a folder have changed, by looking at their sizes and times: that works on every file
 * system, a container's volume included. A change counts once two looks have found the same, as a file may be
 * half-written, and an editor may remove a file to put the new one in its place.
 */
final class FolderWatch {

    private record Stamp(long size, FileTime time, boolean readable) {

        static Stamp of(Path file) throws IOException {
            return new Stamp(Files.size(file), Files.getLastModifiedTime(file), Files.isReadable(file));
        }
    }

    private final Path folder;
    private final Map<Path, Stamp> told = new HashMap<>();
    private Map<Path, Stamp> before = new HashMap<>();

    FolderWatch(Path folder) {
        this.folder = folder;
    }

    /** The files there are now; what becomes of them is told from here on. */
    List<Path> begin() throws IOException {
        before = stamps();
        told.putAll(before);
        return before.keySet().stream().sorted().toList();
    }

    /** The files that are new, changed or gone, and have been so at the last look, too; the gone ones first. */
    List<Path> look() throws IOException {
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

    /** Has a file told of again. */
    void forget(Path file) {
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
                // it went while we looked
            }
        }
        return stamps;
    }
}
