package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerError;
import io.github.spotifypipeline.embedded.query.Refusal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Refuses what the stock server would accept and then lose data, and what it would ignore without saying so.
 */
final class RefusedCommands {

    private static final String IGNORED = "it would be ignored";

    /** Options of a command, and of each part of a bulk write or of createIndexes. */
    private static final Map<String, String> OPTIONS = Map.of(
            "collation", IGNORED,
            "startTransaction", "nothing could be rolled back",
            "autocommit", "nothing could be rolled back",
            "partialFilterExpression", "it would be ignored: a unique index would cover every document");

    private static final Map<String, String> CREATE_OPTIONS = Map.of(
            "validator", IGNORED,
            "validationLevel", IGNORED,
            "validationAction", IGNORED,
            "viewOn", "an empty collection would be made in place of the view",
            "timeseries", "a plain collection would be made in its place",
            "clusteredIndex", IGNORED,
            "expireAfterSeconds", "nothing would ever expire",
            "changeStreamPreAndPostImages", IGNORED,
            "encryptedFields", "everything would be stored in the clear");

    private RefusedCommands() {
    }

    /**
     * Checks a command. It does not look into documents that are to be stored.
     *
     * @throws MongoServerError code 115, if it would lose data or not do what it says; names the reason and the remedy
     */
    static void check(String command, Document query) {
        refuseOptions(OPTIONS, query);
        switch (command.toLowerCase(Locale.ROOT)) {
            case "renamecollection" ->
                    throw Refusal.unsupported(command, "it would lose the collection at the next restart");
            case "dropindexes" -> checkDropIndexes(query);
            case "create" -> refuseOptions(CREATE_OPTIONS, query);
            case "createindexes" -> parts(query, "indexes").forEach(index -> refuseOptions(OPTIONS, index));
            case "update" -> parts(query, "updates").forEach(RefusedCommands::checkWrite);
            case "delete" -> parts(query, "deletes").forEach(RefusedCommands::checkWrite);
            case "findandmodify" -> checkWrite(query);
            default -> { }
        }
    }

    private static void checkDropIndexes(Document query) {
        if (!(query.get("index") instanceof Document)) {
            throw Refusal.unsupported("dropIndexes by name", "it would lose the indexes of that name in other"
                    + " collections as well; name the index by its keys");
        }
    }

    private static void checkWrite(Document write) {
        refuseOptions(OPTIONS, write);
        if (write.get("hint") != null) {
            throw Refusal.unsupported("a hint of what to write", IGNORED);
        }
        for (Map.Entry<String, Object> entry : write.entrySet()) {
            boolean change = entry.getKey().equals("u") || entry.getKey().equals("update");
            if (change && entry.getValue() instanceof List<?>) {
                throw Refusal.unsupported("an update with an aggregation pipeline",
                        "use update operators such as $set");
            } else if (change && entry.getValue() instanceof Document replacement) {
                checkReplacement(replacement);
                UpdateRules.check(replacement);
            }
        }
    }

    private static void checkReplacement(Document replacement) {
        for (String name : replacement.keySet()) {
            if (name.contains(".")) {
                throw Refusal.unsupported("the dot in the top-level field name '" + name + "'", "rename the field");
            }
        }
    }

    private static List<Document> parts(Document query, String name) {
        return query.get(name) instanceof List<?> parts
                ? parts.stream().filter(Document.class::isInstance).map(Document.class::cast).toList()
                : List.of();
    }

    private static void refuseOptions(Map<String, String> refused, Document options) {
        for (Map.Entry<String, Object> option : options.entrySet()) {
            String reason = refused.get(option.getKey());
            if (reason != null && option.getValue() != null) {
                throw Refusal.unsupported(option.getKey(), reason);
            }
        }
    }
}
