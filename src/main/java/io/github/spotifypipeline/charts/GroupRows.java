package io.github.spotifypipeline.charts;

import de.bwaldvogel.mongo.exception.MongoServerError;
import io.github.spotifypipeline.embedded.query.DocumentStages;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * Makes the rows of a chart of its groups, with the stages behind {@code $group}. Groups that these stages sort are
 * sorted first where that is the same, so that only those on top become rows.
 */
final class GroupRows {

    /** Stages that ask for nothing but what comes in. */
    private static final Set<String> OF_GROUPS =
            Set.of("$group", "$sort", "$limit", "$skip", "$count", "$sortByCount", "$facet", "$bucket");

    private final List<String> fields;
    private final Comparator<Object[]> order;
    private final List<Document> rest;
    private final DocumentStages stages;
    private final boolean oneOfEach;

    private GroupRows(List<String> fields, Comparator<Object[]> order, List<Document> rest) {
        this.fields = fields;
        this.order = order;
        this.rest = rest;
        this.stages = DocumentStages.of(rest.stream().map(EngineValues::document).toList());
        this.oneOfEach = rest.stream().allMatch(Stages::isOneOfEach);
    }

    /**
     * @param group the {@code $group} stage's content
     * @param after the stages behind it
     * @throws IllegalArgumentException when they cannot run over groups that were put together
     */
    static GroupRows of(Document group, List<Document> after) {
        after.stream().map(Stages::name).filter(name -> !Stages.isOfEach(new Document(name, 1))
                && !OF_GROUPS.contains(name)).findFirst().ifPresent(name -> {
                    throw GroupedChart.cannot("the program has no " + name + " for groups", "do without it");
                });
        List<String> fields = List.copyOf(group.keySet());
        int sort = !after.isEmpty() && Stages.name(after.get(0)).equals("$sort") ? 0
                : after.size() > 1 && Stages.name(after.get(0)).equals("$project")
                && Stages.name(after.get(1)).equals("$sort") ? 1 : -1;
        List<Document> rest = new ArrayList<>(after);
        Comparator<Object[]> order = null;
        if (sort >= 0) {
            order = comparator(group, sort == 0 ? null : Stages.argument(after.get(0)),
                    Stages.argument(after.get(sort)));
            if (order != null) {
                rest.remove(sort);
            }
        }
        try {
            return new GroupRows(fields, order, rest);
        } catch (MongoServerError e) {
            throw GroupedChart.cannot("the program does not run a stage behind $group (" + words(e) + ")",
                    "correct it");
        }
    }

    /** The order of groups that a sort of the rows gives; null when it is by what is no field of a group. */
    private static Comparator<Object[]> comparator(Document group, Document project, Document sort) {
        List<String> fields = new ArrayList<>(group.keySet());
        Comparator<Object[]> order = null;
        for (Map.Entry<String, Object> key : sort.entrySet()) {
            int place = fields.indexOf(project == null ? key.getKey()
                    : source(key.getKey(), project.get(key.getKey())));
            boolean isSet = place > 0 && ((Document) group.get(fields.get(place))).containsKey("$addToSet");
            if (place < 0 || isSet || !(key.getValue() instanceof Integer direction)) {
                return null;
            }
            Comparator<Object[]> by = (one, other) -> compare(one[place], other[place]);
            Comparator<Object[]> next = direction == 1 ? by : by.reversed();
            order = order == null ? next : order.thenComparing(next);
        }
        return order;
    }

    /** The field that a projection keeps under this name; null when it makes another value. */
    private static String source(String name, Object projected) {
        if (Integer.valueOf(1).equals(projected) || Boolean.TRUE.equals(projected)) {
            return name;
        }
        return projected instanceof String path && path.matches("\\$[^$.]+") ? path.substring(1) : null;
    }

    static int compare(Object one, Object other) {
        return one instanceof Integer number && other instanceof Integer another ? number.compareTo(another)
                : DocumentStages.compare(EngineValues.toEngine(one), EngineValues.toEngine(other));
    }

    /** Some rows. @param total how many there are in all */
    record Made(Stream<Document> rows, long total) {
    }

    /** The first rows. @param most 0 for all @throws ChartException when a stage cannot do it */
    Made of(List<Object[]> groups, int most) {
        try {
            if (oneOfEach) {
                List<Object[]> first = Groups.first(groups, order, most);
                Stream<Document> rows = first.stream().map(this::document);
                return new Made(rest.isEmpty() ? rows : stages.each(rows.map(EngineValues::document))
                        .map(row -> (Document) EngineValues.fromEngine(row)), groups.size());
            }
            List<de.bwaldvogel.mongo.bson.Document> all = stages.all(Groups.first(groups, order, 0).stream()
                    .map(group -> EngineValues.document(document(group))));
            return new Made(all.stream().limit(most == 0 ? all.size() : most)
                    .map(row -> (Document) EngineValues.fromEngine(row)), all.size());
        } catch (MongoServerError e) {
            throw new ChartException(words(e));
        }
    }

    private Document document(Object[] group) {
        Document document = new Document();
        fields.forEach(field -> document.append(field, group[document.size()]));
        return document;
    }

    private static String words(MongoServerError e) {
        return String.valueOf(e.getMessage()).replaceFirst("^\\[Error \\d+] ?", "")
                .replaceFirst(": it has only what docs.*", "").replaceFirst("\\. If you need it.*", "");
    }
}
