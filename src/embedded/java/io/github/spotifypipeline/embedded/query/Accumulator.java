package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Values.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** What {@code $group} makes of the values of a group, one after the other. */
abstract class Accumulator {

    private static final Map<String, Supplier<Accumulator>> ALL = Map.of(
            "$sum", () -> new Sum("$sum"),
            "$avg", () -> new Sum("$avg"),
            "$min", () -> new Extreme(-1),
            "$max", () -> new Extreme(1),
            "$first", First::new,
            "$last", Last::new,
            "$push", Push::new,
            "$addToSet", AddToSet::new,
            "$mergeObjects", Merge::new);

    static final Set<String> NAMES = ALL.keySet();

    /** @return about how much memory it takes more than before, in bytes */
    abstract long add(Object value);

    abstract Object result();

    static Accumulator of(String name) {
        return ALL.get(name).get();
    }

    /** The result for these values. One list stands for its elements; a list among several values is one value. */
    static Object of(String name, List<?> values) {
        Accumulator accumulator = of(name);
        (values.size() == 1 && values.get(0) instanceof Collection<?> list ? list : values).forEach(accumulator::add);
        return accumulator.result();
    }

    private static final class Sum extends Accumulator {
        private final String name;
        private final Numbers.Sum sum = new Numbers.Sum();

        Sum(String name) {
            this.name = name;
        }

        @Override
        long add(Object value) {
            if (value instanceof Number) {
                sum.add(value, name);
            }
            return 0;
        }

        @Override
        Object result() {
            return name.equals("$sum") ? sum.result()
                    : sum.count() == 0 ? null : (Object) (sum.toDouble() / sum.count());
        }
    }

    /** One of the values. */
    private abstract static class One extends Accumulator {
        Object found;

        @Override
        Object result() {
            return Values.isMissing(found) ? null : found;
        }
    }

    private static final class Extreme extends One {
        private final int sign;

        Extreme(int sign) {
            this.sign = sign;
        }

        @Override
        long add(Object value) {
            if (!Values.isNullish(value) && (found == null || Values.compare(value, found) * sign > 0)) {
                found = value;
            }
            return 0;
        }
    }

    private static final class First extends One {
        private boolean hasFound;

        @Override
        long add(Object value) {
            if (hasFound) {
                return 0;
            }
            hasFound = true;
            found = value;
            return Values.size(value);
        }
    }

    private static final class Last extends One {
        @Override
        long add(Object value) {
            found = value;
            return 0;
        }
    }

    private static final class Push extends Accumulator {
        private final List<Object> values = new ArrayList<>();

        @Override
        long add(Object value) {
            if (!Values.isMissing(value)) {
                values.add(value);
            }
            return 8 + Values.size(value);
        }

        @Override
        Object result() {
            return values;
        }
    }

    private static final class AddToSet extends Accumulator {
        private final Set<Key> values = new LinkedHashSet<>();

        @Override
        long add(Object value) {
            return !Values.isMissing(value) && values.add(new Key(value)) ? 64 + Values.size(value) : 0;
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
        long add(Object value) {
            if (Values.isNullish(value)) {
                return 0;
            } else if (!(value instanceof Document document)) {
                throw Refusal.invalid("$mergeObjects requires objects, not " + Values.typeName(value));
            } else {
                merged.putAll(document);
                return Values.size(value);
            }
        }

        @Override
        Object result() {
            return merged;
        }
    }
}
