package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.exception.MongoServerError;

/** The errors with which the embedded database answers what it will not do. */
public final class Refusal {

    private static final int BAD_VALUE = 2;
    private static final int COMMAND_NOT_SUPPORTED = 115;
    private static final int MEMORY_LIMIT = 292;

    private Refusal() {
    }

    /** For what a MongoDB can do: code 115. It names the remedy. */
    public static MongoServerError unsupported(String what, String reason) {
        return new MongoServerError(COMMAND_NOT_SUPPORTED, "CommandNotSupported", "The embedded database does not"
                + " support " + what + ": " + reason + ". If you need it, set mongodb.uri (MONGODB_URI) to a MongoDB"
                + " server; copy-to takes the data there");
    }

    /** For what was not compared with a MongoDB, so that the answer might be wrong. */
    public static MongoServerError unknown(String what) {
        return unsupported(what, "it has only what docs/data-model.md lists");
    }

    /** For null beside a value that an operator does not take: a MongoDB answers by which one it sees first. */
    public static MongoServerError mixed(String operator) {
        return unsupported(operator + " of null beside a value of another type than it takes", "the one that counts"
                + " would depend on their order");
    }

    /** For what a MongoDB refuses too: code 2. */
    public static MongoServerError invalid(String message) {
        return new MongoServerError(BAD_VALUE, "BadValue", message);
    }

    /** For what does not fit into memory: code 292, as from a MongoDB that may not use its disk. */
    public static MongoServerError tooLarge(String what, long bytes) {
        return new MongoServerError(MEMORY_LIMIT, "QueryExceededMemoryLimitNoDiskUseAllowed", "The embedded database"
                + " would have to hold more than " + bytes / (1024 * 1024) + " MB at once for " + what
                        + ": ask for less"
                + " ($match, a projection, limit), sort by _id, or give the program more memory (JAVA_OPTS=-Xmx…)."
                + " A MongoDB server (mongodb.uri, MONGODB_URI) has no such limit");
    }
}
