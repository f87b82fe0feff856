package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.imports.ExportRow;
import io.github.spotifypipeline.records.Bson;
import org.bson.Document;

/** The field {@code stream} of a play of the API: what its row knows, and the row itself. */
final class StreamDocument {

    private StreamDocument() {
    }

    static Document of(ExportRow row) {
        return Bson.document(row.stream()).append("raw", Bson.value(row.raw()));
    }

    /** Of a document that a row has: it moves into the play. */
    static Document of(Document ofRow) {
        return new Document(ofRow.get("stream", Document.class)).append("raw", ofRow.get("raw"));
    }
}
