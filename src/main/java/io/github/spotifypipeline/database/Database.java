package io.github.spotifypipeline.database;

import com.mongodb.ConnectionString;
import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoCompressor;
import com.mongodb.MongoConfigurationException;
import com.mongodb.MongoException;
import com.mongodb.MongoIncompatibleDriverException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoSecurityException;
import com.mongodb.MongoTimeoutException;
import com.mongodb.MongoWriteException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.IndexOptions;
import io.github.spotifypipeline.settings.SettingsException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MongoDB that everything is kept in: one client, made from the connection string, in which all options live. */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);

    private static final Set<String> CONTROL = Set.of("accounts", "cursors", "parent_reads", "runs", "limits",
            "dead_letters", "gaps", "claims", "notices", "retransforms", "collections");
    private static final int UNAUTHORIZED = 13;

    /** What the driver needs for a compressor; for the others nothing. */
    private static final Map<String, String> COMPRESSORS = Map.of("zstd", "com.github.luben.zstd.Zstd",
            "snappy", "org.xerial.snappy.Snappy");

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final Duration SHORT_PATIENCE = Duration.ofSeconds(2);
    private static final Duration RUNS_KEPT = Duration.ofDays(90);
    private static final Duration CLAIMS_KEPT = Duration.ofDays(1);

    /** How the embedded server begins what it says of itself. */
    private static final String EMBEDDED = "The embedded database ";

    private static final String SETTING = "mongodb.uri (MONGODB_URI)";

    private final MongoClient client;
    private final ReadPreference forShowing;
    private final String name;
    private final String setting;
    private final boolean namesUser;
    private final ServerReasons reasons;
    private volatile boolean prepared;

    /** Whether it has shown data to nobody in particular. */
    private volatile boolean open;

    private Database(MongoClient client, ReadPreference forShowing, String name, String setting, boolean namesUser,
                     ServerReasons reasons) {
        this.client = client;
        this.forShowing = forShowing;
        this.name = name;
        this.setting = setting;
        this.namesUser = namesUser;
        this.reasons = reasons;
    }

    /**
     * Makes the client; nothing is asked of the server yet.
     *
     * @throws SettingsException when the connection string or the name cannot work; the message never repeats them
     */
    public static Database at(String connectionString, String name) {
        return at(connectionString, name, SETTING, null);
    }

    /** The same. @param authorities the certificates to trust in place of Java's own, in PEM; null: Java's own */
    public static Database at(String connectionString, String name, Path authorities) {
        return at(connectionString, name, SETTING, authorities);
    }

    /**
     * The same.
     *
     * @param setting     what the messages call the connection string
     * @param authorities the certificates to trust in place of Java's own, in PEM; null: Java's own
     */
    public static Database at(String connectionString, String name, String setting, Path authorities) {
        ConnectionString parsed;
        try {
            parsed = new ConnectionString(connectionString);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(setting + " is not a MongoDB connection string: write it like"
                    + " mongodb://user:password@host:27017/, with : / @ in user and password percent-encoded, and with"
                    + " values that its options take.");
        } catch (MongoConfigurationException e) {
            throw new SettingsException(setting + " names a mongodb+srv host that DNS does not know.");
        }
        if (!name.matches("[A-Za-z0-9_-]{1,63}") || name.matches("admin|local|config")) {
            throw new SettingsException("mongodb.database (MONGODB_DATABASE) must be 1 to 63 letters, digits, _ or -,"
                    + " and not admin, local or config, which MongoDB keeps for itself.");
        }
        if (parsed.getWriteConcern() != null && !parsed.getWriteConcern().isAcknowledged()) {
            throw new SettingsException(setting + " must not set w=0: what MongoDB does not confirm may be"
                    + " lost. Leave w out.");
        }
        if (parsed.getHosts().stream().anyMatch(host -> host.endsWith(".sock"))) {
            throw new SettingsException(setting + " names a Unix socket, which this program cannot use:"
                    + " write a host and a port.");
        }
        parsed.getCompressorList().stream().map(MongoCompressor::getName).filter(Database::isMissing).findFirst()
                .ifPresent(compressor -> {
                    throw new SettingsException(setting + " names the compressor " + compressor + ", whose library is"
                            + " not"
                            + " part of this program: write compressors=zlib, leave it out, or put the library into"
                            + " lib/.");
                });
        ServerReasons reasons = new ServerReasons(parsed, setting);
        try {
            ReadPreference forShowing = parsed.getReadPreference();
            return new Database(MongoClients.create(settings(parsed, authorities, reasons)),
                    forShowing == null ? ReadPreference.primary() : forShowing, name, setting,
                    parsed.getCredential() != null, reasons);
        } catch (IllegalStateException | IllegalArgumentException e) {
            throw new SettingsException(setting + " has options that cannot work together, or a number out"
                    + " of its range: " + e.getMessage());
        }
    }

    private static boolean isMissing(String compressor) {
        try {
            Class.forName(COMPRESSORS.getOrDefault(compressor, Database.class.getName()), false,
                    MongoClient.class.getClassLoader());
            return false;
        } catch (ClassNotFoundException e) {
            return true;
        }
    }

    /**
     * What is read decides what is done: which token is spent, what is due, what is new. So the primary is asked,
     * whatever the connection string says, and for what no election takes back; only {@link #shown} follows the string.
     */
    private static MongoClientSettings settings(ConnectionString parsed, Path authorities, ServerReasons reasons) {
        return MongoClientSettings.builder()
                .applicationName("spotify-pipeline")
                .writeConcern(WriteConcern.MAJORITY)
                .readConcern(ReadConcern.MAJORITY)
                .applyToClusterSettings(cluster -> cluster.addClusterListener(reasons)
                        .serverSelectionTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                .applyToServerSettings(server -> server.addServerListener(reasons))
                .applyToSocketSettings(socket -> socket.connectTimeout(10, TimeUnit.SECONDS)
                        .readTimeout(60, TimeUnit.SECONDS))
                .applyConnectionString(parsed)
                .readPreference(ReadPreference.primary())
                .applyToSslSettings(tls -> {
                    if (authorities != null) {
                        tls.context(Authorities.in(authorities));
                    }
                })
                .build();
    }

    /** The names of the collections in which the pipeline keeps what is no data. */
    public static Set<String> control() {
        return CONTROL;
    }

    /**
     * Whether a collection of this name may hold data: it is a possible name, and not one that the pipeline uses
     * itself.
     */
    public static boolean isForData(String collection) {
        return collection.matches("[^$\\x00]{1,120}") && !collection.startsWith("system.")
                && !CONTROL.contains(collection);
    }

    /** The client, for the routes' {@code mongodb:} endpoints. */
    public MongoClient client() {
        return client;
    }

    public MongoDatabase database() {
        return client.getDatabase(name);
    }

    /** A collection to read and write; all that decides anything reads here, from the primary. */
    public MongoCollection<Document> collection(String collection) {
        return database().getCollection(collection);
    }

    /**
     * A collection to be shown to people or exported: read from wherever the connection string's readPreference says.
     */
    public MongoCollection<Document> shown(String collection) {
        return collection(collection).withReadPreference(forShowing);
    }

    /**
     * Asks the server whether it is there.
     *
     * @return null when it answers, else what is wrong and what to do
     */
    public String trouble() {
        MongoException trouble = ping(database(), PATIENCE);
        return trouble == null ? null : inWords(trouble);
    }

    /**
     * The same, for somebody who asks often and waits for the answer.
     *
     * @return the same within two seconds
     */
    public String troubleNow() {
        MongoException trouble = ping(database().withTimeout(SHORT_PATIENCE.toMillis(), TimeUnit.MILLISECONDS),
                SHORT_PATIENCE);
        return trouble == null ? null : inWords(trouble);
    }

    /**
     * The same, at the start.
     *
     * @throws SettingsException when waiting does not mend it, such as refused credentials, or somebody else made
     * something
     *                           of a control collection by which it loses what is stored
     */
    public String troubleAtStart() {
        MongoException trouble = ping(database(), PATIENCE);
        if (trouble instanceof MongoSecurityException || asksForUser(trouble)
                || reasons.reason().filter(ServerReasons.Reason::lasting).isPresent()) {
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

    /** A ping is answered to everybody: a look into a collection is what wants a user. */
    private MongoException ping(MongoDatabase database, Duration patience) {
        reasons.await(patience);
        Optional<ServerReasons.Reason> reason = reasons.reason();
        if (reason.isPresent()) {
            return new MongoTimeoutException(reason.get().words());
        }
        try {
            database.runCommand(new Document("ping", 1));
            if (!namesUser && !open) {
                database.getCollection("accounts").find().projection(new Document("_id", 1)).limit(1).first();
                open = true;
            }
            return null;
        } catch (MongoException e) {
            return e;
        }
    }

    /**
     * Writes a claim and takes it away again.
     *
     * @return null when that is allowed, else what is wrong and what to do
     */
    public String writeTrouble() {
        Document probe = new Document("_id", "check:" + UUID.randomUUID());
        try {
            collection("claims").insertOne(new Document(probe).append("at", new Date()));
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
            return "MongoDB refuses the user name or password of " + setting + ": correct them, and add"
                    + " authSource=admin"
                    + " where the user is one of the database admin.";
        }
        if (asksForUser(e)) {
            return "MongoDB wants a user, and " + setting + " names none: write mongodb://user:password@host:27017/,"
                    + " and"
                    + " authSource=admin where the user is one of the database admin.";
        }
        if (e instanceof MongoIncompatibleDriverException) {
            return "This MongoDB is of a version that the driver does not speak with: use 4.2 or newer.";
        }
        return refusal(e).or(() -> reasons.reason().map(ServerReasons.Reason::words))
                .orElse("MongoDB does not answer: check that it runs and that " + setting + " names it.");
    }

    private boolean asksForUser(MongoException e) {
        return !namesUser && e instanceof MongoCommandException refused && refused.getCode() == UNAUTHORIZED;
    }

    /** What MongoDB refuses and what to do, in one line without data; empty when it does not answer at all. */
    public static Optional<String> refusal(MongoException e) {
        return refusal(e, null);
    }

    /** The same. @param collection what was to be written to; null: not known */
    public static Optional<String> refusal(MongoException e, String collection) {
        String code;
        if (e instanceof MongoNotPrimaryException || e instanceof MongoNodeIsRecoveringException) {
            // another takes over, or it comes back
            return Optional.empty();
        } else if (e instanceof MongoCommandException refused
                && String.valueOf(refused.getErrorMessage()).startsWith(EMBEDDED)) {
            // our own words, without data
            return Optional.of(refused.getErrorMessage() + ".");
        } else if (e instanceof MongoCommandException refused) {
            code = (refused.getCode() + " " + refused.getErrorCodeName()).strip();
        } else if (e instanceof MongoBulkWriteException refused) {
            code = named(refused.getWriteErrors().isEmpty() ? e.getCode() : refused.getWriteErrors().get(0).getCode());
        } else if (e instanceof MongoWriteException) {
            code = named(e.getCode());
        } else {
            return Optional.empty();
        }
        return Optional.of("MongoDB answers, but refuses what is asked of it" + (collection == null ? ""
                : " in the collection " + collection) + " (code " + code + "): "
                + remedy(code.split(" ")[0], collection, e));
    }

    private static String remedy(String code, String collection, MongoException e) {
        String name = collection == null ? "NAME" : collection;
        if (isOutOfSpace(e)) {
            return "its disk is full: make room, and everything goes on by itself.";
        }
        return switch (code) {
            case "13", "18" -> "the user needs the role readWrite on the database.";
            case "121" -> "a document does not meet the validator that somebody gave the collection: take it off with"
                    + " db.runCommand({collMod: \"" + name + "\", validator: {}}).";
            case "166" -> "there is a view of this name, in which nothing can be stored: drop it, or use another name.";
            case "10003", "20" -> "the collection is capped, or of another kind that does not take changes: copy it"
                    + " into a plain one.";
            case "11000" -> "somebody made a unique index that two documents do not meet: drop it (db.getCollection(\""
                    + name
                    + "\").getIndexes() shows it).";
            case "8000", "14031" -> "its disk, or what its plan allows, is full: make room, and everything goes on by"
                    + " itself.";
            default -> "MongoDB's log says why; spotify-pipeline check looks at what is known.";
        };
    }

    /** The code of MongoDB for it is 14031; an error of its storage engine comes without one. */
    private static boolean isOutOfSpace(MongoException e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    /** A write error comes without the name of its code. */
    private static String named(int code) {
        String name = switch (code) {
            case 121 -> " DocumentValidationFailure";
            case 166 -> " CommandNotSupportedOnView";
            case 10003 -> " CannotGrowDocumentInCappedNamespace";
            case 11000 -> " DuplicateKey";
            case 14031 -> " OutOfDiskSpace";
            default -> "";
        };
        return code + name;
    }

    /**
     * Makes the control collections' indexes, once a process; those of an endpoint's collection come with its first
     * run.
     */
    public void prepare() {
        if (prepared) {
            return;
        }
        index("runs", new Document("started_at", 1), new IndexOptions().expireAfter(RUNS_KEPT.toDays(), TimeUnit.DAYS));
        index("claims", new Document("at", 1), new IndexOptions().expireAfter(CLAIMS_KEPT.toDays(), TimeUnit.DAYS));
        index("parent_reads", new Document("account_id", 1).append("endpoint", 1), new IndexOptions());
        index("dead_letters", new Document("account_id", 1).append("endpoint", 1), new IndexOptions());
        prepared = true;
    }

    /**
     * Makes an index; harmless when it is there. Where MongoDB refuses, because somebody made it with other options or
     * the user may not, the log says so and everything goes on: without it the answers are slower, not wrong.
     */
    public void index(String collection, Document keys, IndexOptions options) {
        try {
            collection(collection).createIndex(keys, options);
        } catch (MongoCommandException e) {
            LOG.warn("The index {} of the collection {} was not made: MongoDB refuses it (code {})", keys.toJson(),
                    collection, e.getCode());
        }
    }

    /** Deletes run records and claims that are old: the embedded server has no index that would. */
    public void tidy(Instant now) {
        collection("runs").deleteMany(new Document("started_at",
                new Document("$lt", Date.from(now.minus(RUNS_KEPT)))));
        collection("claims").deleteMany(new Document("at", new Document("$lt", Date.from(now.minus(CLAIMS_KEPT)))));
    }

    @Override
    public void close() {
        client.close();
    }
}
