package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.bson.Document;

/**
 * A chart of plays in groups. It is shown as one aggregation. It is run as one aggregation for each account and month,
 * up to {@code $group}; the groups are merged here.
 *
 * @param match  which of the selection's plays count
 * @param before the stages before {@code $group}
 * @param group  the {@code $group} stage's content: {@code _id}, and sums, maxima and sets
 * @param after  the stages after it
 * @param rows   does what those stages do; a set is a {@link Collection}
 */
record GroupedChart(Document match, List<Document> before, Document group, List<Document> after,
              Function<Collection<Document>, List<Document>> rows) implements ChartSource {

    @Override
    public List<ChartQuery> queries(Database database, Selection selection, int most) {
        List<Document> stages = stages(selection.plays());
        stages.addAll(after);
        return List.of(new ChartQuery.Aggregation("plays", stages));
    }

    private List<Document> stages(Document plays) {
        Document filter = new Document(plays);
        filter.putAll(match);
        List<Document> stages = new ArrayList<>();
        if (!filter.isEmpty()) {
            stages.add(new Document("$match", filter));
        }
        stages.addAll(before);
        stages.add(new Document("$group", group));
        return stages;
    }

    @Override
    public Iterator<Document> answers(Database database, Selection selection, int most) {
        Map<Object, Document> groups = new LinkedHashMap<>();
        for (Document part : new MonthRanges(database).of(selection)) {
            for (Document answer : new ChartQuery.Aggregation("plays", stages(part)).run(database)) {
                groups.merge(answer.get("_id"), answer, this::merge);
            }
        }
        return rows.apply(groups.values()).iterator();
    }

    private Document merge(Document one, Document other) {
        group.forEach((name, what) -> {
            if (!name.equals("_id")) {
                String operator = ((Document) what).keySet().iterator().next();
                one.put(name, merge(operator, one.get(name), other.get(name)));
            }
        });
        return one;
    }

    private static Object merge(String operator, Object one, Object other) {
        return switch (operator) {
            case "$sum" -> sum((Number) one, (Number) other);
            case "$max" -> larger(one, other);
            case "$addToSet" -> union((Collection<?>) one, (Collection<?>) other);
            default -> throw new IllegalArgumentException(operator);
        };
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

    @SuppressWarnings("unchecked")
    private static Set<Object> union(Collection<?> one, Collection<?> other) {
        Set<Object> union = one instanceof Set<?> set ? (Set<Object>) set : new LinkedHashSet<>(one);
        union.addAll(other);
        return union;
    }
}
