package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.imports.Place;
import java.time.Instant;
import java.util.Locale;

/** What a row is, in plain names, for the transform of {@code routes/import}. */
final class StreamFields {

    private StreamFields() {
    }

    /** @param song what {@code tracks} has of it; JSON null or null for nothing: then what the row says counts */
    static ObjectNode of(ExportRow row, Place place, JsonNode song) {
        ObjectNode fields = row.raw().objectNode();
        fields.put("kind", row.kind().name().toLowerCase(Locale.ROOT));
        fields.put("reason", place.reason());
        fields.put("title", row.names().title());
        fields.put("artist", row.names().artist());
        fields.put("album", row.names().album());
        fields.put("uri", row.uri());
        fields.put("track_id", row.trackId());
        fields.put("ended_at", Instant.ofEpochMilli(row.heard().endedAt()).toString());
        fields.put("source", row.heard().source().text());
        fields.set("song", song == null || song.isNull() ? row.song() : song);
        fields.set("stream", row.stream());
        return fields;
    }
}
