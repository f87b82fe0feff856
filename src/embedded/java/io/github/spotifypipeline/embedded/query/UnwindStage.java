package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Context;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * {@code $unwind}: a document for each element of a list.
 *
 * @param index the field that gets the element's place; null when none does
 * @param keep whether a document stays that has no element
 */
record UnwindStage(String[] path, String index, boolean keep) implements Stage {

    static Stage of(Object argument, ExpressionCompiler expressions) {
        Document spec = StageTable.options(argument instanceof Document ? argument : new Document("path", argument),
                "$unwind", "path", "includeArrayIndex", "preserveNullAndEmptyArrays");
        if (!(spec.get("path") instanceof String path) || !path.startsWith("$") || path.startsWith("$$")) {
            throw Refusal.invalid("the path option to $unwind must be a path that starts with '$'");
        }
        String index = spec.get("includeArrayIndex") instanceof String name ? name : null;
        if (index != null && (index.contains(".") || index.startsWith("$") || index.isEmpty())) {
            throw Refusal.unsupported("includeArrayIndex: '" + index + "'", "it takes a field at the top");
        }
        return new UnwindStage(FieldPath.split(path.substring(1)), index,
                Boolean.TRUE.equals(spec.get("preserveNullAndEmptyArrays")));
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents, Context context) {
        return documents.flatMap(document -> {
            Object value = nested(document);
            if (!(value instanceof List<?> list)) {
                return Values.isNullish(value) && !keep ? Stream.empty() : Stream.of(with(document, value, null));
            }
            if (list.isEmpty()) {
                return keep ? Stream.of(with(document, Values.MISSING, null)) : Stream.empty();
            }
            List<Document> made = new ArrayList<>(list.size());
            for (int i = 0; i < list.size(); i++) {
                made.add(with(document, list.get(i), (long) i));
            }
            return made.stream();
        });
    }

    /** Through documents only; a list on the way ends the path. */
    private Object nested(Document document) {
        Object here = document;
        for (String field : path) {
            here = here instanceof Document inner ? inner.getOrDefault(field, Values.MISSING) : Values.MISSING;
        }
        return here;
    }

    private Document with(Document document, Object value, Long place) {
        Document made = FieldPath.put(document, path, 0, value);
        if (index != null) {
            made.put(index, place);
        }
        return made;
    }
}
