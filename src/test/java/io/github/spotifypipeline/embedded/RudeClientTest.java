package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.testing.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.bson.Document;
import org.bson.RawBsonDocument;
import org.bson.codecs.DocumentCodec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A client that goes in the middle of something, or speaks something else, leaves no line in the log. */
class RudeClientTest {

    private static final int OP_MSG = 2013;

    @TempDir
    private static Path folder;

    private static EmbeddedMongo server;
    private static MongoClient client;

    @BeforeAll
    static void start() {
        server = EmbeddedMongo.start(folder, 0);
        client = MongoClients.create(server.connectionString());
        client.getDatabase("spotify").getCollection("plays").insertMany(IntStream.range(0, 2_000)
                .mapToObj(i -> new Document("_id", i).append("raw", "x".repeat(2_000))).toList());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    static Stream<Arguments> rudenesses() {
        byte[] find = message(OP_MSG, new Document("find", "plays").append("batchSize", 2_000)
                .append("$db", "spotify"));
        return Stream.of(
                Arguments.of("nothing", new byte[0]),
                Arguments.of("half a header", Arrays.copyOf(find, 7)),
                Arguments.of("half a command", Arrays.copyOf(find, find.length - 5)),
                Arguments.of("a command whose answer nobody reads", find),
                Arguments.of("an HTTP request",
                        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII)),
                Arguments.of("a TLS greeting", new byte[] {22, 3, 1, 0, 5, 1, 0, 0, 1, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0}),
                Arguments.of("a length of nothing", new byte[64]),
                Arguments.of("an enormous length", header(Integer.MAX_VALUE, OP_MSG, 48)),
                Arguments.of("a negative length", header(-5, OP_MSG, 48)),
                Arguments.of("an unknown kind of message", header(64, 4_711, 48)),
                Arguments.of("a message without a document", header(64, OP_MSG, 48)),
                Arguments.of("a document that is cut", cut(find)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rudenesses")
    void leavesNoLineInTheLog(String what, byte[] sent) throws IOException {
        try (LogLines log = LogLines.listen()) {
            int before = connections();
            for (boolean abruptly : new boolean[] {true, false}) {
                try (Socket socket = new Socket(InetAddress.getLoopbackAddress(),
                        URI.create(server.connectionString()).getPort())) {
                    if (abruptly) {
                        socket.setSoLinger(true, 0);
                    }
                    socket.getOutputStream().write(sent);
                }
            }
            Awaitility.await().until(() -> connections() <= before);

            assertThat(client.getDatabase("spotify").runCommand(new Document("ping", 1))).containsEntry("ok", 1.0);
            assertThat(log.lines()).as(what).noneMatch(line -> line.startsWith("WARN") || line.startsWith("ERROR"));
        }
    }

    private static int connections() {
        return client.getDatabase("admin").runCommand(new Document("serverStatus", 1))
                .get("connections", Document.class).get("current", Number.class).intValue();
    }

    private static byte[] message(int kind, Document command) {
        ByteBuffer body = new RawBsonDocument(command, new DocumentCodec()).getByteBuffer().asNIO();
        ByteBuffer all = ByteBuffer.allocate(21 + body.remaining()).order(ByteOrder.LITTLE_ENDIAN);
        all.putInt(all.capacity()).putInt(1).putInt(0).putInt(kind).putInt(0).put((byte) 0).put(body);
        return all.array();
    }

    private static byte[] header(int length, int kind, int more) {
        return ByteBuffer.allocate(16 + more).order(ByteOrder.LITTLE_ENDIAN).putInt(length).putInt(1).putInt(0)
                .putInt(kind).array();
    }

    /** The message says to be complete, and its document says to be longer than it. */
    private static byte[] cut(byte[] message) {
        byte[] cut = Arrays.copyOf(message, message.length - 4);
        ByteBuffer.wrap(cut).order(ByteOrder.LITTLE_ENDIAN).putInt(0, cut.length);
        return cut;
    }
}
