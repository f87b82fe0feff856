package io.github.spotifypipeline.app;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MongoDB that the settings name, or the embedded one in the data folder when they name none. */
public final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    /** How often to try again while another process has the data folder open. */
    private static final long LOOK_MILLIS = 200;

    private final EmbeddedMongo embedded;
    private final Database database;

    private Storage(EmbeddedMongo embedded, Database database) {
        this.embedded = embedded;
        this.database = database;
    }

    /**
     * Opens the database, without a call to a MongoDB.
     *
     * @param port     the port of the embedded database; 0: any free port
     * @param patience how long to wait for another process that has the embedded one open
     * @throws io.github.spotifypipeline.settings.SettingsException      when the settings cannot work
     * @throws io.github.spotifypipeline.embedded.EmbeddedMongoException when the embedded database cannot be opened
     */
    public static Storage open(Settings settings, int port, Duration patience) {
        EmbeddedMongo embedded = settings.mongodbUri().isEmpty() ? embedded(settings, port, patience) : null;
        try {
            return new Storage(embedded, embedded == null
                    ? Database.at(settings.mongodbUri(), settings.mongodbDatabase(), settings.mongodbCaFile())
                    : Database.at(embedded.connectionString(), settings.mongodbDatabase()));
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    private static EmbeddedMongo embedded(Settings settings, int port, Duration patience) {
        long begun = System.nanoTime();
        for (boolean told = false;; told = true) {
            try {
                EmbeddedMongo started = EmbeddedMongo.start(settings.dataDir(), port);
                // a process that was killed may have left it
                PageFile.in(settings).delete();
                return started;
            } catch (EmbeddedMongoException e) {
                if (!e.isInUse()) {
                    throw e;
                }
                if (System.nanoTime() - begun >= patience.toNanos() || !pause()) {
                    throw PageFile.in(settings).read()
                            .map(page -> e.saying("It is a pipeline, whose page is at " + page))
                            .orElse(e);
                }
                if (!told) {
                    LOG.info("Another process, such as a command, has the data folder {} open: waiting for it, for {}"
                            + " seconds at most", settings.dataDir(), patience.toSeconds());
                }
            }
        }
    }

    /** @return false when this thread is interrupted */
    private static boolean pause() {
        try {
            Thread.sleep(LOOK_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Says in the log which database it is. */
    void announce(Settings settings) {
        String trouble = database.troubleAtStart();
        if (embedded != null) {
            LOG.info("Embedded database: {}{}", embedded.connectionString(), settings.mongodbDatabase());
        } else if (trouble == null) {
            LOG.info("MongoDB answers; the database is {}", settings.mongodbDatabase());
        } else {
            LOG.warn("{} Until then nothing is synced.", trouble);
        }
    }

    /** The database. */
    public Database database() {
        return database;
    }

    @Override
    public void close() {
        database.close();
        if (embedded != null) {
            embedded.close();
        }
    }
}
