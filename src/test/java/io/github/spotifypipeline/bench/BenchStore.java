package io.github.spotifypipeline.bench;

import com.mongodb.ConnectionString;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.bson.Document;

/**
 * Where a process of a benchmark stores.
 *
 * @param uri  of a server; empty: the embedded database of the process
 * @param name of the database
 * @param data the data folder
 */
record BenchStore(String uri, String name, Path data) implements AutoCloseable {

    /** The real MongoDB that MONGODB_TEST_URI names; empty without. */
    static final String MONGODB = System.getenv().getOrDefault("MONGODB_TEST_URI", "");

    /** A new database on a server. @param uri as {@link #uri()} */
    static BenchStore on(String uri, Path data) {
        return new BenchStore(uri, "bench_" + UUID.randomUUID().toString().replace("-", ""), data);
    }

    /** How a server is called in what is printed. */
    static String kind(String uri) {
        return uri.isEmpty() ? "embedded" : "mongodb";
    }

    boolean isEmbedded() {
        return uri.isEmpty();
    }

    /** What the server of {@link #MONGODB} has used; empty where that is not on this machine. */
    static Optional<ProcessUse> server() {
        if (MONGODB.isEmpty()) {
            return Optional.empty();
        }
        String host = new ConnectionString(MONGODB).getHosts().get(0).replaceAll(":\\d+$", "");
        try (MongoClient client = MongoClients.create(MONGODB)) {
            return InetAddress.getByName(host).isLoopbackAddress()
                    ? ProcessHandle.of(((Number) client.getDatabase("admin")
                            .runCommand(new Document("serverStatus", 1)).get("pid")).longValue()).map(ProcessUse::new)
                    : Optional.empty();
        } catch (UnknownHostException e) {
            return Optional.empty();
        }
    }

    /** Drops the database, where it is not embedded: the folder of that is the caller's. */
    @Override
    public void close() {
        if (!isEmbedded()) {
            try (MongoClient client = MongoClients.create(uri)) {
                client.getDatabase(name).drop();
            }
        }
    }
}
