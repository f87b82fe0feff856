package io.github.spotifypipeline.charts;

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

/**
 * Groups of plays, merged by their {@code _id}. A group is an array: its {@code _id}, then its values in the order of
 * the accumulators. As documents, those of a long life would take four times the memory.
 */
final class Groups {

    private final List<String> accumulators;
    private final Map<Object, Object[]> byId = new HashMap<>();

    /** @param accumulators {@code $sum}, {@code $max} or {@code $addToSet} for each value behind the {@code _id} */
    Groups(List<String> accumulators) {
        this.accumulators = accumulators;
    }

    /** Merges groups into these; theirs stay as they are. */
    void add(Collection<Object[]> groups) {
        for (Object[] group : groups) {
            Object[] known = byId.get(group[0]);
            if (known == null) {
                byId.put(group[0], group.clone());
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

    /** The first by an order; all of them where {@code most} is 0. */
    static List<Object[]> first(List<Object[]> groups, Comparator<Object[]> order, int most) {
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
                case "$sum" -> sum((Number) one[i], (Number) other[i]);
                case "$max" -> larger(one[i], other[i]);
                case "$addToSet" -> union((Collection<?>) one[i], (Collection<?>) other[i], own);
                default -> throw new IllegalArgumentException(accumulators.get(i - 1));
            };
        }
    }

    private static Number sum(Number one, Number other) {
        long sum = one.longValue() + other.longValue();
        if ((int) sum == sum) {
            return (int) sum;
        }
        return sum;
    }

    /**
     * Null is the least. Of values of different types, which our transforms do not make, the first counts as larger.
     */
    @SuppressWarnings("unchecked")
    private static Object larger(Object one, Object other) {
        if (one == null) {
            return other;
        }
        return other != null && other.getClass() == one.getClass() && one instanceof Comparable<?> comparable
                && ((Comparable<Object>) comparable).compareTo(other) < 0 ? other : one;
    }

    /** A group that was read has a list, a merged one a set of its own. */
    @SuppressWarnings("unchecked")
    private static Set<Object> union(Collection<?> one, Collection<?> other, boolean own) {
        Set<Object> union = own && one instanceof Set<?> set ? (Set<Object>) set : new HashSet<>(one);
        union.addAll(other);
        return union;
    }
}
