package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.bson.Document;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/**
 * Each command of {@code conformance.jsonl} gets the answer here that a MongoDB 6.0.5 gave, or is refused. The answers
 * are recorded; where {@code MONGODB_TEST_URI} is set, they are asked for again. With {@code -Dconformance=record} they
 * are written anew.
 */
class MongoConformanceTest {

    private static final String FILE = "/embedded/conformance.jsonl";
    private static final Path TABLE = Path.of("target", "conformance.md");
    private static final Set<Integer> REFUSALS = Set.of(59, 115, 292);
    private static final String ERROR = "error";
    private static final JsonWriterSettings CANONICAL =
            JsonWriterSettings.builder().outputMode(JsonMode.EXTENDED).build();

    private static List<Document> rows() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                MongoConformanceTest.class.getResourceAsStream(FILE), StandardCharsets.UTF_8))) {
            return lines.lines().map(Document::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void fill(MongoDatabase database, List<Document> rows) {
        rows.stream().filter(row -> row.containsKey("collection")).forEach(row -> {
            database.getCollection(row.getString("collection")).drop();
            database.getCollection(row.getString("collection")).insertMany(row.getList("documents", Document.class));
        });
    }

    /** The answer as text: documents, or what a write says and leaves; {@code error}, or {@code refused} and why. */
    private static String answer(MongoDatabase database, Document row, List<Document> rows, boolean mayRefuse) {
        Document command = row.get("command", Document.class);
        boolean writes = command.containsValue("written");
        if (writes) {
            fill(database, rows.stream().filter(other -> "written".equals(other.get("collection"))).toList());
        }
        Document reply;
        try {
            reply = database.runCommand(command);
        } catch (MongoException e) {
            return mayRefuse && REFUSALS.contains(e.getCode()) ? "refused: " + e.getMessage() : ERROR;
        }
        if (!writes) {
            Document cursor = reply.get("cursor", Document.class);
            Document shown = cursor == null ? reply : cursor;
            String list = cursor == null ? "values" : "firstBatch";
            if (Boolean.TRUE.equals(row.get("unordered"))) {
                shown.put(list, shown.getList(list, Object.class).stream()
                        .sorted((one, other) -> json(one).compareTo(json(other))).toList());
            }
            return json(shown.get(list) == null ? shown.get("n") : shown.get(list));
        }
        Document said = new Document();
        for (String name : List.of("n", "nModified", "value", "lastErrorObject")) {
            if (reply.containsKey(name)) {
                said.put(name, reply.get(name));
            }
        }
        List<Document> errors = reply.getList("writeErrors", Document.class, List.of());
        for (Document error : errors) {
            if (mayRefuse && REFUSALS.contains(error.getInteger("code"))) {
                return "refused: " + error.getString("errmsg");
            }
        }
        said.put("errors", errors.stream().map(error -> error.get("index")).toList());
        said.put("upserted", reply.getList("upserted", Document.class, List.of()));
        said.put("documents", database.getCollection("written").find().sort(new Document("_id",
                1)).into(new ArrayList<>()));
        return json(said);
    }

    private static String json(Object value) {
        return new Document("v", value).toJson(CANONICAL);
    }

    private static void requireWords(Document row, String refusal) {
        assertThat(refusal).as(row.toJson()).contains("The embedded database ").contains("MONGODB_URI");
    }

    @Test
    void answersAsAMongoDbOrRefuses() throws IOException {
        List<Document> rows = rows();
        Map<String, int[]> counts = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        try (TestDatabase embedded = TestDatabase.embedded()) {
            fill(embedded.database(), rows);
            for (Document row : rows) {
                if (row.containsKey("collection")) {
                    continue;
                }
                String expected = row.getString("answer");
                String answer = answer(embedded.database(), row, rows, true);
                boolean refused = answer.startsWith("refused");
                if (refused) {
                    requireWords(row, answer);
                }
                int column = refused ? 1 : answer.equals(expected) ? answer.equals(ERROR) ? 2 : 0 : 3;
                counts.computeIfAbsent(row.getString("group"), group -> new int[4])[column]++;
                if (column == 3) {
                    wrong.add(row.get("command", Document.class).toJson() + "\n  MongoDB:  " + expected
                            + "\n  embedded: "
                            + answer);
                }
            }
        }
        String table = table(counts);
        Files.writeString(TABLE, table);
        System.out.println(table);
        assertThat(wrong).isEmpty();
    }

    private static String table(Map<String, int[]> counts) {
        StringBuilder table = new StringBuilder("| commands | the same | refused | an error in both | wrong |\n"
                + "|---|---|---|---|---|\n");
        int[] sums = new int[4];
        counts.forEach((group, numbers) -> {
            table.append(line(group, numbers));
            Arrays.setAll(sums, i -> sums[i] + numbers[i]);
        });
        return table.append(line("all", sums)).toString();
    }

    private static String line(String group, int[] numbers) {
        return "| " + group + " | " + numbers[0] + " | " + numbers[1] + " | " + numbers[2] + " | " + numbers[3]
                + " |\n";
    }

    @Test
    @EnabledIfEnvironmentVariable(named = "MONGODB_TEST_URI", matches = ".+")
    void theRecordedAnswersAreThoseOfAMongoDb() throws IOException {
        List<Document> rows = rows();
        List<String> lines = new ArrayList<>();
        List<String> changed = new ArrayList<>();
        try (TestDatabase real = TestDatabase.on(System.getenv("MONGODB_TEST_URI"))) {
            fill(real.database(), rows);
            for (Document row : rows) {
                if (!row.containsKey("collection")) {
                    String answer = answer(real.database(), row, rows, false);
                    if (!answer.equals(row.get("answer"))) {
                        changed.add(row.get("command", Document.class).toJson() + "\n  now: " + answer);
                    }
                    row.put("answer", answer);
                }
                lines.add(row.toJson(CANONICAL));
            }
        }
        if ("record".equals(System.getProperty("conformance"))) {
            Files.write(Path.of("src/test/resources" + FILE), lines);
            return;
        }
        assertThat(changed).isEmpty();
    }
}
