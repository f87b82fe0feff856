package io.github.spotifypipeline.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoSecurityException;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.settings.SettingsException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.bson.Document;

/** The MongoDB that everything is kept in: one client, made from the connection string, in which all options live. */
public final class Database implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration RUNS_KEPT = Duration.ofDays(90);

    private final MongoClient client;
    private final String name;
    private volatile boolean prepared;

    private Database(MongoClient client, String name) {
        this.client = client;
        this.name = name;
    }

    /**
     * Makes the client; nothing is asked of the server yet.
     *
     * @throws SettingsException when the connection string or the name cannot work; the message never repeats them
     */
    public static Database at(String connectionString, String name) {
        if (!name.matches("[A-Za-z0-9_-]{1,63}")) {
            throw new SettingsException("mongodb.database (MONGODB_DATABASE) must be 1 to 63 letters, digits, _ or -.");
        }
        ConnectionString parsed;
        try {
            parsed = new ConnectionString(connectionString);
        } catch (IllegalArgumentException e) {
            throw new SettingsException("mongodb.uri (MONGODB_URI) is not a MongoDB connection string: write it like"
                    + " mongodb://user:password@host:27017/, with : / @ in user and password percent-encoded.");
        } catch (MongoConfigurationException e) {
            throw new SettingsException("mongodb.uri (MONGODB_URI) names a mongodb+srv host that DNS does not know.");
        }
        MongoClientSettings.Builder settings = MongoClientSettings.builder()
                .applicationName("spotify-pipeline")
                .writeConcern(WriteConcern.MAJORITY)
                .applyToClusterSettings(cluster ->
                        cluster.serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(10, TimeUnit.SECONDS)
                        .readTimeout(60, TimeUnit.SECONDS))
                .applyConnectionString(parsed);
        return new Database(MongoClients.create(settings.build()), name);
    }

    /** The client, for the routes' {@code mongodb:} endpoints. */
    public MongoClient client() {
        return client;
    }

    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    /**
     * Asks the server whether it is there.
     *
     * @return null when it answers, else what is wrong and what to do, in one line without a secret
     */
    public String trouble() {
        try {
            database().runCommand(new Document("ping", 1));
            return null;
        } catch (MongoSecurityException e) {
            return "MongoDB refuses the user name or password of mongodb.uri (MONGODB_URI).";
        } catch (MongoException e) {
            return "MongoDB does not answer: check that it runs and that mongodb.uri (MONGODB_URI) names it.";
        }
    }

    /** Whether the server refuses the credentials, which waiting does not mend. */
    public boolean refusesCredentials() {
        try {
            database().runCommand(new Document("ping", 1));
            return false;
        } catch (MongoSecurityException e) {
            return true;
        } catch (MongoException e) {
            return false;
        }
    }

    /** Makes the indexes, once a process; harmless when they are there. */
    public void prepare() {
        if (prepared) {
            return;
        }
        collection("plays").createIndex(new Document("account_id", 1).append("played_at", -1));
        collection("dead_letters").createIndex(new Document("account_id", 1).append("endpoint", 1));
        collection("runs").createIndex(new Document("account_id", 1).append("endpoint", 1).append("started_at", -1));
        collection("runs").createIndex(new Document("started_at", 1),
                new IndexOptions().expireAfter(RUNS_KEPT.toDays(), TimeUnit.DAYS));
        prepared = true;
    }

    @Override
    public void close() {
        client.close();
    }
}
