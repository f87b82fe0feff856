package io.github.spotifypipeline.testing;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import java.nio.file.Path;
import java.util.UUID;

/** An empty database for one test, on the embedded server or on a real one, with a client connected to it. */
public final class TestDatabase implements AutoCloseable {

    private final String uri;
    private final String databaseName = "test_" + UUID.randomUUID().toString().replace("-", "");
    private final MongoClient client;
    private final Runnable cleanUp;

    private TestDatabase(String uri, Runnable cleanUp) {
        this.uri = uri;
        this.client = MongoClients.create(uri);
        this.cleanUp = cleanUp;
    }

    /** Starts an embedded server in a temporary folder; {@link #close()} ends it and deletes the folder. */
    public static TestDatabase embedded() {
        Path folder = TemporaryFolders.create();
        EmbeddedMongo server = EmbeddedMongo.start(folder, 0);
        return new TestDatabase(server.connectionString(), () -> {
            server.close();
            TemporaryFolders.delete(folder);
        });
    }

    /** Uses a new database on a running server; {@link #close()} drops it. */
    public static TestDatabase on(String uri) {
        return new TestDatabase(uri, () -> { });
    }

    /** The connection string of the server. */
    public String uri() {
        return uri;
    }

    /** The name of a database that nobody else uses. */
    public String databaseName() {
        return databaseName;
    }

    /** The database of that name. */
    public MongoDatabase database() {
        return client.getDatabase(databaseName);
    }

    /** A client that stays connected until the end of the test. */
    public MongoClient client() {
        return client;
    }

    /** Drops the database and ends whatever was started for it. */
    @Override
    public void close() {
        try (client) {
            database().drop();
        } finally {
            cleanUp.run();
        }
    }
}
