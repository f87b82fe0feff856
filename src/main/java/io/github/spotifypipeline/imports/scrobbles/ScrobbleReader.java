package io.github.spotifypipeline.imports.scrobbles;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.files.DamagedFileException;
import io.github.spotifypipeline.imports.files.NamedObjects;
import io.github.spotifypipeline.imports.files.ReadLimits;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The scrobbles of a file of Last.fm (JSON or CSV), ListenBrainz, Maloja or Koito. The file itself says whose it is.
 */
public final class ScrobbleReader {

    private static final Map<String, ScrobbleSource> ARRAYS = Map.of("track", ScrobbleSource.LASTFM, "scrobbles",
            ScrobbleSource.MALOJA, "list", ScrobbleSource.MALOJA, "listens", ScrobbleSource.KOITO);

    /** ListenBrainz has one listen a line. Other files are one object, which must not be read as a whole. */
    private static final Map<String, ScrobbleSource> LINES = Map.of(NamedObjects.ROOT, ScrobbleSource.LISTENBRAINZ);

    private static final List<String> USER_NAMES = List.of("user", "user_name", "username");

    /** Gives the next entry; null after the last one. */
    private interface Entries {

        ObjectNode next() throws IOException;
    }

    private final Entries entries;
    private NamedObjects objects;
    private Map<String, ScrobbleSource> sources;
    private Scrobble scrobble;

    /**
     * Begins to read.
     *
     * @param name of the file; its ending says whether it is CSV or has one object a line
     * @param in   the file at its beginning; the caller closes it
     * @throws DamagedFileException when it is a CSV of something else
     */
    public ScrobbleReader(String name, InputStream in, ReadLimits limits) throws IOException {
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        if (ending.equals("csv")) {
            entries = csv(new CsvRecords(in, limits.rowBytes()));
        } else {
            sources = ending.equals("jsonl") ? LINES : ARRAYS;
            objects = new NamedObjects(in, sources.keySet(), limits);
            entries = objects::next;
        }
    }

    /** @return the next entry, without the user's name; null after the last one */
    public ObjectNode next() throws IOException {
        for (ObjectNode entry; (entry = entries.next()) != null;) {
            entry.remove(USER_NAMES);
            if (!entry.path("@attr").path("nowplaying").asBoolean()) {
                ScrobbleSource source = objects == null ? ScrobbleSource.LASTFM : sources.get(objects.name());
                scrobble = source.scrobble(entry);
                return entry;
            }
        }
        return null;
    }

    /** What the entry that came last is; null when it has no time, title or artist. */
    public Scrobble scrobble() {
        return scrobble;
    }

    /** Columns of lastfm.ghan.nl: {@code uts,utc_time,artist,artist_mbid,album,album_mbid,track,track_mbid}. */
    private static Entries csv(CsvRecords records) throws IOException {
        List<String> columns = records.next();
        int time = columns == null ? -1 : columns.indexOf("uts");
        int artist = columns == null ? -1 : columns.indexOf("artist");
        int track = columns == null ? -1 : columns.indexOf("track");
        if (time < 0 || artist < 0 || track < 0) {
            throw new DamagedFileException("has no columns uts, artist and track");
        }
        int album = columns.indexOf("album");
        return () -> {
            List<String> values = records.next();
            if (values == null) {
                return null;
            }
            ObjectNode entry = JsonNodeFactory.instance.objectNode();
            entry.put("artist", value(values, artist)).put("album", value(values, album)).put("name",
                    value(values, track)).putObject("date").put("uts", value(values, time));
            return entry;
        };
    }

    private static String value(List<String> values, int column) {
        return column >= 0 && column < values.size() ? values.get(column) : null;
    }
}
