package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What {@code $group} makes of the values of a group, one after the other. */
abstract class Accumulator {

    static final Set<String> NAMES =
            Set.of("$sum", "$avg", "$min", "$max", "$first", "$last", "$push", "$addToSet", "$mergeObjects");

    abstract void add(Object value);

    abstract Object result();

    /** How much more memory it takes with the last value than before, in bytes, about. */
    long growth(Object value) {
        return 0;
    }

    static Accumulator of(String name) {
        return switch (name) {
            case "$sum" -> new Sum(false);
            case "$avg" -> new Sum(true);
            case "$min" -> new Extreme(-1);
            case "$max" -> new Extreme(1);
            case "$first" -> new First();
            case "$last" -> new Last();
            case "$push" -> new Push();
            case "$addToSet" -> new AddToSet();
            case "$mergeObjects" -> new Merge();
            default -> throw Refusal.unknown("the accumulator " + name);
        };
    }

    /** What it makes of these values. Of one that is a list, the elements count; a list among several is one value. */
    static Object of(String name, List<?> values) {
        Accumulator accumulator = of(name);
        (values.size() == 1 && values.get(0) instanceof Collection<?> list ? list : values).forEach(accumulator::add);
        return accumulator.result();
    }

    private static final class Sum extends Accumulator {
        private final boolean average;
        private final Numbers.Sum sum = new Numbers.Sum();

        Sum(boolean average) {
            this.average = average;
        }

        @Override
        void add(Object value) {
            if (value instanceof Number) {
                sum.add(value, average ? "$avg" : "$sum");
            }
        }

        @Override
        Object result() {
            return !average ? sum.result() : sum.count() == 0 ? null : (Object) (sum.toDouble() / sum.count());
        }
    }

    private static final class Extreme extends Accumulator {
        private final int sign;
        private Object found;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        void add(Object value) {
            if (!Values.isNullish(value) && (found == null || Values.compare(value, found) * sign > 0)) {
                found = value;
            }
        }

        @Override
        Object result() {
            return found;
        }
    }

    private static final class First extends Accumulator {
        private Object found = Values.MISSING;
        private boolean hasFound;

        @Override
        void add(Object value) {
            if (!hasFound) {
                found = value;
                hasFound = true;
            }
        }

        @Override
        long growth(Object value) {
            return hasFound && found == value ? Values.size(value) : 0;
        }

        @Override
        Object result() {
            return Values.isMissing(found) ? null : found;
        }
    }

    private static final class Last extends Accumulator {
        private Object found;

        @Override
        void add(Object value) {
            found = value;
        }

        @Override
        Object result() {
            return Values.isMissing(found) ? null : found;
        }
    }

    private static final class Push extends Accumulator {
        private final List<Object> values = new ArrayList<>();

        @Override
        void add(Object value) {
            if (!Values.isMissing(value)) {
                values.add(value);
            }
        }

        @Override
        long growth(Object value) {
            return 8 + Values.size(value);
        }

        @Override
        Object result() {
            return values;
        }
    }

    private static final class AddToSet extends Accumulator {
        private final Set<Key> values = new LinkedHashSet<>();
        private boolean grown;

        @Override
        void add(Object value) {
            grown = !Values.isMissing(value) && values.add(new Key(value));
        }

        @Override
        long growth(Object value) {
            return grown ? 64 + Values.size(value) : 0;
        }

        @Override
        Object result() {
            List<Object> result = new ArrayList<>(values.size());
            values.forEach(key -> result.add(key.value()));
            return result;
        }
    }

    private static final class Merge extends Accumulator {
        private final Document merged = new Document();

        @Override
        void add(Object value) {
            if (value instanceof Document document) {
                merged.putAll(document);
            } else if (!Values.isNullish(value)) {
                throw Refusal.invalid("$mergeObjects requires objects, not " + Values.typeName(value));
            }
        }

        @Override
        long growth(Object value) {
            return Values.isNullish(value) ? 0 : Values.size(value);
        }

        @Override
        Object result() {
            return merged;
        }
    }
}
