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
 * The stock backend, made safe. It runs one command at a time and forces what the command changed to the disk before it
 * replies. The reply is a copy, which no later command can change while it is being sent.
 */
final class DurableBackend extends H2Backend {

    private static final Logger LOG = LoggerFactory.getLogger(DurableBackend.class);

    private static final int INTERNAL_ERROR = 1;
    private static final int OUT_OF_DISK_SPACE = 14031;
    private static final int COMMAND_NOT_FOUND = 59;
    private static final int SHUTDOWN_IN_PROGRESS = 91;

    /** Commands with which drivers see whether the server lives, in lower case. They touch no data and do not wait. */
    private static final Set<String> ABOUT_THE_SERVER = Set.of("ping", "ismaster", "hello", "buildinfo");

    /** The other commands, in lower case. The stock server would write any unknown command to the log as a whole. */
    private static final Set<String> KNOWN = Set.of("find", "aggregate", "count", "distinct", "getmore", "killcursors",
            "insert", "update", "delete", "findandmodify", "create", "createindexes", "drop", "dropindexes",
            "dropdatabase", "listcollections", "listindexes", "listdatabases", "renamecollection", "collstats",
            "dbstats", "serverstatus", "explain", "validate", "whatsmyuri", "getlog", "getcmdlineopts",
            "getlasterror", "connectionstatus", "hostinfo", "endsessions", "replsetgetstatus",
            "getfreemonitoringstatus");

    /** Fair, so that a client with many commands does not keep others waiting. */
    final ReentrantLock lock = new ReentrantLock(true);
    private final StoreFile file;
    private volatile boolean closed;
    private volatile MVStoreException broken;
    private final FileReopening again;
    private DurableBackend successor;
    private final Queries queries = new Queries();
    private final ServerFacts facts = new ServerFacts();
    private volatile IntSupplier connections = () -> 0;

    /** @param again opens the file anew when its disk failed */
    DurableBackend(MVStore store, FileReopening again) {
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
            // answered here, because the stock server would log the whole command with its personal data
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
        // the stock server would open a database for a ping
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
                // also after a failure: the next command sees what this one did before it failed
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
            case "insert", "update", "delete" -> WriteCommands.handle(name, message, super::handleMessage);
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
     * The backend that serves the file since it could be opened again; null until then. The store closes itself when a
     * write fails. What it had not written was never acknowledged.
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

    /** Refuses the query message of drivers before MongoDB 3.6: the stock server handles it without the lock. */
    @Override
    public MongoDatabase resolveDatabase(String databaseName) {
        boolean opening = lock == null;
        if (!opening && !lock.isHeldByCurrentThread()) {
            throw Refusal.unsupported("the legacy query message", "update the driver");
        }
        return super.resolveDatabase(databaseName);
    }

    @Override
    public void dropDatabase(String databaseName) {
        listDatabaseNames().stream()
                .filter(other -> other.startsWith(databaseName) && !other.equals(databaseName))
                .findAny()
                .ifPresent(other -> {
                    throw Refusal.unsupported("dropDatabase of " + databaseName,
                            "it would lose the database " + other + " as well");
                });
        super.dropDatabase(databaseName);
    }

    /** Writes what is left, shrinks the file in a few seconds at most and closes it. A second call does nothing. */
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
