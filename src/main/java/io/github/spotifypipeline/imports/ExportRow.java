package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;

/**
 * A row of an export, without the keys that are personal.
 *
 * @param kind  what it is
 * @param uri   Spotify's, that of our own document of the same names, or {@code export:…}; null of an empty or dead row
 * @param names null of a dead row
 * @param heard null of a dead row
 * @param raw   as it was sent; null of a dead row that is no object
 * @param fault why it is dead, in words that follow "the row"; null otherwise
 * @param song  what the row itself knows of the song besides, named as in the collection {@code tracks}; null for
 *              nothing
 */
public record ExportRow(RowKind kind, String uri, SongNames names, Heard heard, ObjectNode raw, String fault,
                        ObjectNode song) {

    /** Of a row that knows nothing else of the song. */
    ExportRow(RowKind kind, String uri, SongNames names, Heard heard, ObjectNode raw, String fault) {
        this(kind, uri, names, heard, raw, fault, null);
    }

    static ExportRow dead(ObjectNode raw, String fault) {
        return new ExportRow(RowKind.DEAD, null, null, null, raw, fault);
    }

    /**
     * Where its document belongs. Other services keep only what they call a play, and not how long it was heard.
     *
     * @param playAfter a song that was heard shorter is no play
     * @return null of an empty or dead row
     */
    public Place place(Duration playAfter) {
        return switch (kind) {
            case TRACK -> !heard.source().isExport() || heard.msPlayed() >= playAfter.toMillis() ? Place.PLAY
                    : Place.SHORT;
            case EPISODE -> Place.EPISODE;
            case CHAPTER -> Place.CHAPTER;
            default -> null;
        };
    }

    /** What a copy, a repeat and a partner are told by; null of an empty or dead row. */
    public RowKey key() {
        return uri == null ? null : RowKey.of(uri, heard);
    }

    /**
     * The natural key of its document.
     *
     * @param repeat n of the n-th repeat with the same end, uri and length; 0 of the first
     */
    public String id(String accountId, int repeat) {
        String id = accountId + ":" + heard.endedAt() + ":" + uri
                + (heard.source().isExport() ? ":" + heard.msPlayed() : "");
        return repeat == 0 ? id : id + ":" + repeat;
    }

    /** The id of a song of Spotify's catalogue; null of anything else. */
    public String trackId() {
        String prefix = "spotify:track:";
        return kind == RowKind.TRACK && uri.startsWith(prefix) ? uri.substring(prefix.length()) : null;
    }

    /** Whether it is a song of an export of which only the names were sent. */
    public boolean isByName() {
        return kind == RowKind.TRACK && heard.source().isExport() && RowFields.text(raw, "spotify_track_uri") == null;
    }

    /** Whether it is a song of which the uri is known. */
    boolean isOfKnownSong() {
        return kind == RowKind.TRACK && !uri.startsWith("export:");
    }

    /**
     * The field {@code stream}: what only an export knows. {@code started_at} is ISO 8601.
     *
     * @return null of what another service has kept
     */
    public ObjectNode stream() {
        if (!heard.source().isExport()) {
            return null;
        }
        ObjectNode stream = raw.objectNode();
        stream.put("ms_played", heard.msPlayed());
        stream.put("started_at", Instant.ofEpochMilli(heard.startedAtOrComputed()).toString());
        stream.put("reason_start", RowFields.text(raw, "reason_start"));
        stream.put("reason_end", RowFields.text(raw, "reason_end"));
        stream.put("shuffle", RowFields.flag(raw, "shuffle"));
        stream.put("skipped", heard.byMinute() ? null : (Boolean) RowFields.isSkipped(raw));
        stream.put("offline", RowFields.flag(raw, "offline"));
        stream.put("private", heard.hidden());
        stream.put("video", heard.video());
        stream.put("platform", RowFields.text(raw, "platform"));
        stream.put("country", RowFields.text(raw, "conn_country"));
        return stream;
    }
}
