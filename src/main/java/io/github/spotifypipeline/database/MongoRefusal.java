package io.github.spotifypipeline.database;

import com.mongodb.MongoBulkWriteException;
import com.mongodb.MongoCommandException;
import com.mongodb.MongoException;
import com.mongodb.MongoNodeIsRecoveringException;
import com.mongodb.MongoNotPrimaryException;
import com.mongodb.MongoWriteException;
import java.util.Optional;

/** Says in words why MongoDB has refused something, and what to do. */
public final class MongoRefusal {

    /** The beginning of the embedded server's own messages. */
    private static final String EMBEDDED = "The embedded database ";

    private MongoRefusal() {
    }

    /** One line without data; empty when MongoDB does not answer at all. */
    public static Optional<String> of(MongoException e) {
        return of(e, null);
    }

    /** The same. @param collection the collection of a write; null: not known */
    public static Optional<String> of(MongoException e, String collection) {
        String code;
        if (e instanceof MongoNotPrimaryException || e instanceof MongoNodeIsRecoveringException) {
            // another server takes over, or this one comes back
            return Optional.empty();
        } else if (e instanceof MongoCommandException refused
                && String.valueOf(refused.getErrorMessage()).startsWith(EMBEDDED)) {
            // the embedded server's own messages hold no data
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
            case "11000" -> "somebody made a unique index that two documents do not meet: drop it"
                    + " (db.getCollection(\"" + name + "\").getIndexes() shows it).";
            case "8000", "14031" -> "its disk, or what its plan allows, is full: make room, and everything goes on by"
                    + " itself.";
            default -> "MongoDB's log says why; spotify-pipeline check looks at what is known.";
        };
    }

    /** MongoDB's code for this is 14031; errors of its storage engine have no code. */
    private static boolean isOutOfSpace(MongoException e) {
        return String.valueOf(e.getMessage()).contains("No space left on device");
    }

    /** A write error has no name of its code. */
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
}
