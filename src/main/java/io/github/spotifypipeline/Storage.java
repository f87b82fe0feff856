package io.github.spotifypipeline;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The MongoDB that the settings name or, where they name none, the embedded one in the data folder. */
final class Storage implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Storage.class);

    private final EmbeddedMongo embedded;
    private final Database database;

    private Storage(EmbeddedMongo embedded, Database database) {
        this.embedded = embedded;
        this.database = database;
    }

    /**
     * Opens it; whether a MongoDB answers is only seen later.
     *
     * @throws io.github.spotifypipeline.settings.SettingsException      when the settings cannot work
     * @throws io.github.spotifypipeline.embedded.EmbeddedMongoException when the embedded database cannot be opened
     */
    static Storage open(Settings settings) {
        EmbeddedMongo embedded = settings.mongodbUri().isEmpty()
                ? EmbeddedMongo.start(settings.dataDir(), settings.mongodbEmbeddedPort()) : null;
        try {
            return new Storage(embedded, Database.at(embedded == null ? settings.mongodbUri() : embedded.connectionString(),
                    settings.mongodbDatabase()));
        } catch (RuntimeException e) {
            if (embedded != null) {
                embedded.close();
            }
            throw e;
        }
    }

    /** Says in the log which database it is. */
    void announce(Settings settings) {
        String trouble = database.troubleAtStart();
        if (embedded != null) {
            LOG.info("Embedded database (for up to about 100,000 documents): {}{}", embedded.connectionString(),
                    settings.mongodbDatabase());
        } else if (trouble == null) {
            LOG.info("MongoDB answers; the database is {}", settings.mongodbDatabase());
        } else {
            LOG.warn("{} Until then nothing is synced.", trouble);
        }
    }

    Database database() {
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
