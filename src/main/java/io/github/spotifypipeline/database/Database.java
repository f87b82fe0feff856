package io.github.spotifypipeline.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MongoDB that holds everything. One client serves it; all its options come from the connection string. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final Set<String> CONTROL = Set.of("accounts", "cursors", "parent_reads", "runs", "limits",
            "dead_letters", "gaps", "claims", "notices", "retransforms", "collections",
            "imports", "play_months", "chart_months", "unknown_tracks");
    private static final int UNAUTHORIZED = 13;

    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration RUNS_KEPT = Duration.ofDays(90);
    private static final Duration CLAIMS_KEPT = Duration.ofDays(1);

    private static final String SETTING = "mongodb.uri (MONGODB_URI)";

    private final MongoConnection connection;
    private final String name;
    private volatile boolean prepared;

    /** Whether the server has shown data to a client without a user. */
    private volatile boolean open;

    private Database(MongoConnection connection, String name) {
        this.connection = connection;
        this.name = name;
    }

    /**
     * Makes the client without a call to the server.
     *
     * @throws SettingsException when the connection string or the name cannot work; the message never repeats them
     */
    public static Database at(String connectionString, String name) {
        return at(connectionString, name, SETTING, null);
    }

    /** @param authorities a PEM file of certificates to trust instead of Java's; null: Java's */
    public static Database at(String connectionString, String name, Path authorities) {
        return at(connectionString, name, SETTING, authorities);
    }

    /** @param setting the name of the connection string in messages */
    public static Database at(String connectionString, String name, String setting, Path authorities) {
        // before the name, which may come from a wrong connection string
        ConnectionString parsed = MongoConnection.parse(connectionString, setting);
        if (!name.matches("[A-Za-z0-9_-]{1,63}") || name.matches("admin|local|config")) {
            throw new SettingsException("mongodb.database (MONGODB_DATABASE) must be 1 to 63 letters, digits, _ or -,"
                    + " and not admin, local or config, which MongoDB keeps for itself.");
        }
        return new Database(MongoConnection.to(parsed, setting, authorities), name);
    }

    /** The names of the pipeline's own collections, which hold no data. */
    public static Set<String> control() {
        return CONTROL;
    }

    /** Whether a collection of this name can hold data: the name is possible and not one of {@link #control}. */
    public static boolean isForData(String collection) {
        return collection.matches("[^$\\x00]{1,120}") && !collection.startsWith("system.")
                && !CONTROL.contains(collection);
    }

    /** The client, for the routes' {@code mongodb:} endpoints. */
    public MongoClient client() {
        return connection.client();
    }

    public MongoDatabase database() {
        return connection.client().getDatabase(name);
    }

    /** A collection to read and write. It reads from the primary; every decision must read here. */
    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    /** A collection to show or export. It reads where the connection string's readPreference says. */
    public MongoCollection<Document> shown(String collection) {
        return collection(collection).withReadPreference(connection.shown());
    }

    /**
     * Pings the server.
     *
     * @return null when the server answers, else what is wrong and what to do
     */
    public String trouble() {
        MongoException trouble = ping(database(), MongoConnection.PATIENCE);
        return trouble == null ? null : inWords(trouble);
    }

    /** The same within two seconds, for callers that ask often. */
    public String troubleNow() {
        MongoException trouble = ping(database().withTimeout(SHORT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                SHORT_PATIENCE);
        return trouble == null ? null : inWords(trouble);
    }

    /**
     * The same, at the start.
     *
     * @throws SettingsException when waiting does not help, such as for a wrong password, or when somebody else has set
     *                           up a control collection so that it loses documents
     */
    public String troubleAtStart() {
        MongoException trouble = ping(database(), MongoConnection.PATIENCE);
        if (trouble instanceof MongoSecurityException || asksForUser(trouble)
                || connection.reasons().reason().filter(ServerReasons.Reason::lasting).isPresent()) {
            throw new SettingsException(inWords(trouble));
        }
        if (trouble == null) {
            new ForeignTraits(this).of(CONTROL).stream().filter(ForeignTraits.Trait::isHarmful).findFirst()
                    .ifPresent(trait -> {
                        throw new SettingsException(trait.words());
                    });
        }
        return trouble == null ? null : inWords(trouble);
    }

    /** Reads from a collection, because a server answers a ping also without a user. */
    private MongoException ping(MongoDatabase database, Duration patience) {
        connection.reasons().await(patience);
        Optional<ServerReasons.Reason> reason = connection.reasons().reason();
        if (reason.isPresent()) {
            return new MongoTimeoutException(reason.get().words());
        }
        try {
            database.runCommand(new Document("ping", 1));
            if (!connection.namesUser() && !open) {
                database.getCollection("accounts").find().projection(new Document("_id", 1)).limit(1).first();
                open = true;
            }
            return null;
        } catch (MongoException e) {
            return e;
        }
    }

    /**
     * Writes a document and deletes it again.
     *
     * @return null when that is allowed, else what is wrong and what to do
     */
    public String writeTrouble() {
        Document probe = new Document("_id", "check:" + UUID.randomUUID());
        try {
            collection("claims").insertOne(probe);
            collection("claims").deleteOne(probe);
            return null;
        } catch (MongoException e) {
            return inWords(e);
        }
    }

    /** The server's version, such as {@code 6.0.5}; {@code of an unknown version} where it does not say. */
    public String version() {
        try {
            return database().runCommand(new Document("buildInfo", 1)).getString("version");
        } catch (MongoException e) {
            return "of an unknown version";
        }
    }

    /** What is wrong and what to do, in one line without a secret. */
    public String inWords(MongoException e) {
        if (e instanceof MongoSecurityException) {
            return "MongoDB refuses the user name or password of " + connection.setting() + ": correct them, and add"
                    + " authSource=admin where the user is one of the database admin.";
        }
        if (asksForUser(e)) {
            return "MongoDB wants a user, and " + connection.setting()
                    + " names none: write mongodb://user:password@host:27017/,"
                    + " and authSource=admin where the user is one of the database admin.";
        }
        if (e instanceof MongoIncompatibleDriverException) {
            return "This MongoDB is of a version that the driver does not speak with: use 4.2 or newer.";
        }
        return MongoRefusal.of(e).or(() -> connection.reasons().reason().map(ServerReasons.Reason::words))
                .orElse("MongoDB does not answer: check that it runs and that " + connection.setting() + " names it.");
    }

    private boolean asksForUser(MongoException e) {
        return !connection.namesUser() && e instanceof MongoCommandException refused
                && refused.getCode() == UNAUTHORIZED;
    }

    /** Makes the indexes of the control collections, once in a process. */
    public void prepare() {
        if (prepared) {
            return;
        }
        index("runs", new Document("started_at", 1), new IndexOptions().expireAfter(RUNS_KEPT.toDays(), TimeUnit.DAYS));
        index("parent_reads", new Document("account_id", 1).append("endpoint", 1), new IndexOptions());
        index("dead_letters", new Document("account_id", 1).append("endpoint", 1), new IndexOptions());
        prepared = true;
    }

    /**
     * Makes an index unless it exists. If MongoDB refuses, the log says so; queries are then slower, but not wrong.
     */
    public void index(String collection, Document keys, IndexOptions options) {
        try {
            collection(collection).createIndex(keys, options);
        } catch (MongoCommandException e) {
            LOG.warn("The index {} of the collection {} was not made: MongoDB refuses it (code {})", keys.toJson(),
                    collection, e.getCode());
        }
    }

    /** Deletes old run records and used sign-ins, because the embedded server has no indexes that expire documents. */
    public void tidy(Instant now) {
        collection("runs").deleteMany(new Document("started_at",
                new Document("$lt", Date.from(now.minus(RUNS_KEPT)))));
        // the key of a sign-in begins with its time
        collection("claims").deleteMany(new Document("_id",
                new Document("$gte", "sign-in:").append("$lt", "sign-in:" + now.minus(CLAIMS_KEPT))));
    }

    @Override
    public void close() {
        connection.client().close();
    }
}
