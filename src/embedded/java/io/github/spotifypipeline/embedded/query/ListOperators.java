package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Expressions.Operator;
import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/** Lists, sets and objects. Variables hold values, which are never looked at as if they were expressions. */
final class ListOperators {

    private static final int MANY = Integer.MAX_VALUE;

    private ListOperators() {
    }

    static void addTo(Map<String, Operator> operators) {
        operators.put("$size", Expressions.of("$size", 1, 1, a -> list(a[0], "$size").size()));
        operators.put("$isArray", Expressions.of("$isArray", 1, 1, a -> a[0] instanceof Collection));
        operators.put("$in", Expressions.of("$in", 2, 2, a -> contains(list(a[1], "$in"), a[0])));
        operators.put("$arrayElemAt", Expressions.of("$arrayElemAt", 2, 2, ListOperators::elementAt));
        operators.put("$first", Expressions.of("$first", 1, 1, a -> end(a[0], "$first", 0)));
        operators.put("$last", Expressions.of("$last", 1, 1, a -> end(a[0], "$last", -1)));
        operators.put("$slice", Expressions.of("$slice", 2, 3, ListOperators::slice));
        operators.put("$concatArrays", Expressions.of("$concatArrays", 0, MANY, ListOperators::concat));
        operators.put("$reverseArray", Expressions.of("$reverseArray", 1, 1, a -> {
            if (Values.isNullish(a[0])) {
                return null;
            }
            List<Object> reversed = new ArrayList<>(list(a[0], "$reverseArray"));
            Collections.reverse(reversed);
            return reversed;
        }));
        operators.put("$range", Expressions.of("$range", 2, 3, ListOperators::range));
        operators.put("$indexOfArray", Expressions.of("$indexOfArray", 2, 2, ListOperators::indexOf));
        operators.put("$filter", ListOperators::filter);
        operators.put("$map", ListOperators::map);
        operators.put("$reduce", ListOperators::reduce);
        operators.put("$arrayToObject", Expressions.of("$arrayToObject", 1, 1, ListOperators::toObject));
        operators.put("$objectToArray", Expressions.of("$objectToArray", 1, 1, ListOperators::fromObject));
        operators.put("$mergeObjects", Expressions.of("$mergeObjects", 0, MANY, ListOperators::merge));
        operators.put("$anyElementTrue", Expressions.of("$anyElementTrue", 1, 1,
                a -> list(a[0], "$anyElementTrue").stream().anyMatch(Values::isTrue)));
        operators.put("$allElementsTrue", Expressions.of("$allElementsTrue", 1, 1,
                a -> list(a[0], "$allElementsTrue").stream().allMatch(Values::isTrue)));
        operators.put("$setUnion", Expressions.of("$setUnion", 0, MANY, ListOperators::union));
        operators.put("$setIntersection", Expressions.of("$setIntersection", 0, MANY, ListOperators::intersection));
        operators.put("$setDifference", Expressions.of("$setDifference", 2, 2, ListOperators::difference));
        operators.put("$setEquals", Expressions.of("$setEquals", 2, MANY, ListOperators::setEquals));
        operators.put("$setIsSubset", Expressions.of("$setIsSubset", 2, 2,
                a -> keys(a[1], "$setIsSubset").containsAll(keys(a[0], "$setIsSubset"))));
        operators.put("$getField", ListOperators::getField);
        operators.put("$sortArray", ListOperators::sortArray);
    }

