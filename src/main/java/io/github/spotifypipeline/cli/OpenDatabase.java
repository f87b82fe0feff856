package io.github.spotifypipeline.cli;

import io.github.spotifypipeline.app.Storage;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.embedded.EmbeddedMongoException;
import io.github.spotifypipeline.settings.Settings;
import java.time.Duration;
import java.util.Optional;

/**
 * The database that the settings name. The embedded one can be open in one process only: this connects to the process
 * that has it open, or opens it itself.
 */
final class OpenDatabase implements AutoCloseable {

    private final Storage storage;
    private final boolean shared;

    private OpenDatabase(Storage storage, boolean shared) {
        this.storage = storage;
        this.shared = shared;
    }

    /** @throws CommandException when it does not answer */
    static OpenDatabase of(Settings settings) {
        try {
            return answering(new OpenDatabase(open(settings), false));
        } catch (EmbeddedMongoException e) {
            return answering(new OpenDatabase(open(beside(settings, e)), true));
        }
    }

    /** Serves the embedded database at any free port, as its own may be the one to copy to. */
    private static Storage open(Settings settings) {
        return Storage.open(settings, 0, Duration.ZERO);
    }

    /**
     * @throws CommandException when another process has the embedded database open, or something answers at the page
     */
    static OpenDatabase alone(Settings settings, String why) throws InterruptedException {
        if (RunningPipeline.find(settings).isPresent()) {
            throw CommandException.trouble("A pipeline runs at " + settings.pageUrl() + ": stop it first, "
                    + why);
        }
        OpenDatabase open = of(settings);
        if (open.shared) {
            open.close();
            throw CommandException.trouble("Another process has the data folder " + settings.dataDir()
                    + " open: stop it first, " + why);
        }
        return open;
    }

    /**
     * The settings, with the address at which another process serves the embedded database.
     *
     * @param refusal why it could not be opened here; thrown again when it is not open elsewhere
     */
    static Settings beside(Settings settings, EmbeddedMongoException refusal) {
        if (!refusal.isInUse()) {
            throw refusal;
        }
        return served(settings).orElseThrow(() -> CommandException.trouble("Another process has the data folder "
                + settings.dataDir() + " open, but does not say where its database is: try again in a few seconds, or"
                + " stop it."));
    }

    /** The same; empty when no process serves it. */
    static Optional<Settings> served(Settings settings) {
        return EmbeddedMongo.servedFrom(settings.dataDir()).map(settings::withMongodbAt);
    }

    private static OpenDatabase answering(OpenDatabase open) {
        String trouble = open.database().trouble();
        if (trouble != null) {
            open.close();
            throw CommandException.trouble(open.shared
                    ? "The process that has the data folder open does not answer: try again in a few seconds, or stop"
                    + " it." : trouble);
        }
        return open;
    }

    Database database() {
        return storage.database();
    }

    @Override
    public void close() {
        storage.close();
    }
}
