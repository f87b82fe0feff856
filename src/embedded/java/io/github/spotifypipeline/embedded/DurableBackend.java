package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.github.spotifypipeline.embedded.query.Queries;
import io.github.spotifypipeline.embedded.query.Refusal;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntSupplier;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stock backend made safe: one command at a time, on the disk before its reply leaves, and the reply a copy that no
 * later command can change while it is being sent.
 */
final class DurableBackend extends H2Backend {

    private static final Logger LOG = LoggerFactory.getLogger(DurableBackend.class);

    private static final int INTERNAL_ERROR = 1;
    private static final int OUT_OF_DISK_SPACE = 14031;
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    /** What drivers ask, in lower case, to see whether the server lives: it touches no data, so it need not wait. */
    private static final Set<String> ABOUT_THE_SERVER = Set.of("ping", "ismaster", "hello", "buildinfo");

    /** What else it has, in lower case; the stock server would log any other command as a whole. */
    private static final Set<String> KNOWN = Set.of("find", "aggregate", "count", "distinct", "getmore", "killcursors",
            "insert", "update", "delete", "findandmodify", "create", "createindexes", "drop", "dropindexes",
            "dropdatabase", "listcollections", "listindexes", "listdatabases", "renamecollection", "collstats",
            "dbstats", "serverstatus", "explain", "validate", "whatsmyuri", "getlog", "getcmdlineopts",
            "getlasterror", "connectionstatus", "hostinfo", "endsessions", "replsetgetstatus",
            "getfreemonitoringstatus");

    /** Fair, so that one client's many commands keep nobody else out. */
    final ReentrantLock lock = new ReentrantLock(true);
    private final StoreFile file;
    private volatile boolean closed;
    private volatile MVStoreException broken;
    private final FileAgain again;
    private DurableBackend successor;
    private final Queries queries = new Queries();
    private final ServerFacts facts = new ServerFacts();
    private volatile IntSupplier connections = () -> 0;

    /** @param again opens the file anew when its disk failed */
    DurableBackend(MVStore store, FileAgain again) {
        super(store);
        this.file = new StoreFile(store);
        this.again = again;
        version(new SpokenVersion());
    }

    /** Says how many clients there are. */
    void connections(IntSupplier count) {
        connections = count;
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String databaseName) {
        return new DurableDatabase(databaseName, getMvStore(), getCursorRegistry(), this::resolveDatabase);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        DurableBackend healed = broken == null ? null : successor();
        if (healed != null) {
            return healed.handleMessage(message);
        }
        Document command = message.getDocument();
        String name = command.keySet().iterator().next();
        String lower = name.toLowerCase(Locale.ROOT);
        try {
            facts.count(lower);
            RefusedCommands.check(name, command);
            if (ABOUT_THE_SERVER.contains(lower)) {
                return handleAtOnce(name, message);
            }
            if (!KNOWN.contains(lower)) {
                throw new MongoServerError(COMMAND_NOT_FOUND, "CommandNotFound", "no such command: '" + name + "'. The"
                        + " embedded database has few; a MongoDB server (mongodb.uri, MONGODB_URI) may have it");
            }
            return handleAlone(name, message);
        } catch (MongoServerException e) {
            // Answered here, since the server would log the whole command, personal data and all
            LOG.debug("{} on database {} failed: {}", name, message.getDatabaseName(), e.getMessage());
            return Replies.ofError(e);
        } catch (RuntimeException e) {
            LOG.error("{} on database {} failed", name, message.getDatabaseName(), e);
            return Replies.ofError(new MongoServerError(Replies.UNKNOWN_ERROR, "UnknownError",
                    "The embedded database cannot do this: its log says more"));
        } catch (StackOverflowError | OutOfMemoryError e) {
            LOG.warn("{} on database {} was too large: {}", name, message.getDatabaseName(), e.toString());
            return Replies.ofError(Refusal.tooLarge(name, Runtime.getRuntime().maxMemory()));
        }
    }

    private Document handleAtOnce(String name, MongoMessage message) {
        requireUsable();
        // the stock database would be opened for a ping
        return name.equals("ping") ? new Document("ok", 1.0)
                : name.equals("hello") ? ServerFacts.hello(super.handleMessage(as("isMaster", message)))
                : super.handleMessage(message);
    }

