package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** What a query says of a field: a value or operators. It tests documents, and elements of lists. */
final class FieldCondition {

    static final Set<String> OPERATORS = Set.of("$eq", "$ne", "$gt", "$gte", "$lt", "$lte", "$in", "$nin", "$exists",
            "$type", "$regex", "$options", "$not", "$all", "$elemMatch", "$size", "$mod");

    private final SearchPath path;

    private FieldCondition(SearchPath path) {
        this.path = path;
    }

    static Predicate<Object> of(Object value, SearchPath path) {
        FieldCondition condition = new FieldCondition(path);
        return isOperators(value) ? condition.all((Document) value)
                : value instanceof BsonRegularExpression ? condition.regex(value, null) : condition.equal(value);
    }

    private static String firstName(Object value) {
        return value instanceof Document document && !document.isEmpty() ? document.keySet().iterator().next() : "";
    }

    private static boolean isOperators(Object value) {
        return firstName(value).startsWith("$") && !Set.of("$ref", "$id").contains(firstName(value));
    }

    private Predicate<Object> all(Document operators) {
        List<Predicate<Object>> parts = new ArrayList<>();
        operators.forEach((name, value) -> {
            if (!name.equals("$options")) {
                parts.add(operator(name, value, operators));
            } else if (!operators.containsKey("$regex")) {
                throw Refusal.invalid("$options needs a $regex");
            }
        });
        return given -> parts.stream().allMatch(part -> part.test(given));
    }

    private Predicate<Object> operator(String name, Object value, Document operators) {
        return switch (name) {
            case "$eq" -> equal(value);
            case "$ne" -> {
                if (value instanceof BsonRegularExpression) {
                    throw Refusal.invalid("Can't have regex as arg to $ne.");
                }
                yield equal(value).negate();
            }
            case "$gt" -> range(value, order -> order > 0);
            case "$gte" -> range(value, order -> order >= 0);
            case "$lt" -> range(value, order -> order < 0);
            case "$lte" -> range(value, order -> order <= 0);
            case "$in" -> in(value);
            case "$nin" -> in(value).negate();
            case "$exists" -> Values.isTrue(value) ? exists() : exists().negate();
            case "$type" -> type(value);
            case "$regex" -> regex(value, operators.get("$options"));
            case "$not" -> not(value);
            case "$all" -> allOf(value);
            case "$elemMatch" -> elemMatch(value);
            case "$size" -> size(value);
            case "$mod" -> mod(value);
            default -> throw Filter.operators().contains(name) ? Refusal.invalid("unknown operator: " + name)
                    : Refusal.unknown(name + " in a query");
        };
    }

    private Predicate<Object> equal(Object wanted) {
        return path.anyElement(wanted == null ? Values::isNullish : wanted instanceof String ? wanted::equals
                : value -> !Values.isMissing(value) && Values.equal(value, wanted));
    }

    private Predicate<Object> range(Object wanted, IntPredicate holds) {
        if (wanted instanceof BsonRegularExpression) {
            throw Refusal.invalid("Can't have RegEx as arg to a comparison");
        }
        if (wanted instanceof MinKey || wanted instanceof MaxKey) {
            return path.anyElement(value -> holds.test(Values.compare(value, wanted)));
        }
        if (wanted == null) {
            return holds.test(0) ? path.anyElement(Values::isNullish) : given -> false;
        }
        boolean nan = isNan(wanted);
        int rank = Values.rank(wanted);
        return path.anyElement(value -> !Values.isMissing(value) && Values.rank(value) == rank
                && (nan || isNan(value) ? nan && isNan(value) && holds.test(0)
                        : holds.test(Values.compare(value, wanted))));
    }

    private static boolean isNan(Object value) {
        return value instanceof Number number && Double.isNaN(Numbers.toDouble(number));
    }

