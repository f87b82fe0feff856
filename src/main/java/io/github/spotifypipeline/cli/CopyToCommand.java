package io.github.spotifypipeline.cli;

import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.DatabaseCopy;
import io.github.spotifypipeline.settings.Settings;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code spotify-pipeline copy-to}: from the embedded database to a MongoDB, a line a collection. */
@Command(name = "copy-to", mixinStandardHelpOptions = true, header = "Move from the embedded database to a MongoDB.",
        description = "Copies everything from the embedded database of the data folder: data, sign-ins (they stay"
        + " encrypted with the same token key), and how far each sync has come, so that a pipeline goes on there where"
        + " it was. Stop the pipeline first. What is copied replaces what has the same _id; the embedded database stays"
        + " as it is; a copy that broke off can be repeated.",
        footer = {"", "Examples:", "  COPY_TO_URI='mongodb://user:password@host:27017/' spotify-pipeline copy-to",
                "  spotify-pipeline copy-to --uri mongodb://127.0.0.1:27017/ --database spotify",
                "", "Exit codes: 0 when all is copied and was found there; 1 when not, when a pipeline runs, or when"
                + " the target holds what is not here or is newer; 2 for settings or arguments that cannot work."})
final class CopyToCommand extends PipelineCommand {

    private static final String TARGET = "COPY_TO_URI (or --uri)";

    @Option(names = "--uri", defaultValue = "${env:COPY_TO_URI}",
            description = "The connection string of the target. Better given as the environment variable COPY_TO_URI:"
            + " other users of this machine can read arguments.")
    private String uri;

    @Option(names = "--database", description = "The target's database. Default: what mongodb.database"
            + " (MONGODB_DATABASE) says.")
    private String name;

    @Option(names = "--overwrite", description = "Copy also when the target holds other accounts, which then stay, or"
            + " has synced later, which is then undone.")
    private boolean overwrite;

    @Override
    int run(Settings settings) throws InterruptedException {
        if (uri == null || uri.isBlank()) {
            throw CommandException.wrong("Name the target by its connection string, in the environment variable"
                    + " COPY_TO_URI or with --uri.");
        }
        if (!settings.mongodbUri().isEmpty()) {
            throw CommandException.wrong("copy-to copies the embedded database, but mongodb.uri (MONGODB_URI) is set:"
                    + " leave it empty for this command; between two MongoDBs use mongodump and mongorestore.");
        }
        String database = name == null ? nameOn(settings) : name;
        try (Database target = Database.at(uri.strip(), database, TARGET, settings.mongodbCaFile());
                OpenDatabase source = OpenDatabase.alone(settings, "then copy.")) {
            CommandException.ifTrouble(target.trouble());
            copy(new DatabaseCopy(source.database(), target), target);
        }
        say("Now set MONGODB_URI to the target" + (database.equals(nameOn(settings)) ? ""
                : ", MONGODB_DATABASE to " + database)
                + ", and start the pipeline. It needs the same token key: " + (settings.tokenKey().isEmpty()
                        ? "keep " + settings.tokenKeyFile() + ", or set TOKEN_KEY to what is in it."
                        : "keep TOKEN_KEY as it is."));
        return 0;
    }

    /** The database that a pipeline with these settings uses on a MongoDB: the sandbox's data gets one of its own. */
    private static String nameOn(Settings settings) {
        return settings.sandbox() && settings.mongodbDatabase().equals("spotify") ? "spotify_sandbox"
                : settings.mongodbDatabase();
    }

    private void copy(DatabaseCopy copy, Database target) {
        try {
            List<String> collections = copy.collections();
            if (collections.isEmpty()) {
                throw CommandException.trouble("There is nothing to copy: the embedded database is empty. Check"
                        + " DATA_DIR.");
            }
            List<String> objections = overwrite ? List.of() : copy.objections();
            if (!objections.isEmpty()) {
                throw CommandException.trouble("The target was left alone: " + objections.get(0)
                        + (objections.size() > 1 ? ", and " + (objections.size() - 1) + " more" : "")
                        + ". Name another one with --database, or copy all the same with --overwrite.");
            }
            long all = 0;
            try (ProgressLine progress = ProgressLine.of("", 0)) {
                for (String collection : collections) {
                    progress.begin(collection, copy.count(collection));
                    long copied = copy.copy(collection, progress::add);
                    progress.hide();
                    print(String.format(Locale.ROOT, "%-20s %,9d", collection, copied));
                    all += copied;
                }
            }
            print(String.format(Locale.ROOT, "%d collections, %,d documents: copied, and found there",
                    collections.size(), all));
        } catch (DatabaseCopy.IncompleteException e) {
            throw CommandException.trouble(e.getMessage());
        } catch (MongoException e) {
            throw CommandException.trouble("The copy broke off and can be repeated. " + target.inWords(e));
        }
    }
}
