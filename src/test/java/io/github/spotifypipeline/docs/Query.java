package io.github.spotifypipeline.docs;

import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.BsonArray;
import org.bson.Document;

/**
 * A statement of mongosh: {@code db.NAME.aggregate([…])}, or {@code db.NAME.find(filter, projection)} with
 * {@code .sort(…)} behind it, and perhaps {@code .limit(…)}.
 */
public record Query(String collection, List<Document> pipeline, List<Document> find, Document sort, int limit) {

    private static final Pattern AGGREGATE = Pattern.compile("db\\.(\\w+)\\.aggregate\\((\\[.*])\\)", Pattern.DOTALL);
    private static final Pattern FIND = Pattern.compile(
            "db\\.(\\w+)\\.find\\((.*)\\)\\.sort\\((.*?)\\)(?:\\.limit\\((\\d+)\\))?", Pattern.DOTALL);

    /** @throws IllegalArgumentException when it is neither, or not written as JSON */
    public static Query parse(String statement) {
        Matcher aggregate = AGGREGATE.matcher(statement.strip());
        if (aggregate.matches()) {
            return new Query(aggregate.group(1), documents(aggregate.group(2)), null, null, 0);
        }
        Matcher find = FIND.matcher(statement.strip());
        if (find.matches()) {
            return new Query(find.group(1), null, documents("[" + find.group(2) + "]"), Document.parse(find.group(3)),
                    find.group(4) == null ? 0 : Integer.parseInt(find.group(4)));
        }
        throw new IllegalArgumentException("Neither aggregate nor find and sort: " + statement);
    }

    private static List<Document> documents(String array) {
        return BsonArray.parse(array).stream().map(value -> Document.parse(value.asDocument().toJson())).toList();
    }

    public List<Document> run(MongoDatabase database) {
        MongoCollection<Document> from = database.getCollection(collection);
        return pipeline != null
                ? from.aggregate(pipeline).batchSize(1000).into(new ArrayList<>())
                : from.find(find.get(0)).projection(find.size() > 1 ? find.get(1) : null).sort(sort).limit(limit)
                        .batchSize(1000).into(new ArrayList<>());
    }
}
