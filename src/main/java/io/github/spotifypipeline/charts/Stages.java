package io.github.spotifypipeline.charts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.bson.Document;

/** Stages of an aggregation. */
final class Stages {

    /** Those that make of each document what depends on that document alone. */
    private static final Set<String> EACH = Set.of("$match", "$project", "$addFields", "$set", "$unset", "$unwind",
            "$replaceRoot", "$replaceWith");

    /** Those of these that make exactly one of each. */
    private static final Set<String> ONE_OF_EACH = Set.of("$project", "$addFields", "$set", "$unset", "$replaceRoot",
            "$replaceWith");

    private Stages() {
    }

    static String name(Document stage) {
        return stage.keySet().iterator().next();
    }

    /** What a stage is given; an empty one where that is no object. */
    static Document argument(Document stage) {
        return stage.get(name(stage)) instanceof Document argument ? argument : new Document();
    }

    static boolean isOfEach(Document stage) {
        return EACH.contains(name(stage));
    }

    static boolean isOneOfEach(Document stage) {
        return ONE_OF_EACH.contains(name(stage));
    }

    /**
     * Whether the sums of a {@code $group} are summed once more, by what its {@code _id} alone says: then those of the
     * second one can be put together from months as well, and are fewer.
     */
    static boolean sumsAgain(List<Document> stages, int first) {
        if (stages.size() < first + 3 || !name(stages.get(first + 1)).equals("$project")
                || !name(stages.get(first + 2)).equals("$group")) {
            return false;
        }
        List<String> sums = new ArrayList<>(argument(stages.get(first)).keySet());
        sums.remove("_id");
        Document second = argument(stages.get(first + 2));
        return argument(stages.get(first)).entrySet().stream().skip(1).allMatch(field -> isSum(field.getValue()))
                && argument(stages.get(first + 1)).entrySet().stream().allMatch(field ->
                        sums.contains(field.getKey()) ? field.getValue().equals(1) : !names(field.getValue(), sums))
                && !names(second.get("_id"), sums)
                && second.entrySet().stream().skip(1).allMatch(field -> sums.stream()
                        .anyMatch(sum -> field.getValue().equals(new Document("$sum", "$" + sum))));
    }

    private static boolean isSum(Object accumulator) {
        return accumulator instanceof Document one && one.keySet().equals(Set.of("$sum"));
    }

    private static boolean names(Object expression, List<String> fields) {
        String text = String.valueOf(expression);
        return text.contains("$$") || fields.stream().anyMatch(field -> text.contains("$" + field));
    }

    /** Stages that see only what a filter finds: one match where the first is one, of other fields. */
    static List<Document> behind(Document filter, List<Document> stages) {
        if (filter.isEmpty()) {
            return stages;
        }
        boolean joins = !stages.isEmpty() && name(stages.get(0)).equals("$match")
                && Collections.disjoint(argument(stages.get(0)).keySet(), filter.keySet());
        Document match = new Document(filter);
        if (joins) {
            match.putAll(argument(stages.get(0)));
        }
        List<Document> all = new ArrayList<>();
        all.add(new Document("$match", match));
        all.addAll(joins ? stages.subList(1, stages.size()) : stages);
        return all;
    }
}
