package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Context;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Stage;
import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code $lookup}. By {@code _id} it reads only what it finds; by another field it reads the other collection once.
 *
 * @param localField null where only the pipeline finds documents
 * @param pipeline null when there is none
 */
record LookupStage(String from, String[] as, String[] localField, String foreignField,
        Map<String, Expression> variables, AggregationPipeline pipeline) implements Stage {

    static Stage of(Object argument, ExpressionCompiler expressions) {
        Document spec = StageTable.options(argument, "$lookup", "from", "as", "localField", "foreignField", "let",
                "pipeline");
        if (!(spec.get("from") instanceof String from) || !(spec.get("as") instanceof String as)) {
            throw Refusal.invalid("$lookup takes from and as, which are texts");
        }
        boolean byField = spec.containsKey("localField");
        if (byField != spec.containsKey("foreignField") || !byField && !spec.containsKey("pipeline")
                || byField && !(spec.get("localField") instanceof String
                        && spec.get("foreignField") instanceof String)) {
            throw Refusal.invalid("$lookup requires either 'pipeline' or both 'localField' and 'foreignField'");
        }
        Map<String, Expression> variables = new LinkedHashMap<>();
        if (spec.get("let") instanceof Document let) {
            let.forEach((name, value) -> variables.put(name, expressions.compile(value)));
        }
        String[] local = byField ? FieldPath.split((String) spec.get("localField")) : null;
        String foreign = (String) spec.get("foreignField");
        for (String path : byField ? List.of((String) spec.get("localField"), foreign) : List.<String>of()) {
            if (path.matches("(.*\\.)?\\d+(\\..*)?")) {
                throw Refusal.unsupported("$lookup by a place in a list", "it would take the number for a field");
            }
        }
        return new LookupStage(from, FieldPath.split(as), local, foreign, variables,
                spec.containsKey("pipeline") ? AggregationPipeline.of(StageTable.list(spec.get("pipeline"), "$lookup"),
                        expressions.and(variables.keySet())) : null);
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents, Context context) {
        Source source = context.catalog().collection(from);
        Map<Key, List<Object>> index = new HashMap<>();
        boolean[] indexed = {false};
        return documents.map(document -> {
            Stream<Document> found = localField == null ? null : matching(document, source, index, indexed, context);
            if (pipeline != null) {
                Map<String, Object> inner = new HashMap<>(context.variables());
                variables.forEach((name, value) -> inner.put(name, value.in(context.scope(document))));
                Context innerContext = new Context(context.catalog(), inner, context.held());
                found = found == null ? pipeline.run(from, innerContext) : pipeline.run(found, innerContext);
            }
            List<Object> joined = new ArrayList<>();
            found.forEach(joined::add);
            return FieldPath.put(document, as, 0, joined);
        });
    }

    private Stream<Document> matching(Document document, Source source, Map<Key, List<Object>> index, boolean[] indexed,
            Context context) {
        Set<Key> wanted = new LinkedHashSet<>();
        collect(document, localField, 0, false, wanted);
        if (wanted.isEmpty()) {
            // an empty list, or a path through a list that ends in nothing
            wanted.add(new Key(null));
        }
        if (foreignField.equals("_id") && wanted.stream().allMatch(key -> key.value() instanceof String)
                && source.hasTextIds()) {
            return wanted.stream().map(key -> source.find((String) key.value())).filter(found -> found != null);
        }
        if (!indexed[0]) {
            indexed[0] = true;
            String[] path = FieldPath.split(foreignField);
            source.scan(null, false).forEachRemaining(other -> {
                Set<Key> keys = new LinkedHashSet<>();
                collect(other, path, 0, true, keys);
                for (Key key : keys) {
                    context.held().add(Values.size(other) + 50);
                    index.computeIfAbsent(key, k -> new ArrayList<>()).add(other);
                }
            });
        }
        Set<Object> found = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Document> inOrder = new ArrayList<>();
        for (Key key : wanted) {
            for (Object other : index.getOrDefault(key, List.of())) {
                if (found.add(other)) {
                    inOrder.add((Document) other);
                }
            }
        }
        return inOrder.stream();
    }

    /**
     * The values that may meet: those of lists one by one, null where there is none.
     *
     * @param nothing whether what an element of a list lacks is null, too
     */
    private static void collect(Object value, String[] path, int from, boolean nothing, Set<Key> found) {
        if (from == path.length) {
            if (value instanceof Collection<?> list) {
                list.forEach(element -> found.add(new Key(element)));
                if (list.stream().anyMatch(Collection.class::isInstance)) {
                    throw Refusal.unsupported("$lookup by lists in lists", "it would look into them");
                }
            } else {
                found.add(new Key(Values.isMissing(value) ? null : value));
            }
        } else if (value instanceof Document document) {
            collect(document.getOrDefault(path[from], Values.MISSING), path, from + 1, nothing, found);
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Document inner && (nothing || inner.containsKey(path[from]))) {
                    collect(element, path, from, nothing, found);
                }
            }
        } else {
            found.add(new Key(null));
        }
    }
}
