package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.Predicate;

/** Which documents a query finds, as MongoDB's query language says. It is made before a document is read. */
public final class Filter {

    private static final Set<String> OPERATORS = Set.of("$and", "$or", "$nor", "$expr", "$comment");

    private final BiPredicate<Document, Variables> condition;
    private final Map<String, Object> variables;

    private Filter(BiPredicate<Document, Variables> condition, Map<String, Object> variables) {
        this.condition = condition;
        this.variables = variables;
    }

    /** @throws de.bwaldvogel.mongo.exception.MongoServerError if it is none, or has what is not known here */
    public static Filter of(Document query) {
        return of(query, Map.of());
    }

    /** @param variables what {@code $expr} may name */
    static Filter of(Document query, Map<String, Object> variables) {
        return new Filter(all(query, ExpressionCompiler.with(variables.keySet())), variables);
    }

    /** Whether it finds a document. */
    public boolean matches(Document document) {
        return condition.test(document, Variables.of(document, variables));
    }

    /** The operators of a query, for the documentation. */
    static Set<String> operators() {
        Set<String> all = new TreeSet<>(OPERATORS);
        all.addAll(FieldCondition.OPERATORS);
        return all;
    }

    static boolean isOfDocuments(String operator) {
        return OPERATORS.contains(operator);
    }

    /** All parts of a query, with the variables of an outer aggregation. */
    static BiPredicate<Document, Variables> all(Document query, ExpressionCompiler expressions) {
        List<BiPredicate<Document, Variables>> parts = new ArrayList<>();
        query.forEach((name, value) -> parts.add(name.startsWith("$") ? topLevel(name, value, expressions)
                : field(name, value)));
        return (document, scope) -> parts.stream().allMatch(part -> part.test(document, scope));
    }

    private static BiPredicate<Document, Variables> field(String name, Object value) {
        Predicate<Object> condition = FieldCondition.of(value, SearchPath.of(name));
        return (document, scope) -> condition.test(document);
    }

    private static BiPredicate<Document, Variables> topLevel(String name, Object value,
                                                             ExpressionCompiler expressions) {
        switch (name) {
            case "$comment":
                return (document, scope) -> true;
            case "$expr":
                Expression expression = expressions.compile(value);
                return (document, scope) -> Values.isTrue(expression.in(scope));
            case "$and", "$or", "$nor":
                if (!(value instanceof List<?> list) || list.isEmpty()
                        || !list.stream().allMatch(Document.class::isInstance)) {
                    throw Refusal.invalid(name + " must be a nonempty array of objects");
                }
                List<BiPredicate<Document, Variables>> parts =
                        list.stream().map(part -> all((Document) part, expressions)).toList();
                return name.equals("$and") ? (document, scope) -> parts.stream().allMatch(p -> p.test(document, scope))
                        : (document, scope) -> name.equals("$or")
                                == parts.stream().anyMatch(part -> part.test(document, scope));
            default:
                throw operators().contains(name) ? Refusal.invalid("unknown top level operator: " + name)
                        : Refusal.unknown(name + " in a query");
        }
    }
}
