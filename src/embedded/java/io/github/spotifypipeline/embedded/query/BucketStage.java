package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Stage;
import java.util.List;

/** {@code $bucket}: a {@code $group} by the range that a value lies in. Its boundaries are constants. */
final class BucketStage {

    private BucketStage() {
    }

    static Stage of(Object argument, ExpressionCompiler expressions) {
        Document spec = StageTable.options(argument, "$bucket", "groupBy", "boundaries", "default", "output");
        if (!(spec.get("boundaries") instanceof List<?> boundaries) || boundaries.size() < 2) {
            throw Refusal.invalid("$bucket requires 'groupBy' and at least two 'boundaries'");
        }
        requireOrder(boundaries);
        Object groupBy = spec.get("groupBy");
        if (!isExpression(groupBy)) {
            throw Refusal.invalid("'groupBy' of $bucket must be a $-prefixed path or an expression");
        }
        Object other = otherwise(spec, boundaries);
        Expression value = expressions.compile(groupBy);
        Expression bucket = scope -> {
            Object found = value.in(scope);
            for (int i = boundaries.size() - 1; i > 0; i--) {
                if (Values.compare(found, boundaries.get(i)) < 0 && Values.compare(found, boundaries.get(i - 1)) >= 0) {
                    return boundaries.get(i - 1);
                }
            }
            if (Values.isMissing(other)) {
                throw Refusal.invalid("$bucket could not find a matching branch for an input, and no default was"
                        + " specified");
            }
            return other;
        };
        Document output = (Document) spec.getOrDefault("output", new Document("count", new Document("$sum", 1)));
        return GroupStage.of(bucket, output, expressions).then(StageTable.sort(new Document("_id", 1), null));
    }

    private static boolean isExpression(Object value) {
        return value instanceof Document || value instanceof String text && text.startsWith("$");
    }

    private static void requireOrder(List<?> boundaries) {
        for (int i = 0; i < boundaries.size(); i++) {
            Object boundary = boundaries.get(i);
            if (isExpression(boundary)) {
                throw Refusal.unsupported("a boundary of $bucket that is no constant", "it takes constants");
            }
            if (i > 0 && (Values.rank(boundaries.get(i - 1)) != Values.rank(boundary)
                    || Values.compare(boundaries.get(i - 1), boundary) >= 0)) {
                throw Refusal.invalid("The 'boundaries' of $bucket must be sorted and of one type");
            }
        }
    }

    /** The bucket of what lies in no range; {@link Values#MISSING} when there is none. */
    private static Object otherwise(Document spec, List<?> boundaries) {
        Object other = spec.getOrDefault("default", Values.MISSING);
        if (isExpression(other)) {
            throw Refusal.unsupported("a default of $bucket that is no constant", "it takes constants");
        }
        if (!Values.isMissing(other) && Values.compare(other, boundaries.get(0)) >= 0
                && Values.compare(other, boundaries.get(boundaries.size() - 1)) < 0) {
            throw Refusal.invalid("The 'default' of $bucket must be less than the lowest boundary, or at least the"
                    + " highest");
        }
        return other;
    }
}