    private static MongoMessage as(String command, MongoMessage message) {
        Document document = new Document(command, 1);
        document.put("$db", message.getDatabaseName());
        return new MongoMessage(message.getChannel(), message.getHeader(), document);
    }

    private Document handleAlone(String name, MongoMessage message) {
        lock.lock();
        try {
            requireUsable();
            try {
                return Replies.withErrorCodes(Replies.copy(handle(name, message)));
            } finally {
                // After a failure too: what the command did before it failed is visible to the next one
                file.persist();
            }
        } catch (MVStoreException e) {
            broken = broken == null ? e : broken;
            boolean isFull = again.isFull(e);
            LOG.error("{}{}", unusable().getMessageWithoutErrorCode(), isFull ? "" : ".", isFull ? null : e);
            throw unusable();
        } finally {
            lock.unlock();
        }
    }

    private Document handle(String name, MongoMessage message) {
        Document command = message.getDocument();
        if (Queries.answers(name)) {
            return queries.answer(name, command, database(message));
        }
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "insert", "update", "delete" -> Writes.handle(name, message, super::handleMessage);
            case "collstats" -> ServerFacts.collStats(String.valueOf(command.get(name)), database(message));
            case "listcollections" -> ServerFacts.collections(super.handleMessage(message), command);
            case "serverstatus" -> facts.serverStatus(super.handleMessage(message), connections.getAsInt());
            case "explain" -> throw ServerFacts.noExplain();
            default -> super.handleMessage(message);
        };
    }

    private DurableDatabase database(MongoMessage message) {
        return (DurableDatabase) resolveDatabase(message.getDatabaseName());
    }

    private void requireUsable() {
        if (closed) {
            throw new MongoServerError(SHUTDOWN_IN_PROGRESS, "ShutdownInProgress",
                    "The embedded database is being stopped");
        }
        if (broken != null) {
            throw unusable();
        }
    }

    private MongoServerError unusable() {
        return again.isFull(broken)
                ? new MongoServerError(OUT_OF_DISK_SPACE, "OutOfDiskSpace", "The embedded database cannot write to its"
                        + " file, because the disk that " + again.folder() + " is on is full: make room, and everything"
                        + " goes on by itself. Nothing that was acknowledged is lost")
                : new MongoServerError(INTERNAL_ERROR, "InternalError", "The embedded database cannot use its file any"
                        + " more (" + broken.getMessage() + "): see to the disk that " + again.folder() + " is on."
                        + " What can be opened again goes on by itself, else restart. Nothing that was acknowledged is"
                        + " lost");
    }

    /**
     * What serves the file since it could be opened again; null until then. The store closes itself when a write fails,
     * and what it had not written was never acknowledged.
     */
    private DurableBackend successor() {
        lock.lock();
        try {
            if (successor == null && !closed && again.isTime()) {
                getMvStore().closeImmediately();
                successor = again.open();
                if (successor != null) {
                    queries.close();
                    successor.connections(connections);
                }
            } else if (successor != null && successor.broken != null && successor.successor() != null) {
                successor = successor.successor();
            }
            return successor;
        } finally {
            lock.unlock();
        }
    }

    /** Refuses what came by the query message of drivers before MongoDB 3.6: the server handles it without the lock. */
    @Override
    public MongoDatabase resolveDatabase(String databaseName) {
        boolean opening = lock == null;
        if (!opening && !lock.isHeldByCurrentThread()) {
            throw RefusedCommands.refusal("the legacy query message", "update the driver");
        }
        return super.resolveDatabase(databaseName);
    }

    @Override
    public void dropDatabase(String databaseName) {
        listDatabaseNames().stream()
                .filter(other -> other.startsWith(databaseName) && !other.equals(databaseName))
                .findAny()
                .ifPresent(other -> {
                    throw RefusedCommands.refusal("dropDatabase of " + databaseName,
                            "it would lose the database " + other + " as well");
                });
        super.dropDatabase(databaseName);
    }

    /** Writes what is left, shrinks the file for a few seconds at most and closes it. A second call does nothing. */
    @Override
    public void close() {
        lock.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            if (successor != null) {
                successor.close();
            }
            queries.close();
            if (broken == null) {
                file.shrink();
            }
            super.close();
        } catch (MVStoreException e) {
            LOG.warn("The embedded database {} was not closed cleanly. Nothing that was acknowledged is lost", this, e);
            getMvStore().closeImmediately();
        } finally {
            lock.unlock();
        }
    }
}
