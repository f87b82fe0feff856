package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.Receiver;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Message;
import org.apache.camel.component.stub.StubComponent;
import org.bson.Document;
import org.junit.jupiter.api.io.TempDir;

/** Each place to which {@code docs/extending.md} sends records gets them, each by the YAML of the page. */
class OutputsTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_LINES = 10;

    @TempDir
    private Path folder;

    private final GreenMail mail = new GreenMail(ServerSetup.SMTP.dynamicPort());
    private final Receiver hook = new Receiver();
    private TestPipeline pipeline;

    @DatabaseTest(real = false)
    void eachPlaceOfThePageGetsWhatIsNewOnce(TestDatabase database) throws Exception {
        try {
            mail.start();
            start(database);
            pipeline.signIn();
            List<String> endpoints = endpoints().stream().map(CodeBlock::routeId).toList();
            assertThat(endpoints).hasSize(7);
            for (String endpoint : endpoints) {
                assertThat(pipeline.awaitRun(endpoint, 1)).as(endpoint).containsEntry("outcome", "succeeded");
            }
            Map<String, String> albums = albums();
            assertThat(albums).hasSize(pipeline.demo().savedAlbums().size());

            assertThat(ofKafka()).isEqualTo(albums);
            assertThat(ofTable("jdbc:h2:" + folder + "/music")).isEqualTo(albums);
            assertThat(ofTable("jdbc:sqlite:" + folder + "/music.sqlite")).isEqualTo(albums);
            assertThat(ofLines()).isEqualTo(albums);
            assertThat(csv()).hasSize(1).allSatisfy(file -> assertThat(file)
                    .startsWith("_id,added_at,name,uri\r\n" + pipeline.demo().accountId() + ":"));
            assertThat(hook.posts()).hasSize(1).allSatisfy(post -> assertThat(post.headers().get("Content-type"))
                    .containsExactly("application/json; charset=UTF-8"));
            assertThat(hook.posts().stream().flatMap(post -> post.body().valueStream())).hasSize(albums.size())
                    .allSatisfy(album -> assertThat(album.properties()).hasSize(2));
            assertThat(mail.getReceivedMessages()).hasSize(1);
            assertThat(mail.getReceivedMessages()[0].getSubject()).isEqualTo("New albums");
            assertThat(GreenMailUtil.getBody(mail.getReceivedMessages()[0])).startsWith("name,uri\r\n");

            for (String endpoint : endpoints) {
                assertThat(pipeline.sync(endpoint)).as(endpoint).containsEntry("unchanged", albums.size());
            }
            assertThat(ofKafka()).isEmpty();
            assertThat(ofLines()).isEqualTo(albums);
            assertThat(csv()).hasSize(1);
            assertThat(hook.posts()).hasSize(1);
            assertThat(mail.getReceivedMessages()).hasSize(1);
        } finally {
            mail.stop();
            hook.close();
            if (pipeline != null) {
                pipeline.close();
            }
        }
    }

    private void start(TestDatabase database) throws SQLException {
        String properties = CodeBlocks.runBy(OutputsTest.class).stream()
                .filter(block -> block.language().equals("properties")).map(CodeBlock::text)
                .collect(Collectors.joining()).replace("./exports", folder.toString())
                .replace("exports/", folder + "/");
        for (String url : List.of("jdbc:h2:" + folder + "/music;DB_CLOSE_DELAY=-1",
                "jdbc:sqlite:" + folder + "/music.sqlite")) {
            try (Connection connection = DriverManager.getConnection(url);
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE albums (id VARCHAR(200) PRIMARY KEY, name VARCHAR(1000),"
                        + " added_at TIMESTAMP WITH TIME ZONE)");
            }
        }
        pipeline = TestPipeline.startWithProperties(database, properties);
        // Kafka itself is in the test of examples/kafka
        pipeline.camel().addComponent("kafka", new StubComponent());
        for (CodeBlock block : endpoints()) {
            assertThat(block.text().lines()).as("%s", block).hasSizeLessThanOrEqualTo(MOST_LINES);
            pipeline.addEndpoint(block.routeId(), block.text().replace("file:exports", "file:" + folder)
                    .replace("https://example.org", hook.url(""))
                    .replace("localhost:25?", "localhost:" + mail.getSmtp().getPort() + "?"));
        }
        await().atMost(Duration.ofMinutes(1)).until(() -> JSON.readTree(pipeline.get("/api/status").body())
                .get("endpoints").size() == endpoints().size()
                || !pipeline.get("/api/trouble").body().contains("\"files\":[]"));
        assertThat(pipeline.get("/api/trouble").body()).contains("\"files\":[]");
    }

    private static List<CodeBlock> endpoints() {
        return CodeBlocks.runBy(OutputsTest.class).stream().filter(block -> block.language().equals("yaml")).toList();
    }

    /** The names of the stored albums by their ids. */
    private Map<String, String> albums() {
        Map<String, String> albums = new TreeMap<>();
        for (Document album : pipeline.documents("albums_to_kafka")) {
            albums.put(album.getString("_id"), album.getString("name"));
        }
        return albums;
    }

    private Map<String, String> ofKafka() throws IOException {
        Map<String, String> sent = new TreeMap<>();
        List<?> page;
        try (var consumer = pipeline.camel().createConsumerTemplate()) {
            do {
                page = consumer.receiveBodyNoWait("kafka:albums?brokers=localhost:9092", List.class);
                for (Object one : page == null ? List.of() : page) {
                    Message message = (Message) one;
                    JsonNode record = JSON.readTree(message.getBody(String.class));
                    assertThat(message.getHeaders()).containsOnly(Map.entry("kafka.KEY", record.get("_id").asText()));
                    assertThat(record.has("raw")).isTrue();
                    sent.put(record.get("_id").asText(), record.get("name").asText());
                }
            } while (page != null);
        }
        return sent;
    }

    private static Map<String, String> ofTable(String url) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        try (Connection connection = DriverManager.getConnection(url);
                ResultSet all = connection.createStatement().executeQuery("SELECT * FROM albums")) {
            while (all.next()) {
                rows.put(all.getString(1), all.getString(2));
                assertThat(all.getString(3)).isNotBlank();
            }
        }
        return rows;
    }

    private Map<String, String> ofLines() throws IOException {
        Map<String, String> lines = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve(pipeline.demo().accountId() + ".jsonl"))) {
            JsonNode record = JSON.readTree(line);
            assertThat(lines.put(record.get("_id").asText(), record.get("name").asText())).as("once").isNull();
        }
        return lines;
    }

    private List<String> csv() throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(one -> one.toString().endsWith(".csv")).toList()) {
                texts.add(Files.readString(file));
            }
        }
        return texts;
    }
}
