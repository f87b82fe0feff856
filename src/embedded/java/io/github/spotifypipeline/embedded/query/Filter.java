package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.Decimal128;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which documents a query finds, as MongoDB's query language says. Made before a document is read. */
public final class Filter {

    /** Where a path ends in nothing; as null, but for {@code $exists} and {@code $type}. */
    static final Object NOTHING = Values.MISSING;

    private static final Set<String> OPERATORS = new TreeSet<>(Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in",
            "$nin", "$exists", "$type", "$regex", "$options", "$not", "$all", "$elemMatch", "$size", "$mod", "$and",
            "$or", "$nor", "$expr", "$comment"));

    /** The values behind a path, each of which may do; true ends the search. */
    private interface Leaf extends Predicate<Object> {
    }

    private final BiPredicate<Document, Scope> condition;
    private final Map<String, Object> variables;

    private Filter(BiPredicate<Document, Scope> condition, Map<String, Object> variables) {
        this.condition = condition;
        this.variables = variables;
    }

    /** @throws de.bwaldvogel.mongo.exception.MongoServerError if it is none, or has what is not known here */
    public static Filter of(Document query) {
        return of(query, Map.of());
    }

    /** @param variables what {@code $expr} may name */
    static Filter of(Document query, Map<String, Object> variables) {
        return new Filter(all(query, Expressions.with(variables.keySet())), variables);
    }

    /** Whether it finds a document. */
    public boolean matches(Document document) {
        return condition.test(document, Scope.of(document, variables));
    }

    /** As {@link #matches(Document)}, with the variables of an outer aggregation. */
    static BiPredicate<Document, Scope> all(Document query, Expressions expressions) {
        List<BiPredicate<Document, Scope>> parts = new ArrayList<>();
        query.forEach((name, value) -> parts.add(name.startsWith("$") ? topLevel(name, value, expressions)
                : field(name, value)));
        return (document, scope) -> {
            for (BiPredicate<Document, Scope> part : parts) {
                if (!part.test(document, scope)) {
                    return false;
                }
            }
            return true;
        };
    }

    static Set<String> operators() {
        return OPERATORS;
    }

    private static BiPredicate<Document, Scope> topLevel(String name, Object value, Expressions expressions) {
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
                List<BiPredicate<Document, Scope>> parts =
                        list.stream().map(part -> all((Document) part, expressions)).toList();
                boolean deciding = !name.equals("$and");
                boolean whenDecided = name.equals("$or");
                return (document, scope) -> {
                    for (BiPredicate<Document, Scope> part : parts) {
                        if (part.test(document, scope) == deciding) {
                            return whenDecided;
                        }
                    }
                    return !whenDecided;
                };
            default:
                throw OPERATORS.contains(name) ? Refusal.invalid("unknown top level operator: " + name)
                        : Refusal.unknown(name + " in a query");
        }
    }

    private static BiPredicate<Document, Scope> field(String name, Object value) {
        String[] path = name.split("\\.", -1);
        Predicate<Object> condition = condition(value, path);
        return (document, scope) -> condition.test(document);
    }

    /** A condition on what has the path: a document, or an element of a list. */
    private static Predicate<Object> condition(Object value, String[] path) {
        if (!(value instanceof Document document) || document.isEmpty()
                || !document.keySet().iterator().next().startsWith("$") || isReference(document)) {
            return value instanceof BsonRegularExpression || isRegex(value) ? regex(value, null, path)
                    : equal(value, path);
        }
        return operators(document, path);
    }

    private static boolean isReference(Document document) {
        return Set.of("$ref", "$id").contains(document.keySet().iterator().next());
    }

    private static boolean isRegex(Object value) {
        return BsonRegularExpression.isRegularExpression(value) && !(value instanceof Document);
    }

    private static Predicate<Object> operators(Document operators, String[] path) {
        List<Predicate<Object>> parts = new ArrayList<>();
        operators.forEach((name, value) -> {
            if (name.equals("$options")) {
                if (!operators.containsKey("$regex")) {
                    throw Refusal.invalid("$options needs a $regex");
                }
            } else {
                parts.add(operator(name, value, operators, path));
            }
        });
        return given -> {
            for (Predicate<Object> part : parts) {
                if (!part.test(given)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Predicate<Object> operator(String name, Object value, Document all, String[] path) {
        return switch (name) {
            case "$eq" -> equal(value, path);
            case "$ne" -> {
                if (isRegex(value)) {
                    throw Refusal.invalid("Can't have regex as arg to $ne.");
                }
                yield equal(value, path).negate();
            }
            case "$gt" -> range(value, path, order -> order > 0);
            case "$gte" -> range(value, path, order -> order >= 0);
            case "$lt" -> range(value, path, order -> order < 0);
            case "$lte" -> range(value, path, order -> order <= 0);
            case "$in" -> in(value, path);
            case "$nin" -> in(value, path).negate();
            case "$exists" -> exists(path, Values.isTrue(value));
            case "$type" -> type(value, path);
            case "$regex" -> regex(value, all.get("$options"), path);
            case "$not" -> not(value, path);
            case "$all" -> all(value, path);
            case "$elemMatch" -> elemMatch(value, path);
            case "$size" -> size(value, path);
            case "$mod" -> mod(value, path);
            default -> throw OPERATORS.contains(name) ? Refusal.invalid("unknown operator: " + name)
                    : Refusal.unknown(name + " in a query");
        };
    }

    /** Tries each value behind a path; a list that is there stands for its elements and, at last, for itself. */
    private static boolean any(Object given, String[] path, int from, boolean expand, Leaf leaf) {
        if (from == path.length) {
            if (expand && given instanceof List<?> list) {
                for (Object element : list) {
                    if (leaf.test(element)) {
                        return true;
                    }
                }
            }
            return leaf.test(given);
        }
        if (given instanceof Document document) {
            return any(document.getOrDefault(path[from], NOTHING), path, from + 1, expand, leaf);
        }
        if (given instanceof List<?> list && from > 0) {
            return anyOfList(list, path, from, expand, leaf);
        }
        return leaf.test(NOTHING);
    }

    private static boolean anyOfList(List<?> list, String[] path, int from, boolean expand, Leaf leaf) {
        boolean isPlace = path[from].matches("0|[1-9]\\d{0,8}");
        for (Object element : list) {
            if (element instanceof Document && any(element, path, from, expand, leaf)) {
                return true;
            }
        }
        if (isPlace) {
            int place = Integer.parseInt(path[from]);
            if (place < list.size()) {
                Object element = list.get(place);
                // a list that stands at a place is one value
                return any(element, path, from + 1, expand && from + 1 < path.length, leaf);
            }
        }
        return false;
    }

    private static Predicate<Object> values(String[] path, Leaf leaf) {
        return given -> any(given, path, 0, true, leaf);
    }

    private static Predicate<Object> equal(Object wanted, String[] path) {
        if (isRegex(wanted)) {
            return regexValue((BsonRegularExpression) wanted, path);
        }
        return wanted == null ? values(path, Values::isNullish)
                : wanted instanceof String ? values(path, wanted::equals)
                : values(path, value -> !Values.isMissing(value) && Values.equal(value, wanted));
    }

    private static Predicate<Object> regexValue(BsonRegularExpression wanted, String[] path) {
        return values(path, value -> value instanceof BsonRegularExpression && Values.equal(value, wanted));
    }

    private static Predicate<Object> range(Object wanted, String[] path, IntPredicate holds) {
        if (isRegex(wanted)) {
            throw Refusal.invalid("Can't have RegEx as arg to a comparison");
        }
        if (wanted instanceof MinKey || wanted instanceof MaxKey) {
            return values(path, value -> holds.test(Values.compare(value, wanted)));
        }
        if (wanted == null) {
            return holds.test(0) ? values(path, Values::isNullish) : given -> false;
        }
        boolean nan = isNan(wanted);
        int rank = Values.rank(wanted);
        return values(path, value -> !Values.isMissing(value) && Values.rank(value) == rank
                && (nan || isNan(value) ? nan && isNan(value) && holds.test(0)
                        : holds.test(Values.compare(value, wanted))));
    }

    private static boolean isNan(Object value) {
        return value instanceof Double number && number.isNaN()
                || value instanceof Decimal128 decimal && decimal.toString().equals("NaN");
    }

    private static Predicate<Object> in(Object value, String[] path) {
        if (!(value instanceof Collection<?> list)) {
            throw Refusal.invalid("$in needs an array");
        }
        Set<Values.Key> wanted = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        boolean nothing = false;
        for (Object element : list) {
            if (element instanceof Document document && !document.isEmpty()
                    && document.keySet().iterator().next().startsWith("$") && !isReference(document)) {
                throw Refusal.invalid("cannot nest $ under $in");
            }
            if (isRegex(element)) {
                BsonRegularExpression regex = (BsonRegularExpression) element;
                patterns.add(Regexes.compile(regex.getPattern(), regex.getOptions()));
            }
            wanted.add(new Values.Key(element));
            nothing |= element == null;
        }
        boolean withNothing = nothing;
        return values(path, found -> Values.isMissing(found) ? withNothing : wanted.contains(new Values.Key(found))
                || found instanceof String text && patterns.stream().anyMatch(p -> p.matcher(text).find()));
    }

    private static Predicate<Object> exists(String[] path, boolean wanted) {
        return given -> any(given, path, 0, false, value -> !Values.isMissing(value)) == wanted;
    }

    private static Predicate<Object> type(Object value, String[] path) {
        Set<BsonType> types = EnumSet.noneOf(BsonType.class);
        for (Object type : value instanceof Collection<?> list ? list : List.of(value)) {
            if ("number".equals(type)) {
                Arrays.stream(BsonType.values()).filter(BsonType::isNumber).forEach(types::add);
            } else {
                types.add(BsonType.named(type).orElseThrow(
                        () -> Refusal.invalid("Unknown type name alias or code: " + type)));
            }
        }
        if (types.isEmpty()) {
            throw Refusal.invalid("a $type must match at least one type");
        }
        return values(path, found -> types.contains(BsonType.of(found)));
    }

    private static Predicate<Object> regex(Object value, Object options, String[] path) {
        BsonRegularExpression regex;
        if (value instanceof BsonRegularExpression given) {
            if (options != null && given.getOptions() != null && !given.getOptions().isEmpty()) {
                throw Refusal.invalid("options set in both $regex and $options");
            }
            regex = options == null ? given : new BsonRegularExpression(given.getPattern(), options.toString());
        } else if (value instanceof String text && (options == null || options instanceof String)) {
            regex = new BsonRegularExpression(text, (String) options);
        } else {
            throw Refusal.invalid("$regex has to be a string");
        }
        Pattern pattern = Regexes.compile(regex.getPattern(), regex.getOptions());
        return values(path, found -> found instanceof String text ? pattern.matcher(text).find()
                : found instanceof BsonRegularExpression other && Values.equal(other, regex));
    }

    private static Predicate<Object> not(Object value, String[] path) {
        if (isRegex(value)) {
            return regex(value, null, path).negate();
        }
        if (!(value instanceof Document document) || document.isEmpty()
                || !document.keySet().iterator().next().startsWith("$")) {
            throw Refusal.invalid("$not needs a regex or a document with operators");
        }
        return operators(document, path).negate();
    }

    private static Predicate<Object> all(Object value, String[] path) {
        if (!(value instanceof Collection<?> list)) {
            throw Refusal.invalid("$all needs an array");
        }
        List<Predicate<Object>> parts = new ArrayList<>();
        boolean matches = false;
        for (Object element : list) {
            boolean isMatch = element instanceof Document document && !document.isEmpty()
                    && document.keySet().iterator().next().equals("$elemMatch");
            if (!parts.isEmpty() && isMatch != matches) {
                throw Refusal.invalid("no $ expressions in $all, or $elemMatch alone");
            }
            matches = isMatch;
            if (!isMatch && element instanceof Document document && !document.isEmpty()
                    && document.keySet().iterator().next().startsWith("$") && !isReference(document)) {
                throw Refusal.invalid("no $ expressions in $all");
            }
            parts.add(isMatch ? elemMatch(((Document) element).get("$elemMatch"), path)
                    : isRegex(element) ? regex(element, null, path) : equal(element, path));
        }
        return given -> !parts.isEmpty() && parts.stream().allMatch(part -> part.test(given));
    }

    /** Whether an element of a list matches. */
    static Predicate<Object> element(Object value) {
        if (!(value instanceof Document query)) {
            throw Refusal.invalid("$elemMatch needs an Object");
        }
        String first = query.isEmpty() ? "" : query.keySet().iterator().next();
        boolean ofValues = first.startsWith("$") && !Set.of("$and", "$or", "$nor", "$expr", "$comment").contains(first)
                && !isReference(query);
        if (ofValues) {
            // the elements are not looked into once more: a list among them is one value
            Predicate<Object> condition = operators(query, new String[0]);
            return element -> {
                if (element instanceof Collection) {
                    throw Refusal.unsupported("$elemMatch of lists in lists", "it would look into them");
                }
                return condition.test(element);
            };
        }
        if (query.containsKey("$expr")) {
            throw Refusal.invalid("$expr can only be applied to the top-level document");
        }
        BiPredicate<Document, Scope> condition = all(query, Expressions.with(List.of()));
        return element -> {
            if (element instanceof Collection) {
                throw Refusal.unsupported("$elemMatch of lists in lists", "it would look into them otherwise");
            }
            return element instanceof Document document && condition.test(document, Scope.of(document));
        };
    }

    private static Predicate<Object> elemMatch(Object value, String[] path) {
        Predicate<Object> condition = element(value);
        return given -> any(given, path, 0, false,
                found -> found instanceof List<?> list && list.stream().anyMatch(condition));
    }

    private static Predicate<Object> size(Object value, String[] path) {
        if (!(value instanceof Number number) || number.doubleValue() != number.intValue() || number.intValue() < 0) {
            throw Refusal.invalid("$size needs a whole number from 0");
        }
        int wanted = number.intValue();
        return given -> any(given, path, 0, false, found -> found instanceof List<?> list && list.size() == wanted);
    }

    private static Predicate<Object> mod(Object value, String[] path) {
        if (!(value instanceof List<?> list) || list.size() != 2 || !(list.get(0) instanceof Number divisor)
                || !(list.get(1) instanceof Number rest) || divisor.longValue() == 0) {
            throw Refusal.invalid("malformed mod, needs to be an array of a divisor and a remainder");
        }
        return values(path, found -> found instanceof Number number && !(found instanceof Decimal128)
                && !Double.isNaN(number.doubleValue()) && !Double.isInfinite(number.doubleValue())
                && number.longValue() % divisor.longValue() == rest.longValue());
    }
}
