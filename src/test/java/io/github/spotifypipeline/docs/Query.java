package io.github.spotifypipeline.docs;

import com.mongodb.client.FindIterable;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.Document;

/**
 * A statement of mongosh: {@code db.NAME.} with {@code aggregate}, {@code find} (with {@code sort} and {@code limit}
 * behind it), {@code stats}, {@code deleteMany} or {@code drop}.
 *
 * @param collection the name
 * @param calls      what is called behind it, in its order
 */
public record Query(String collection, List<Call> calls) {

    private static final Pattern COLLECTION = Pattern.compile("\\s*;?\\s*db\\.(\\w+)");
    private static final Pattern CALL = Pattern.compile("\\s*\\.(\\w+)\\(");
    private static final Pattern COMMENT = Pattern.compile("(\"(?:[^\"\\\\]|\\\\.)*\")|//[^\n]*");

    /** A method, with its arguments as values. */
    record Call(String name, List<BsonValue> arguments) {

        BsonDocument document(int argument) {
            return arguments.size() > argument ? arguments.get(argument).asDocument() : new BsonDocument();
        }
    }

    /** @throws IllegalArgumentException when it is none, or more than one */
    public static Query parse(String statement) {
        List<Query> queries = parseAll(statement);
        if (queries.size() != 1) {
            throw new IllegalArgumentException(queries.size() + " statements: " + statement);
        }
        return queries.get(0);
    }

    /** The statements of a block, in which {@code //} begins a comment. */
    static List<Query> parseAll(String block) {
        String text = COMMENT.matcher(block).replaceAll("$1").strip();
        List<Query> queries = new ArrayList<>();
        int at = 0;
        while (at < text.length()) {
            Matcher begin = COLLECTION.matcher(text).region(at, text.length());
            if (!begin.lookingAt()) {
                throw new IllegalArgumentException("No statement of mongosh: " + text.substring(at));
            }
            at = begin.end();
            List<Call> calls = new ArrayList<>();
            Matcher call = CALL.matcher(text);
            while (call.region(at, text.length()).lookingAt()) {
                int end = closing(text, call.end());
                calls.add(new Call(call.group(1),
                        BsonArray.parse("[" + text.substring(call.end(), end) + "]").getValues()));
                at = end + 1;
            }
            queries.add(new Query(begin.group(1), calls));
        }
        return queries;
    }

    /** Whether it takes something away. */
    boolean changes() {
        return calls.get(0).name.matches("deleteMany|drop");
    }

    /** Where the parenthesis closes in which a place is; those in texts do not count. */
    private static int closing(String text, int from) {
        int depth = 1;
        boolean quoted = false;
        for (int at = from; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"' && text.charAt(at - 1) != '\\') {
                quoted = !quoted;
            } else if (!quoted) {
                depth += character == '(' ? 1 : character == ')' ? -1 : 0;
                if (depth == 0) {
                    return at;
                }
            }
        }
        throw new IllegalArgumentException("A parenthesis is not closed: " + text);
    }

    /** What it answers; nothing for what only changes. */
    public List<Document> run(MongoDatabase database) {
        MongoCollection<Document> from = database.getCollection(collection);
        Call first = calls.get(0);
        switch (first.name) {
            case "find":
                return found(from.find(first.document(0)).projection(first.document(1)));
            case "aggregate":
                List<Document> stages = first.arguments.get(0).asArray().stream()
                        .map(stage -> Document.parse(stage.asDocument().toJson())).toList();
                return from.aggregate(stages).batchSize(1000).into(new ArrayList<>());
            case "stats":
                return from.aggregate(List.of(Document.parse("{$collStats: {storageStats: {}}}")))
                        .into(new ArrayList<>());
            case "deleteMany":
                from.deleteMany(first.document(0));
                return List.of();
            case "drop":
                from.drop();
                return List.of();
            default:
                throw new IllegalArgumentException("Not known here: " + first.name);
        }
    }

    private List<Document> found(FindIterable<Document> documents) {
        for (Call call : calls.subList(1, calls.size())) {
            switch (call.name) {
                case "sort" -> documents.sort(call.document(0));
                case "limit" -> documents.limit(call.arguments.get(0).asInt32().getValue());
                default -> throw new IllegalArgumentException("Not known here: " + call.name);
            }
        }
        return documents.batchSize(1000).into(new ArrayList<>());
    }
}