    private static List<?> list(Object value, String operator) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Refusal.invalid(operator + " requires an array, not " + Values.typeName(value));
    }

    private static boolean contains(List<?> list, Object wanted) {
        for (Object element : list) {
            if (Values.equal(element, wanted)) {
                return true;
            }
        }
        return false;
    }

    private static Object elementAt(Object[] a) {
        if (Values.isNullish(a[0]) || Values.isNullish(a[1])) {
            return null;
        }
        List<?> list = list(a[0], "$arrayElemAt");
        int at = Numbers.toInt(a[1], "The index of $arrayElemAt");
        int index = at < 0 ? at + list.size() : at;
        return index < 0 || index >= list.size() ? Values.MISSING : list.get(index);
    }

    private static Object end(Object value, String operator, int at) {
        return Values.isNullish(value) ? null : elementAt(new Object[] {list(value, operator), at});
    }

    private static Object slice(Object[] a) {
        for (Object value : a) {
            if (Values.isNullish(value)) {
                return null;
            }
        }
        List<?> list = list(a[0], "$slice");
        int first = Numbers.toInt(a[1], "An argument of $slice");
        if (a.length == 2) {
            return slice(list, first < 0 ? first : 0, Math.abs((long) first));
        }
        int count = Numbers.toInt(a[2], "An argument of $slice");
        if (count <= 0) {
            throw Refusal.invalid("Third argument to $slice must be positive: " + count);
        }
        return slice(list, first, count);
    }

    /** @param from counted from the end when it is less than 0 */
    static List<Object> slice(List<?> list, int from, long count) {
        int start = from < 0 ? Math.max(0, list.size() + from) : Math.min(from, list.size());
        return new ArrayList<>(list.subList(start, (int) Math.min(list.size(), start + count)));
    }

    private static Object concat(Object[] lists) {
        List<Object> all = new ArrayList<>();
        boolean isNull = false;
        for (Object list : lists) {
            if (Values.isNullish(list)) {
                return null;
            }
            all.addAll(list(list, "$concatArrays"));
        }
        return isNull ? null : all;
    }

    private static Object range(Object[] a) {
        int from = Numbers.toInt(a[0], "The start of $range");
        int to = Numbers.toInt(a[1], "The end of $range");
        int step = a.length == 3 ? Numbers.toInt(a[2], "The step of $range") : 1;
        if (step == 0) {
            throw Refusal.invalid("$range requires a non-zero step value");
        }
        List<Object> numbers = new ArrayList<>();
        for (long i = from; step > 0 ? i < to : i > to; i += step) {
            if (numbers.size() == 1_000_000) {
                throw Refusal.tooLarge("$range", 64L * 1024 * 1024);
            }
            numbers.add((int) i);
        }
        return numbers;
    }

    private static Object indexOf(Object[] a) {
        if (Values.isNullish(a[0])) {
            return null;
        }
        List<?> list = list(a[0], "$indexOfArray");
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), a[1])) {
                return i;
            }
        }
        return -1;
    }

    private static String variable(Object argument, String operator) {
        if (!(argument instanceof Document document)) {
            throw Refusal.invalid(operator + " only supports an object as its argument");
        }
        Object name = document.getOrDefault("as", "this");
        if (!(name instanceof String text)) {
            throw Refusal.invalid("'as' of " + operator + " must be a string");
        }
        return text;
    }

    private static Document without(Object argument, String... fields) {
        Document rest = Values.copy((Document) argument);
        for (String field : fields) {
            rest.remove(field);
        }
        return rest;
    }

    private static Object required(Object argument, String field, String operator) {
        if (!((Document) argument).containsKey(field)) {
            throw Refusal.invalid("Missing '" + field + "' parameter to " + operator);
        }
        return ((Document) argument).get(field);
    }

    private static Expression filter(Object argument, Expressions scope) {
        String name = variable(argument, "$filter");
        Expression cond = scope.and(List.of(name)).compile(required(argument, "cond", "$filter"));
        Expression input = scope.named("$filter", without(argument, "as", "cond"), "input*").get("input");
        return in -> {
            Object given = input.in(in);
            if (Values.isNullish(given)) {
                return null;
            }
            List<Object> kept = new ArrayList<>();
            for (Object element : list(given, "$filter")) {
                if (Values.isTrue(cond.in(in.with(name, element)))) {
                    kept.add(element);
                }
            }
            return kept;
        };
    }

    private static Expression map(Object argument, Expressions scope) {
        String name = variable(argument, "$map");
        Expression each = scope.and(List.of(name)).compile(required(argument, "in", "$map"));
        Expression input = scope.named("$map", without(argument, "as", "in"), "input*").get("input");
        return in -> {
            Object given = input.in(in);
            if (Values.isNullish(given)) {
                return null;
            }
            List<Object> made = new ArrayList<>();
            for (Object element : list(given, "$map")) {
                Object value = each.in(in.with(name, element));
                made.add(Values.isMissing(value) ? null : value);
            }
            return made;
        };
    }

    private static Expression reduce(Object argument, Expressions scope) {
        variable(argument, "$reduce");
        Expressions inner = scope.and(List.of("this", "value"));
        Expression each = inner.compile(required(argument, "in", "$reduce"));
        Map<String, Expression> named =
                scope.named("$reduce", without(argument, "in"), "input* initialValue*");
        return in -> {
            Object given = named.get("input").in(in);
            if (Values.isNullish(given)) {
                return null;
            }
            Object value = named.get("initialValue").in(in);
            for (Object element : list(given, "$reduce")) {
                value = each.in(in.with("this", element).with("value", value));
            }
            return value;
        };
    }

    private static Object toObject(Object[] a) {
        if (Values.isNullish(a[0])) {
            return null;
        }
        Document made = new Document();
        for (Object element : list(a[0], "$arrayToObject")) {
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

    private static Object fromObject(Object[] a) {
        if (Values.isNullish(a[0])) {
            return null;
        }
        if (!(a[0] instanceof Document document)) {
            throw Refusal.invalid("$objectToArray requires a document input, found: " + Values.typeName(a[0]));
        }
        List<Object> pairs = new ArrayList<>();
        document.forEach((name, value) -> pairs.add(new Document("k", name).append("v", value)));
        return pairs;
    }

    /** With one argument that is a list, its elements are merged. */
    private static Object merge(Object[] a) {
        Accumulator merged = Accumulator.of("$mergeObjects");
        if (a.length == 1 && a[0] instanceof List<?> list) {
            list.forEach(merged::add);
        } else {
            for (Object value : a) {
                merged.add(value);
            }
        }
        return merged.result();
    }

    private static Set<Key> keys(Object value, String operator) {
        Set<Key> keys = new LinkedHashSet<>();
        list(value, operator).forEach(element -> keys.add(new Key(element)));
        return keys;
    }

    private static List<Object> sorted(Iterable<Key> keys) {
        Set<Object> sorted = new TreeSet<>(Values::compare);
        keys.forEach(key -> sorted.add(key.value()));
        return new ArrayList<>(sorted);
    }

    private static Object union(Object[] sets) {
        return combine(sets, "$setUnion", (one, other) -> {
            one.addAll(other);
            return one;
        });
    }

    private static Object intersection(Object[] sets) {
        return combine(sets, "$setIntersection", (one, other) -> {
            one.retainAll(other);
            return one;
        });
    }

    private static Object combine(Object[] sets, String operator, BiFunction<Set<Key>, Set<Key>, Set<Key>> function) {
        Set<Key> all = null;
        for (Object set : sets) {
            if (Values.isNullish(set)) {
                return null;
            }
            Set<Key> keys = keys(set, operator);
            all = all == null ? keys : function.apply(all, keys);
        }
        return all == null ? new ArrayList<>() : sorted(all);
    }

    private static Object difference(Object[] a) {
        if (Values.isNullish(a[0]) || Values.isNullish(a[1])) {
            return null;
        }
        Set<Key> keys = keys(a[0], "$setDifference");
        keys.removeAll(keys(a[1], "$setDifference"));
        List<Object> rest = new ArrayList<>();
        keys.forEach(key -> rest.add(key.value()));
        return rest;
    }

    private static Object setEquals(Object[] sets) {
        Set<Key> first = keys(sets[0], "$setEquals");
        boolean equal = true;
        for (Object set : sets) {
            equal &= keys(set, "$setEquals").equals(first);
        }
        return equal;
    }

    private static Expression getField(Object argument, Expressions scope) {
        boolean named = argument instanceof Document document && document.containsKey("field");
        Object field = named ? ((Document) argument).get("field") : argument;
        Object name = field instanceof Document document && document.keySet().equals(Set.of("$literal"))
                ? document.get("$literal") : field;
        if (!(name instanceof String text) || name == field && text.startsWith("$")) {
            throw Refusal.unsupported("$getField of what is no constant text", "it was not compared with a MongoDB");
        }
        Expression input = named && ((Document) argument).containsKey("input")
                ? scope.named("$getField", without(argument, "field"), "input*").get("input") : Scope::root;
        return in -> {
            Object given = input.in(in);
            return given instanceof Document document ? document.getOrDefault(text, Values.MISSING)
                    : given == null ? null : Values.MISSING;
        };
    }

    private static Expression sortArray(Object argument, Expressions scope) {
        if (!(argument instanceof Document document) || !document.keySet().equals(Set.of("input", "sortBy"))) {
            throw Refusal.invalid("$sortArray takes input and sortBy");
        }
        Expression input = scope.compile(document.get("input"));
        Object by = document.get("sortBy");
        if (by instanceof Document order && !order.isEmpty()) {
            SortOrder sort = SortOrder.of(order);
            return in -> {
                Object given = input.in(in);
                if (Values.isNullish(given)) {
                    return null;
                }
                List<?> elements = list(given, "$sortArray");
                if (!elements.stream().allMatch(Document.class::isInstance)) {
                    throw Refusal.unsupported("$sortArray by fields of what is no object", "it would be in another"
                            + " order");
                }
                return sort.sorted(elements);
            };
        }
        if (!(by instanceof Number number) || Math.abs(number.doubleValue()) != 1) {
            throw Refusal.invalid("sortBy must be 1, -1 or an object");
        }
        return in -> {
            Object given = input.in(in);
            if (Values.isNullish(given)) {
                return null;
            }
            List<Object> sorted = new ArrayList<>(list(given, "$sortArray"));
            sorted.sort((one, other) -> number.intValue() * Values.compare(one, other));
            return sorted;
        };
    }
}
