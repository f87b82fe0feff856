package io.github.spotifypipeline.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.IndexOptions;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedMongoTest {

    @TempDir
    private Path folder;

    @Test
    void findsEverythingAgainAfterACleanStop() {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            MongoCollection<Document> plays = plays(client);
            plays.createIndex(new Document("uri", 1), new IndexOptions().unique(true));
            plays.insertMany(IntStream.range(0, 1_000)
                    .mapToObj(i -> new Document("_id", "a:" + i).append("uri", "u" + i)).toList());
        }

        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            assertThat(plays(client).countDocuments()).isEqualTo(1_000);
            assertThat(plays(client).find(new Document("uri", "u7")).first()).containsEntry("_id", "a:7");
            assertThatThrownBy(() -> plays(client).insertOne(new Document("_id", "b").append("uri", "u7")))
                    .hasMessageContaining("E11000");
        }
    }

    @Test
    void shrinksTheFileWhenItIsStopped() throws IOException {
        EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
        long before = scatter(server);
        server.close();

        assertThat(Files.size(folder.resolve(DataFile.NAME))).isLessThan(before / 2);
    }

    @Test
    void speaksTheWireVersionThatCurrentDriversAskFor() {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
                MongoClient client = MongoClients.create(server.connectionString())) {
            Document hello = client.getDatabase("admin").runCommand(new Document("isMaster", 1));

            // PyMongo 4.20 takes no less
            assertThat(hello.getInteger("maxWireVersion")).isGreaterThanOrEqualTo(9);
        }
    }

    @Test
    void saysToOtherProcessesWhereItIsWhileItRuns() throws IOException {
        Path address = folder.resolve("embedded-mongodb.uri");
        Files.writeString(address, "mongodb://127.0.0.1:1/ of a process that was killed");
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0)) {
            assertThat(EmbeddedMongo.servedFrom(folder)).contains(server.connectionString());
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(address))).isEqualTo("rw-------");
            assertThatThrownBy(() -> EmbeddedMongo.start(folder, 0)).isInstanceOf(EmbeddedMongoException.class);
            assertThat(EmbeddedMongo.servedFrom(folder)).as("who was refused leaves"
                    + " it").contains(server.connectionString());
        }
        assertThat(EmbeddedMongo.servedFrom(folder)).isEmpty();
    }

    @Test
    void doesNothingWhenClosedTwice() {
        EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
        server.close();

        assertThatCode(server::close).doesNotThrowAnyException();
    }

    @Test
    void closesCleanlyOnAnInterruptedThread() throws IOException {
        EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
        long before = scatter(server);
        Thread.currentThread().interrupt();
        server.close();

        assertThat(Thread.interrupted()).as("still interrupted").isTrue();
        assertThat(Files.size(folder.resolve(DataFile.NAME))).isLessThan(before / 2);
    }

    @Test
    void keepsItsFilesToTheirOwner() throws IOException {
        Path created = folder.resolve("new/data");
        assumeThat(created.getFileSystem().supportedFileAttributeViews()).contains("posix");
        EmbeddedMongo.start(created, 0).close();
        Path file = created.resolve(DataFile.NAME);
        assertThat(permissions(created)).isEqualTo("rwx------");
        assertThat(permissions(file)).isEqualTo("rw-------");

        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        EmbeddedMongo.start(created, 0).close();
        assertThat(permissions(file)).isEqualTo("rw-------");
    }

    @Test
    void listensOnTheLoopbackAddressOnly() throws IOException {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0)) {
            int port = URI.create(server.connectionString()).getPort();
            assertThatCode(() -> connect(InetAddress.getByName("127.0.0.1"), port)).doesNotThrowAnyException();
            for (InetAddress address : otherAddresses()) {
                assertThatThrownBy(() -> connect(address, port)).as("%s", address).isInstanceOf(ConnectException.class);
            }
        }
    }

    /** Fills the file with documents that were rewritten one by one; returns its size. */
    private long scatter(EmbeddedMongo server) throws IOException {
        try (MongoClient client = MongoClients.create(server.connectionString())) {
            plays(client).insertMany(IntStream.range(0, 1_000)
                    .mapToObj(i -> new Document("_id", i).append("raw", "x".repeat(500))).toList());
            for (int i = 0; i < 300; i++) {
                plays(client).updateOne(new Document("_id", i * 3), new Document("$set", new Document("seen", i)));
            }
        }
        return Files.size(folder.resolve(DataFile.NAME));
    }

    private static List<InetAddress> otherAddresses() throws IOException {
        List<InetAddress> addresses = new ArrayList<>();
        for (NetworkInterface network : Collections.list(NetworkInterface.getNetworkInterfaces())) {
            addresses.addAll(Collections.list(network.getInetAddresses()));
        }
        addresses.remove(InetAddress.getByName("127.0.0.1"));
        if (System.getProperty("os.name").equals("Linux")) {
            addresses.add(InetAddress.getByName("127.0.0.2")); // answers there if the server listens everywhere
        }
        return addresses;
    }

    private static void connect(InetAddress address, int port) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 5_000);
        }
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static MongoCollection<Document> plays(MongoClient client) {
        return client.getDatabase("spotify").getCollection("plays");
    }
}
