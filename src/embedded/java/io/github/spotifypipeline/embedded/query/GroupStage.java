package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Context;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Stage;
import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** {@code $group}. It holds one result for each group, and no documents. */
record GroupStage(Expression id, List<Field> fields) implements Stage {

    /** The memory of a group beside what is counted, in bytes. */
    private static final long OVERHEAD = 250;

    private record Field(String name, String accumulator, Expression value) {
    }

    static Stage of(Object argument, ExpressionCompiler expressions) {
        Document spec = StageTable.object(argument, "$group");
        if (!spec.containsKey("_id")) {
            throw Refusal.invalid("a group specification must include an _id");
        }
        Document rest = Values.copy(spec);
        rest.remove("_id");
        return of(id(spec.get("_id"), expressions), rest, expressions);
    }

    /** In an object with one field, a missing value is null; in one with several fields it is left out. */
    private static Expression id(Object spec, ExpressionCompiler expressions) {
        if (!(spec instanceof Document document) || document.size() != 1
                || document.keySet().iterator().next().startsWith("$")) {
            return expressions.compile(spec);
        }
        String name = FieldPath.requireField(document.keySet().iterator().next());
        Expression field = expressions.compile(document.get(name));
        return scope -> {
            Object value = field.in(scope);
            return new Document(name, Values.isMissing(value) ? null : value);
        };
    }

    static Stage of(Expression id, Document output, ExpressionCompiler expressions) {
        List<Field> fields = new ArrayList<>();
        output.forEach((name, value) -> {
            FieldPath.requireField(name);
            if (!(value instanceof Document accumulator) || accumulator.size() != 1) {
                throw Refusal.invalid("The field '" + name + "' must be an accumulator object");
            }
            String operator = accumulator.keySet().iterator().next();
            Object of = accumulator.get(operator);
            if (operator.equals("$count") && of instanceof Document empty && empty.isEmpty()) {
                fields.add(new Field(name, "$sum", scope -> 1));
                return;
            }
            if (!Accumulator.NAMES.contains(operator)) {
                throw Refusal.unknown("the accumulator " + operator);
            }
            if (of instanceof List) {
                throw Refusal.invalid("The " + operator + " accumulator is a unary operator");
            }
            fields.add(new Field(name, operator, expressions.compile(of)));
        });
        return new GroupStage(id, fields);
    }

    @Override
    public Stream<Document> apply(Stream<Document> documents, Context context) {
        Map<Key, Accumulator[]> groups = new LinkedHashMap<>();
        documents.forEach(document -> add(document, groups, context));
        return groups.entrySet().stream().map(group -> {
            Document made = new Document("_id", group.getKey().value());
            for (int i = 0; i < fields.size(); i++) {
                made.put(fields.get(i).name, group.getValue()[i].result());
            }
            return made;
        });
    }

    private void add(Document document, Map<Key, Accumulator[]> groups, Context context) {
        Variables scope = context.scope(document);
        Object value = id.in(scope);
        Key key = new Key(Values.isMissing(value) ? null : value);
        Accumulator[] group = groups.get(key);
        if (group == null) {
            context.held().add(OVERHEAD + Values.size(key.value()) + 100L * fields.size());
            group = fields.stream().map(field -> Accumulator.of(field.accumulator)).toArray(Accumulator[]::new);
            groups.put(key, group);
        }
        for (int i = 0; i < group.length; i++) {
            context.held().add(group[i].add(fields.get(i).value.in(scope)));
        }
    }
}
