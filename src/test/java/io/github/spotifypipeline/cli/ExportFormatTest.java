package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.SortedDocuments;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.bson.Document;

class ExportFormatTest {

    private static final Date NOON = Date.from(Instant.parse("2026-11-22T12:00:00Z"));

    @DatabaseTest
    void writesAllDocumentsInTheOrderOfTheirIds(TestDatabase database) throws IOException {
        MongoCollection<Document> collection = database.database().getCollection("things");
        List<Document> stored = new ArrayList<>();
        IntStream.range(0, 1_201).forEach(i -> stored.add(new Document("_id", String.format("a:%04d", i))
                .append("account_id", i == 7 ? "b" : "a").append("at", NOON).append("n", i)));
        List<Document> shuffled = new ArrayList<>(stored);
        Collections.shuffle(shuffled, new Random(1));
        collection.insertMany(shuffled);
        stored.remove(7);

        StringBuilder text = new StringBuilder();
        long[] told = {0};
        SortedDocuments documents = new SortedDocuments(collection, new Document("account_id", "a"));
        ExportFormat.JSONL.write(documents, field -> true, text, more -> told[0] += more);

        assertThat(text.toString().lines().map(Document::parse)).containsExactlyElementsOf(stored);
        assertThat(text).startsWith("{\"_id\": \"a:0000\", \"account_id\": \"a\", \"at\": {\"$date\":"
                + " \"2026-11-22T12:00:00Z\"}, \"n\": 0}\n");
        assertThat(told[0]).isEqualTo(1_200).isEqualTo(documents.count());
    }

    @DatabaseTest(real = false)
    void csvHasTheFieldsOfAllDocumentsAndNoFormula(TestDatabase database) throws IOException {
        MongoCollection<Document> collection = database.database().getCollection("things");
        collection.insertMany(List.of(
                new Document("_id", "2").append("z", List.of(new Document("n", 1), 2)).append("b", null),
                new Document("_id", "1").append("name", "@SUM(1)").append("at", NOON).append("raw", 1)
                        .append("list", List.of("x", "y, z")).append("deep", new Document("when", NOON)).append("minus",
                        -5)));

        StringBuilder text = new StringBuilder();
        ExportFormat.CSV.write(new SortedDocuments(collection, new Document()), field -> !field.equals("raw"), text,
                more -> { });

        assertThat(text.toString().split("\r\n")).containsExactly("_id,name,at,list,deep,minus,b,z",
                "1,'@SUM(1),2026-11-22T12:00:00Z,\"x; y, z\",\"{\"\"when\"\": {\"\"$date\"\":"
                + " \"\"2026-11-22T12:00:00Z\"\"}}\",-5,,",
                "2,,,,,,,\"[{\"\"n\"\": 1}, 2]\"");
    }
}
