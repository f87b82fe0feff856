package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Date;
import java.util.Map;
import org.bson.BsonDocument;
import org.bson.BsonDocumentWrapper;
import org.bson.BsonWriter;
import org.bson.Document;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.Encoder;
import org.bson.codecs.EncoderContext;

/**
 * Writes the fields of a record while they are sent, as {@link Bson#document} has them, without {@code _id}. The
 * documents of a page would be several times as large as the page.
 */
final class RecordEncoder implements Encoder<ObjectNode> {

    private static final RecordEncoder ENCODER = new RecordEncoder();
    private static final DocumentCodec DOCUMENTS = new DocumentCodec();

    private RecordEncoder() {
    }

    static BsonDocument fields(ObjectNode record) {
        return new BsonDocumentWrapper<>(record, ENCODER);
    }

    @Override
    public Class<ObjectNode> getEncoderClass() {
        return ObjectNode.class;
    }

    @Override
    public void encode(BsonWriter writer, ObjectNode record, EncoderContext context) {
        if (!areNamesWhole(record)) {
            // replaced, two names may be one
            Document document = Bson.document(record);
            document.remove("_id");
            DOCUMENTS.encode(writer, document, context);
            return;
        }
        writer.writeStartDocument();
        for (Map.Entry<String, JsonNode> field : record.properties()) {
            if (!field.getKey().equals("_id")) {
                timed(writer, field);
            }
        }
        writer.writeEndDocument();
    }

    @SuppressWarnings("StringEquality") // it is the same where nothing is replaced
    private static boolean areNamesWhole(JsonNode node) {
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (Bson.text(field.getKey()) != field.getKey() || !areNamesWhole(field.getValue())) {
                return false;
            }
        }
        if (node.isArray()) {
            for (JsonNode element : node) {
                if (!areNamesWhole(element)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static void timed(BsonWriter writer, Map.Entry<String, JsonNode> field) {
        writer.writeName(field.getKey());
        if (Bson.isTime(field.getKey())) {
            Date date = Bson.date(field.getValue());
            if (date == null) {
                writer.writeNull();
            } else {
                writer.writeDateTime(date.getTime());
            }
        } else if (Bson.isStream(field)) {
            writer.writeStartDocument();
            field.getValue().properties().forEach(inner -> timed(writer, inner));
            writer.writeEndDocument();
        } else {
            value(writer, field.getValue());
        }
    }

    private static void value(BsonWriter writer, JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                writer.writeStartDocument();
                for (Map.Entry<String, JsonNode> field : node.properties()) {
                    writer.writeName(field.getKey());
                    value(writer, field.getValue());
                }
                writer.writeEndDocument();
            }
            case ARRAY -> {
                writer.writeStartArray();
                node.forEach(element -> value(writer, element));
                writer.writeEndArray();
            }
            case STRING -> writer.writeString(Bson.text(node.textValue()));
            case BOOLEAN -> writer.writeBoolean(node.booleanValue());
            case NUMBER -> number(writer, Bson.number(node));
            case POJO -> value(writer, Bson.plain(node));
            default -> writer.writeNull();
        }
    }

    private static void number(BsonWriter writer, Number number) {
        if (number instanceof Integer) {
            writer.writeInt32(number.intValue());
        } else if (number instanceof Long) {
            writer.writeInt64(number.longValue());
        } else {
            writer.writeDouble(number.doubleValue());
        }
    }
}
