package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;

/** Operators of lists. The values of variables are never taken for expressions. */
final class ListOperators {

    private ListOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.add("$size", 1, 1, a -> list(a[0], "$size").size());
        operators.add("$isArray", 1, 1, a -> a[0] instanceof Collection);
        operators.add("$in", 2, 2, a -> indexOf(list(a[1], "$in"), a[0]) >= 0);
        operators.addOrNull("$arrayElemAt", 2, 2, a -> elementAt(list(a[0], "$arrayElemAt"),
                Numbers.toInt(a[1], "The index of $arrayElemAt")));
        operators.addOrNull("$first", value -> elementAt(list(value, "$first"), 0));
        operators.addOrNull("$last", value -> elementAt(list(value, "$last"), -1));
        operators.addOrNull("$slice", 2, 3, ListOperators::slice);
        operators.add("$concatArrays", 0, OperatorTable.MANY, ListOperators::concat);
        operators.addOrNull("$reverseArray", value -> {
            List<Object> reversed = new ArrayList<>(list(value, "$reverseArray"));
            Collections.reverse(reversed);
            return reversed;
        });
        operators.add("$range", 2, 3, ListOperators::range);
        operators.add("$indexOfArray", 2, 2,
                a -> Values.isNullish(a[0]) ? null : indexOf(list(a[0], "$indexOfArray"), a[1]));
        operators.add("$filter", ListOperators::filter);
        operators.add("$map", ListOperators::map);
        operators.add("$reduce", ListOperators::reduce);
        operators.add("$sortArray", ListOperators::sortArray);
        operators.add("$anyElementTrue", 1, 1, a -> list(a[0], "$anyElementTrue").stream().anyMatch(Values::isTrue));
        operators.add("$allElementsTrue", 1, 1, a -> list(a[0], "$allElementsTrue").stream().allMatch(Values::isTrue));
    }

    static List<?> list(Object value, String operator) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Refusal.invalid(operator + " requires an array, not " + Values.typeName(value));
    }

    private static int indexOf(List<?> list, Object wanted) {
        for (int i = 0; i < list.size(); i++) {
            if (Values.equal(list.get(i), wanted)) {
                return i;
            }
        }
        return -1;
    }

    private static Object elementAt(List<?> list, int at) {
        int index = at < 0 ? at + list.size() : at;
        return index < 0 || index >= list.size() ? Values.MISSING : list.get(index);
    }

    private static Object slice(Object[] a) {
        List<?> list = list(a[0], "$slice");
        int first = Numbers.toInt(a[1], "An argument of $slice");
        if (a.length == 2) {
            return slice(list, Math.min(0, first), Math.abs((long) first));
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
        for (Object list : lists) {
            if (Values.isNullish(list)) {
                return null;
            }
            all.addAll(list(list, "$concatArrays"));
        }
        return all;
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

    /** An expression of a list; null where the list is null or missing. */
    private static Expression ofList(String operator, Expression input,
                                     BiFunction<List<?>, Variables, Object> function) {
        return in -> {
            Object given = input.in(in);
            return Values.isNullish(given) ? null : function.apply(list(given, operator), in);
        };
    }

    /** The name that an element has, {@code this} unless {@code as} says another. */
    private static String variable(Object argument, String operator) {
        if (!(argument instanceof Document document)) {
            throw Refusal.invalid(operator + " only supports an object as its argument");
        }
        if (!(document.getOrDefault("as", "this") instanceof String name)) {
            throw Refusal.invalid("'as' of " + operator + " must be a string");
        }
        return name;
    }

    private static Expression input(Object argument, String operator, ExpressionCompiler scope, String body) {
        Document rest = Values.copy((Document) argument);
        rest.remove("as");
        rest.remove(body);
        return scope.named(operator, rest, "input*").get("input");
    }

    private static Object required(Object argument, String field, String operator) {
        if (!((Document) argument).containsKey(field)) {
            throw Refusal.invalid("Missing '" + field + "' parameter to " + operator);
        }
        return ((Document) argument).get(field);
    }

    private static Expression filter(Object argument, ExpressionCompiler scope) {
        String name = variable(argument, "$filter");
        Expression cond = scope.and(List.of(name)).compile(required(argument, "cond", "$filter"));
        return ofList("$filter", input(argument, "$filter", scope, "cond"), (list, in) -> {
            List<Object> kept = new ArrayList<>(list);
            kept.removeIf(element -> !Values.isTrue(cond.in(in.with(name, element))));
            return kept;
        });
    }

    private static Expression map(Object argument, ExpressionCompiler scope) {
        String name = variable(argument, "$map");
        Expression each = scope.and(List.of(name)).compile(required(argument, "in", "$map"));
        return ofList("$map", input(argument, "$map", scope, "in"), (list, in) -> {
            List<Object> made = new ArrayList<>(list);
            made.replaceAll(element -> {
                Object value = each.in(in.with(name, element));
                return Values.isMissing(value) ? null : value;
            });
            return made;
        });
    }

    private static Expression reduce(Object argument, ExpressionCompiler scope) {
        variable(argument, "$reduce");
        Expression each = scope.and(List.of("this", "value")).compile(required(argument, "in", "$reduce"));
        Document rest = Values.copy((Document) argument);
        rest.remove("in");
        var named = scope.named("$reduce", rest, "input* initialValue*");
        return ofList("$reduce", named.get("input"), (list, in) -> {
            Object value = named.get("initialValue").in(in);
            for (Object element : list) {
                value = each.in(in.with("this", element).with("value", value));
            }
            return value;
        });
    }

    private static Expression sortArray(Object argument, ExpressionCompiler scope) {
        if (!(argument instanceof Document document) || !document.keySet().equals(Set.of("input", "sortBy"))) {
            throw Refusal.invalid("$sortArray takes input and sortBy");
        }
        Expression input = scope.compile(document.get("input"));
        Object by = document.get("sortBy");
        if (by instanceof Document order && !order.isEmpty()) {
            SortOrder sort = SortOrder.of(order);
            return ofList("$sortArray", input, (list, in) -> {
                if (!list.stream().allMatch(Document.class::isInstance)) {
                    throw Refusal.unsupported("$sortArray by fields of what is no object",
                            "it would be in another order");
                }
                return sort.sorted(list);
            });
        }
        if (!(by instanceof Number number) || Math.abs(number.doubleValue()) != 1) {
            throw Refusal.invalid("sortBy must be 1, -1 or an object");
        }
        return ofList("$sortArray", input, (list, in) -> {
            List<Object> sorted = new ArrayList<>(list);
            sorted.sort((one, other) -> number.intValue() * Values.compare(one, other));
            return sorted;
        });
    }
}
