package io.github.spotifypipeline.embedded.query;

import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/** Operators that take lists for sets. */
final class SetOperators {

    private SetOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.add("$setUnion", 0, OperatorTable.MANY, sets -> combine(sets, "$setUnion", Set::addAll));
        operators.add("$setIntersection", 0, OperatorTable.MANY,
                sets -> combine(sets, "$setIntersection", Set::retainAll));
        operators.addOrNull("$setDifference", 2, 2, SetOperators::difference);
        operators.add("$setEquals", 2, OperatorTable.MANY,
                sets -> Arrays.stream(sets).map(set -> keys(set, "$setEquals")).distinct().count() == 1);
        operators.add("$setIsSubset", 2, 2,
                a -> keys(a[1], "$setIsSubset").containsAll(keys(a[0], "$setIsSubset")));
    }

    private static Set<Key> keys(Object value, String operator) {
        Set<Key> keys = new LinkedHashSet<>();
        ListOperators.list(value, operator).forEach(element -> keys.add(new Key(element)));
        return keys;
    }

    private static Object combine(Object[] sets, String operator, BiConsumer<Set<Key>, Set<Key>> function) {
        Set<Key> all = null;
        for (Object set : sets) {
            if (Values.isNullish(set)) {
                return null;
            }
            Set<Key> keys = keys(set, operator);
            if (all == null) {
                all = keys;
            } else {
                function.accept(all, keys);
            }
        }
        Set<Object> sorted = new TreeSet<>(Values::compare);
        if (all != null) {
            all.forEach(key -> sorted.add(key.value()));
        }
        return new ArrayList<>(sorted);
    }

    private static Object difference(Object[] a) {
        Set<Key> keys = keys(a[0], "$setDifference");
        keys.removeAll(keys(a[1], "$setDifference"));
        List<Object> rest = new ArrayList<>();
        keys.forEach(key -> rest.add(key.value()));
        return rest;
    }
}
