package io.github.spotifypipeline.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.json.WholeNumbers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Date;
import java.util.Map;
import org.bson.BsonBinaryReader;
import org.bson.BsonBinaryWriter;
import org.bson.Document;
import org.bson.codecs.BsonDocumentWrapperCodec;
import org.bson.codecs.BsonDocumentCodec;
import org.bson.codecs.DecoderContext;
import org.bson.codecs.DocumentCodec;
import org.bson.codecs.EncoderContext;
import org.bson.BsonDocumentWrapper;
import org.bson.io.BasicOutputBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordEncoderTest {

    private static Document sent(ObjectNode record) {
        BasicOutputBuffer bytes = new BasicOutputBuffer();
        new BsonDocumentWrapperCodec(new BsonDocumentCodec()).encode(new BsonBinaryWriter(bytes),
                (BsonDocumentWrapper<?>) RecordEncoder.fields(record), EncoderContext.builder().build());
        return new DocumentCodec().decode(new BsonBinaryReader(bytes.getByteBuffers().get(0).asNIO()),
                DecoderContext.builder().build());
    }

    private static ObjectNode json(String text) throws IOException {
        return (ObjectNode) WholeNumbers.reader().build().readTree(text);
    }

    private static void assertSameAsTheDocument(ObjectNode record) {
        Document document = Bson.document(record);
        document.remove("_id");
        assertThat(sent(record)).isEqualTo(document);
        assertThat(new ArrayList<>(sent(record).keySet())).isEqualTo(new ArrayList<>(document.keySet()));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "{}", "{\"_id\":\"a\",\"name\":\"Café 夜 \ud83c\udfa7\",\"empty\":\"\",\"none\":null}",
        "{\"played_at\":\"2023-11-27T09:13:57.637Z\",\"seen_at\":\"yesterday\",\"added_at\":1764000000}",
        "{\"stream\":{\"_id\":1,\"started_at\":\"2023-11-27T09:13:57Z\",\"stream\":{\"b_at\":7}},\"b\":true}",
        "{\"stream\":7,\"raw\":{\"_id\":1,\"played_at\":\"2023-11-27T09:13:57Z\",\"stream\":{\"c_at\":true}}}",
        "{\"n\":[1,1.0,-0.0,5000000000,0.5,1e19,1e400,123456789012345678901234567890,9223372036854775807]}",
        "{\"a\":[1,\"two\",null,[],[[false]],{\"x\":[],\"\":{}}]}",
        "{\"half\":\"a\\ud83d\",\"list\":[\"\\udfa7\"]}",
        "{\"_id\":\"a\",\"raw\":[{\"x\\ud83d\":1,\"x\\ud83c\":2,\"y\":3}]}"})
    void whatIsSentIsTheDocument(String record) throws IOException {
        assertSameAsTheDocument(json(record));
    }

    @Test
    void whatAStepPutInAsAJavaObjectToo() throws IOException {
        ObjectNode record = json("{}");
        record.putPOJO("map", Map.of("a", 1.0)).putPOJO("played_at", new Date(1_764_000_000_000L)).putPOJO("no", null)
                .put("short", (short) 1).put("float", 1.5f).put("bytes", new byte[] {1});

        assertSameAsTheDocument(record);
    }
}
