package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Operators of objects and their fields. */
final class ObjectOperators {

    private ObjectOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.addOrNull("$arrayToObject", ObjectOperators::toObject);
        operators.addOrNull("$objectToArray", ObjectOperators::fromObject);
        operators.add("$mergeObjects", 0, OperatorTable.MANY, a -> Accumulator.of("$mergeObjects", Arrays.asList(a)));
        operators.add("$getField", ObjectOperators::getField);
    }

    private static Object toObject(Object list) {
        Document made = new Document();
        for (Object element : ListOperators.list(list, "$arrayToObject")) {
            if (element instanceof Document pair && pair.size() == 2 && pair.get("k") instanceof String name
                    && pair.containsKey("v")) {
                made.put(name, pair.get("v"));
            } else if (element instanceof List<?> pair && pair.size() == 2 && pair.get(0) instanceof String name) {
                made.put(name, pair.get(1));
            } else {
                throw Refusal.invalid("$arrayToObject requires pairs of a key and a value");
            }
        }
        return made;
    }

    private static Object fromObject(Object value) {
        if (!(value instanceof Document document)) {
            throw Refusal.invalid("$objectToArray requires a document input, found: " + Values.typeName(value));
        }
        List<Object> pairs = new ArrayList<>();
        document.forEach((name, field) -> pairs.add(new Document("k", name).append("v", field)));
        return pairs;
    }

    private static Expression getField(Object argument, ExpressionCompiler scope) {
        boolean named = argument instanceof Document document && document.containsKey("field");
        Object field = named ? ((Document) argument).get("field") : argument;
        Object name = field instanceof Document document && document.keySet().equals(Set.of("$literal"))
                ? document.get("$literal") : field;
        if (!(name instanceof String text) || name == field && text.startsWith("$")) {
            throw Refusal.unsupported("$getField of what is no constant text", "it was not compared with a MongoDB");
        }
        Expression input = Variables::root;
        if (named && ((Document) argument).containsKey("input")) {
            Document rest = Values.copy((Document) argument);
            rest.remove("field");
            input = scope.named("$getField", rest, "input*").get("input");
        }
        Expression of = input;
        return in -> {
            Object given = of.in(in);
            return given instanceof Document document ? document.getOrDefault(text, Values.MISSING)
                    : given == null ? null : Values.MISSING;
        };
    }
}