    private Predicate<Object> in(Object value) {
        Set<Values.Key> wanted = new HashSet<>();
        List<Pattern> patterns = new ArrayList<>();
        for (Object element : list(value, "$in")) {
            if (isOperators(element)) {
                throw Refusal.invalid("cannot nest $ under $in");
            }
            if (element instanceof BsonRegularExpression regex) {
                patterns.add(Regexes.compile(regex.getPattern(), regex.getOptions()));
            }
            wanted.add(new Values.Key(element));
        }
        return path.anyElement(found -> wanted.contains(new Values.Key(Values.isMissing(found) ? null : found))
                || found instanceof String text && patterns.stream().anyMatch(p -> p.matcher(text).find()));
    }

    private static Collection<?> list(Object value, String operator) {
        if (value instanceof Collection<?> list) {
            return list;
        }
        throw Refusal.invalid(operator + " needs an array");
    }

    private Predicate<Object> exists() {
        return path.anyWhole(value -> !Values.isMissing(value));
    }

    private Predicate<Object> type(Object value) {
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
        return path.anyElement(found -> types.contains(BsonType.of(found)));
    }

    private Predicate<Object> regex(Object value, Object options) {
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
        return path.anyElement(found -> found instanceof String text ? pattern.matcher(text).find()
                : found instanceof BsonRegularExpression other && Values.equal(other, regex));
    }

    private Predicate<Object> not(Object value) {
        if (value instanceof BsonRegularExpression) {
            return regex(value, null).negate();
        }
        if (!firstName(value).startsWith("$")) {
            throw Refusal.invalid("$not needs a regex or a document with operators");
        }
        return all((Document) value).negate();
    }

    private Predicate<Object> allOf(Object value) {
        List<Predicate<Object>> parts = new ArrayList<>();
        Collection<?> elements = list(value, "$all");
        long matches = elements.stream().filter(element -> firstName(element).equals("$elemMatch")).count();
        for (Object element : elements) {
            if (matches == 0 ? isOperators(element) : matches < elements.size()) {
                throw Refusal.invalid("no $ expressions in $all, or $elemMatch alone");
            }
            parts.add(matches > 0 ? elemMatch(((Document) element).get("$elemMatch"))
                    : element instanceof BsonRegularExpression ? regex(element, null) : equal(element));
        }
        return given -> !parts.isEmpty() && parts.stream().allMatch(part -> part.test(given));
    }

    /** Whether an element of a list matches. */
    static Predicate<Object> element(Object value) {
        if (!(value instanceof Document query)) {
            throw Refusal.invalid("$elemMatch needs an Object");
        }
        Predicate<Object> condition;
        if (isOperators(query) && !Filter.isOfDocuments(firstName(query))) {
            condition = new FieldCondition(new SearchPath()).all(query);
        } else if (query.containsKey("$expr")) {
            throw Refusal.invalid("$expr can only be applied to the top-level document");
        } else {
            BiPredicate<Document, Variables> filter = Filter.all(query, ExpressionCompiler.with(List.of()));
            condition = element -> element instanceof Document document
                    && filter.test(document, Variables.of(document));
        }
        return element -> {
            if (element instanceof Collection) {
                throw Refusal.unsupported("$elemMatch of lists in lists", "it would look into them");
            }
            return condition.test(element);
        };
    }

    private Predicate<Object> elemMatch(Object value) {
        Predicate<Object> condition = element(value);
        return path.anyWhole(found -> found instanceof List<?> list && list.stream().anyMatch(condition));
    }

    private Predicate<Object> size(Object value) {
        long wanted = Numbers.wholeFrom(0, value, () -> Refusal.invalid("$size needs a whole number from 0"));
        return path.anyWhole(found -> found instanceof List<?> list && list.size() == wanted);
    }

    private Predicate<Object> mod(Object value) {
        if (!(value instanceof List<?> list) || list.size() != 2 || !(list.get(0) instanceof Number divisor)
                || !(list.get(1) instanceof Number rest) || divisor.longValue() == 0) {
            throw Refusal.invalid("malformed mod, needs to be an array of a divisor and a remainder");
        }
        return path.anyElement(found -> found instanceof Number number && !(found instanceof Decimal128)
                && Double.isFinite(number.doubleValue())
                && number.longValue() % divisor.longValue() == rest.longValue());
    }
}
