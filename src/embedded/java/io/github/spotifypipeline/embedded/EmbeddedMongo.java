package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A MongoDB server inside this process, for those who have none: it speaks the wire protocol of MongoDB 5.0 on a
 * loopback port and keeps everything in one file. It is meant for one process and a household's history.
 *
 * <p>A write that was acknowledged survives {@code kill -9}: each command that changed something is committed and
 * forced to the disk before its reply leaves. It refuses what it cannot do, or would do wrongly, with an error that
 * says so (code 115, {@code CommandNotSupported}). It has no authentication, so it listens on loopback only.
 */
public final class EmbeddedMongo implements AutoCloseable {

    private static final String LOOPBACK = "127.0.0.1";
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedMongo.class);

    private final DataFile file;
    private final WireServer server;
    private final int port;
    private boolean closed;

    private EmbeddedMongo(DataFile file, WireServer server) {
        this.file = file;
        this.server = server;
        this.port = server.port();
    }

    /**
     * Opens the database in a folder and serves it on 127.0.0.1.
     *
     * @param folder where the database file is kept; it is created, readable by its owner only, if it does not exist
     * @param port the port to listen on, or 0 for any free one
     * @throws EmbeddedMongoException if the folder cannot be written to or is in use, the file is damaged, or the port
     *     is taken; the message names the remedy
     */
    public static EmbeddedMongo start(Path folder, int port) {
        requirePort(port);
        DataFile file = DataFile.open(folder);
        WireServer server = new WireServer(file.backend());
        try {
            server.bind(new InetSocketAddress(LOOPBACK, port));
            file.backend().connections(server::connections);
            EmbeddedMongo started = new EmbeddedMongo(file, server);
            started.announce();
            return started;
        } catch (Exception e) { // Netty throws the checked BindException without declaring it
            server.close();
            file.close();
            throw new EmbeddedMongoException("Port " + port + " on " + LOOPBACK + " cannot be used for the embedded"
                    + " database (" + e.getMessage() + "): set mongodb.embedded-port (MONGODB_EMBEDDED_PORT) to a free"
                    + " port, or to 0 for any", e);
        }
    }

    private static void requirePort(int port) {
        if (port < 0 || port > 65_535) {
            throw new EmbeddedMongoException("mongodb.embedded-port (MONGODB_EMBEDDED_PORT) is " + port
                    + ": set it to a port from 1 to 65535, or to 0 for any free one");
        }
    }

    /**
     * Where the process that has a folder open serves its database, so that others can ask it.
     *
     * @return a connection string; empty when no process serves it
     */
    public static Optional<String> servedFrom(Path folder) {
        return AddressFile.in(folder).read();
    }

    /** If that fails, the database works, but commands in other processes do not find it. */
    private void announce() {
        try {
            file.address().write(connectionString());
        } catch (IOException e) {
            LOG.warn("Commands will not find the embedded database of this process: {}", e.toString());
        }
    }

    /** What a driver, mongosh or Compass connects with, for example {@code mongodb://127.0.0.1:40123/}. */
    public String connectionString() {
        return "mongodb://" + LOOPBACK + ":" + port + "/";
    }

    /**
     * Stops the server, shrinks the file for a few seconds at most, and closes it. A second call does nothing. Close
     * the clients first: those still connected lose their connection.
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        // An interrupted thread would have its file channel closed in the middle of the compaction
        boolean interrupted = Thread.interrupted();
        try {
            file.address().delete();
            server.close();
        } finally {
            file.close();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
