package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.exception.MongoServerException;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Insert, update and delete of several documents. The stock database does not stop at the first error of an ordered
 * command, and counts documents that it did not insert.
 */
final class WriteCommands {

    private WriteCommands() {
    }

    static Document handle(String name, MongoMessage message, Function<MongoMessage, Document> stock) {
        return name.equals("insert") ? insert(message, stock)
                : each(name, name.equals("update") ? "updates" : "deletes", message, stock);
    }

    private static boolean isOrdered(Document command) {
        return !Boolean.FALSE.equals(command.get("ordered"));
    }

    private static Document insert(MongoMessage message, Function<MongoMessage, Document> stock) {
        Document command = new Document(message.getDocument());
        command.put("ordered", isOrdered(command));
        Document reply = stock.apply(with(command, message));
        if (reply.get("writeErrors") instanceof List<?> errors && !errors.isEmpty()) {
            int failed = isOrdered(command) ? ((List<?>) command.get("documents")).size()
                    - (Integer) ((Document) errors.get(0)).get("index") : errors.size();
            reply.put("n", ((List<?>) command.get("documents")).size() - failed);
        }
        return reply;
    }

    private static MongoMessage with(Document command, MongoMessage message) {
        return new MongoMessage(message.getChannel(), message.getHeader(), command);
    }

    /** One after the other; an ordered command ends at the first error. */
    private static Document each(String name, String parts, MongoMessage message, Function<MongoMessage,
            Document> stock) {
        Document command = message.getDocument();
        List<Object> errors = new ArrayList<>();
        List<Object> upserted = new ArrayList<>();
        int found = 0;
        int modified = 0;
        List<?> all = (List<?>) command.get(parts);
        for (int i = 0; i < all.size() && (errors.isEmpty() || !isOrdered(command)); i++) {
            Document one = new Document(command);
            one.put(parts, new ArrayList<>(List.of(all.get(i))));
            Document reply;
            try {
                reply = stock.apply(with(one, message));
            } catch (MongoServerException e) {
                reply = new Document("n", 0).append("writeErrors",
                        List.of(Replies.withCode(new Document("errmsg", e.getMessageWithoutErrorCode()), e)));
            }
            found += (Integer) reply.get("n");
            modified += reply.get("nModified") instanceof Integer count ? count : 0;
            number(reply.get("upserted"), i, upserted);
            number(reply.get("writeErrors"), i, errors);
        }
        Document reply = new Document("n", found);
        if (name.equals("update")) {
            reply.put("nModified", modified);
        }
        if (!upserted.isEmpty()) {
            reply.put("upserted", upserted);
        }
        if (!errors.isEmpty()) {
            reply.put("writeErrors", errors);
        }
        return reply.append("ok", 1.0);
    }

    private static void number(Object entries, int index, List<Object> all) {
        if (entries instanceof List<?> list) {
            list.forEach(entry -> all.add(new Document((Document) entry).append("index", index)));
        }
    }
}
