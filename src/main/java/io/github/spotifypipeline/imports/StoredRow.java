package io.github.spotifypipeline.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.scrobbles.Scrobble;
import io.github.spotifypipeline.imports.scrobbles.ScrobbleSource;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Instant;
import org.bson.Document;

/**
 * A row that an import has stored: to be paired with plays that the API shows later, by the same rules.
 *
 * @param id    {@code _id} of its document
 * @param uri   of the song
 * @param names of the song
 * @param heard when and how long
 */
public record StoredRow(String id, String uri, SongNames names, Heard heard) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final RowForm FORM = new RowForm(new SongUris(), Instant.ofEpochSecond(1L << 40));
    private static final ServiceForm SERVICES = new ServiceForm(FORM, new SongUris());

    /** @param document of {@code plays} or {@code other_streams}, whose {@code raw} is the row */
    public static StoredRow of(Document document) {
        ExportRow row = rowOf(document);
        return new StoredRow(document.getString("_id"), row.uri(), row.names(), row.heard());
    }

    /** The row that a document was made of, with the uri that was found for it then. */
    public static ExportRow rowOf(Document document) {
        ExportRow row = row(document.get("raw", Document.class), document.get("stream", Document.class));
        return new ExportRow(row.kind(), uri(document.getString("_id"), document.getString("account_id"), row),
                row.names(), row.heard(), row.raw(), null);
    }

    /**
     * The row that a play of the API has.
     *
     * @param play a document of {@code plays}
     * @return null when it has none
     */
    public static RowKey merged(Document play) {
        Document stream = play.get("stream", Document.class);
        Document raw = stream == null ? null : stream.get("raw", Document.class);
        return raw == null ? null : row(raw, stream).key();
    }

    /**
     * A scrobble that an import has stored.
     *
     * @param document of {@code plays}
     * @return null when it cannot be read any more
     */
    public static StoredRow ofScrobble(Document document) {
        PlaySource source = PlaySource.of(document.getString("source"));
        ObjectNode raw = JSON.valueToTree(document.get("raw", Document.class));
        Scrobble scrobble = ScrobbleSource.valueOf(source.name()).scrobble(raw);
        if (scrobble == null) {
            return null;
        }
        String id = document.getString("_id");
        ExportRow row = SERVICES.scrobble(scrobble, raw);
        String uri = id.substring((document.getString("account_id") + ":" + row.heard().endedAt() + ":").length());
        return new StoredRow(id, uri, row.names(), row.heard());
    }

    private static ExportRow row(Document raw, Document stream) {
        ObjectNode json = JSON.valueToTree(raw);
        return json.has("ts") ? FORM.extended(json, stream.getBoolean("video", false)) : FORM.byMinute(json);
    }

    /** The uri of a row that had only names was found in our own documents: the row does not say it, its key does. */
    private static String uri(String id, String accountId, ExportRow row) {
        if (!row.uri().startsWith("export:")) {
            return row.uri();
        }
        String length = ":" + row.heard().msPlayed();
        String key = id.substring((accountId + ":" + row.heard().endedAt() + ":").length());
        return key.substring(0, key.endsWith(length) ? key.length() - length.length() : key.lastIndexOf(length + ":"));
    }
}
