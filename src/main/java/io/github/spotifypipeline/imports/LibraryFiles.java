package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.ExportArchive;
import io.github.spotifypipeline.imports.files.ExportFile;
import io.github.spotifypipeline.imports.files.ExportFileKind;
import io.github.spotifypipeline.imports.files.NamedObjects;
import io.github.spotifypipeline.imports.files.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.Set;

/** {@code YourLibrary.json} and {@code Playlist1.json}: which uri a song of the short form has. */
public final class LibraryFiles {

    private static final Set<String> SAVED = Set.of("tracks");
    private static final Set<String> ENTRIES = Set.of("items");

    private LibraryFiles() {
    }

    /** Adds what the files of an archive say. A damaged one is read as far as it goes: it only helps. */
    public static void read(ExportArchive archive, ReadLimits limits, SongUris songs) throws IOException {
        for (ExportFile file : archive.files()) {
            if (file.kind() == ExportFileKind.LIBRARY || file.kind() == ExportFileKind.PLAYLISTS) {
                try (InputStream in = file.open()) {
                    read(new NamedObjects(in, file.kind() == ExportFileKind.LIBRARY ? SAVED : ENTRIES, limits), songs);
                } catch (DamagedFileException e) {
                    // what was read before is good
                }
            }
        }
    }

    private static void read(NamedObjects objects, SongUris songs) throws IOException {
        for (ObjectNode entry; (entry = objects.next()) != null;) {
            JsonNode track = entry.path("track");
            if (track.isObject()) {
                add(songs, (ObjectNode) track, "trackName", "artistName", "albumName", "trackUri");
            } else {
                add(songs, entry, "track", "artist", "album", "uri");
            }
        }
    }

    private static void add(SongUris songs, ObjectNode song, String title, String artist, String album, String uri) {
        songs.add(new SongNames(RowFields.text(song, title), RowFields.text(song, artist), RowFields.text(song, album)),
                RowFields.text(song, uri));
    }
}
