package io.github.spotifypipeline.charts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.bson.types.Decimal128;

/**
 * Groups of plays, merged by their {@code _id}. A group is an array: its {@code _id}, then its values in the order of
 * the accumulators. As documents, those of a long life would take four times the memory.
 */
final class Groups {

    private final List<String> accumulators;
    private final Map<Object, Object[]> byId = new HashMap<>();

    /** @param accumulators {@code $sum}, {@code $max} and the like for each value behind the {@code _id} */
    Groups(List<String> accumulators) {
        this.accumulators = accumulators;
    }

    /** Merges groups into these; theirs stay as they are. */
    void add(Collection<Object[]> groups) {
        for (Object[] group : groups) {
            Object id = EngineValues.key(group[0]);
            Object[] known = byId.get(id);
            if (known == null) {
                byId.put(id, group.clone());
            } else {
                merge(known, group, true);
            }
        }
    }

    Collection<Object[]> all() {
        return byId.values();
    }

    /** These and others, each group merged; both stay as they are. */
    List<Object[]> with(Groups others) {
        List<Object[]> all = new ArrayList<>(byId.size() + others.byId.size());
        byId.forEach((id, group) -> {
            if (!others.byId.containsKey(id)) {
                all.add(group);
            }
        });
        others.byId.forEach((id, group) -> {
            Object[] merged = group.clone();
            Object[] known = byId.get(id);
            if (known != null) {
                merge(merged, known, false);
            }
            all.add(merged);
        });
        return all;
    }

    /** The first by an order; all of them where {@code most} is 0. @param order null: any */
    static List<Object[]> first(List<Object[]> groups, Comparator<Object[]> order, int most) {
        if (order == null) {
            return most == 0 ? groups : groups.subList(0, Math.min(most, groups.size()));
        }
        List<Object[]> first;
        if (most == 0 || groups.size() <= most) {
            first = new ArrayList<>(groups);
        } else {
            PriorityQueue<Object[]> best = new PriorityQueue<>(Collections.reverseOrder(order));
            for (Object[] group : groups) {
                if (best.size() < most) {
                    best.add(group);
                } else if (order.compare(group, best.peek()) < 0) {
                    best.poll();
                    best.add(group);
                }
            }
            first = new ArrayList<>(best);
        }
        first.sort(order);
        return first;
    }

    /** @param own whether the first may change a set that it has */
    private void merge(Object[] one, Object[] other, boolean own) {
        for (int i = 1; i < one.length; i++) {
            one[i] = switch (accumulators.get(i - 1)) {
                case "$sum", "$count" -> sum((Number) one[i], (Number) other[i]);
                case "$max" -> extreme(one[i], other[i], 1);
                case "$min" -> extreme(one[i], other[i], -1);
                case "$addToSet" -> union((Collection<?>) one[i], (Collection<?>) other[i], own);
                default -> throw new IllegalArgumentException(accumulators.get(i - 1));
            };
        }
    }

    private static Number sum(Number one, Number other) {
        if (one instanceof Decimal128 || other instanceof Decimal128) {
            return new Decimal128(new BigDecimal(one.toString()).add(new BigDecimal(other.toString())));
        }
        if (one instanceof Double || other instanceof Double) {
            return one.doubleValue() + other.doubleValue();
        }
        long sum = one.longValue() + other.longValue();
        if ((int) sum == sum) {
            return (int) sum;
        }
        return sum;
    }

    /** The larger value, or the smaller one with a direction of -1; a null does not count. */
    private static Object extreme(Object one, Object other, int direction) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return GroupRows.compare(one, other) * direction < 0 ? other : one;
    }

    /** A group that was read has a list, a merged one a set of its own. */
    @SuppressWarnings("unchecked")
    private static Set<Object> union(Collection<?> one, Collection<?> other, boolean own) {
        Set<Object> union = own && one instanceof Set<?> set ? (Set<Object>) set : new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
