package io.github.spotifypipeline.charts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.bson.Document;

/**
 * A chart of plays in groups. It is shown as one aggregation. It is run as one aggregation for each account and month,
 * up to {@code $group}; the groups are merged here.
 *
 * @param before  the stages before {@code $group}
 * @param group   the {@code $group} stage's content: {@code _id}, and sums, maxima and sets
 * @param after   the stages after it
 * @param counted the field of a group that says how many plays it counts; null: there is none
 * @param rows    runs the stages after {@code $group}
 */
record GroupedChart(List<Document> before, Document group, List<Document> after, String counted, GroupRows rows)
        implements ChartSource {

    /** To be raised when what is kept of a month gets another form. */
    private static final int FORM = 1;

    private static final Set<String> MERGED = Set.of("$sum", "$count", "$max", "$min", "$addToSet");

    private static final Set<String> CHANGING = Set.of("$$NOW", "$rand", "$sampleRate");

    /**
     * Divides stages at {@code $group}.
     *
     * @param documents the field of the groups that says how many plays a group counts; null: the first that counts
     *                  each as one
     * @throws IllegalArgumentException when the groups of months cannot be put together
     */
    static GroupedChart of(List<Document> stages, String documents) {
        int first = stages.stream().map(Stages::name).toList().indexOf("$group");
        if (first < 0) {
            throw cannot("there is no $group", "write one");
        }
        int place = Stages.sumsAgain(stages, first) ? first + 2 : first;
        List<Document> before = stages.subList(0, place);
        stages.subList(0, first).stream().filter(stage -> !Stages.isOfEach(stage)).findFirst().ifPresent(stage -> {
            throw cannot(Stages.name(stage) + " before $group needs all plays at once", "put it behind $group");
        });
        Document group = Stages.argument(stages.get(place));
        group.entrySet().stream().skip(1).filter(field -> !MERGED.contains(accumulator(field))).findFirst()
                .ifPresent(field -> {
                    throw cannot(accumulator(field) + " of two months cannot be put together",
                            "use $sum, $max, $min or $addToSet, and go on behind $group");
                });
        CHANGING.stream().filter(stages.subList(0, place + 1).toString()::contains).findFirst().ifPresent(name -> {
            throw cannot(name + " is another at each look", "put it behind $group");
        });
        if (group.isEmpty() || !group.keySet().iterator().next().equals("_id")) {
            throw cannot("$group does not begin with _id", "put _id first");
        }
        List<String> sums = group.entrySet().stream().skip(1)
                .filter(field -> Set.of("$sum", "$count").contains(accumulator(field))).map(Map.Entry::getKey).toList();
        if (documents != null && !sums.contains(documents)) {
            throw new IllegalArgumentException("documents must be a $sum or $count of $group: it has "
                    + (sums.isEmpty() ? "none" : String.join(", ", sums)));
        }
        List<Document> after = stages.subList(place + 1, stages.size());
        return new GroupedChart(before, group, after, documents != null ? documents : counting(group).orElse(null),
                GroupRows.of(group, after));
    }

    static IllegalArgumentException cannot(String why, String remedy) {
        return new IllegalArgumentException("the months of this chart cannot be kept: " + why + " - " + remedy
                + ", or leave \"months\" out: then all that is asked for is counted at each look");
    }

    private static String accumulator(Map.Entry<String, Object> field) {
        return field.getValue() instanceof Document expression && !expression.isEmpty()
                ? expression.keySet().iterator().next() : String.valueOf(field.getValue());
    }

    private static Optional<String> counting(Document group) {
        return group.entrySet().stream().skip(1).filter(field -> field.getValue().equals(new Document("$sum", 1))
                || accumulator(field).equals("$count")).map(Map.Entry::getKey).findFirst();
    }

    @Override
    public List<ChartQuery> queries(Database database, Selection selection, int most) {
        List<Document> stages = stages(selection.plays());
        stages.addAll(after);
        return List.of(new ChartQuery.Aggregation("plays", stages));
    }

    private List<Document> stages(Document plays) {
        List<Document> stages = new ArrayList<>(Stages.behind(plays, before));
        stages.add(new Document("$group", group));
        return stages;
    }

    /** What the groups of a month depend on besides its plays: another text for a chart that groups otherwise. */
    String fingerprint() {
        String text = FORM + new Document("before", before).append("group", group).toJson();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Nothing yet, to add groups to. */
    Groups nothing() {
        return new Groups(group.entrySet().stream().skip(1).map(GroupedChart::accumulator).toList());
    }

    /** Groups the plays that a filter finds, which should be no more than a month's. */
    List<Object[]> groups(MongoCollection<Document> plays, Document filter) {
        List<Object[]> groups = new ArrayList<>();
        plays.aggregate(stages(filter)).batchSize(ChartQuery.BATCH)
                .forEach(answer -> groups.add(group.keySet().stream().map(answer::get).toArray()));
        return groups;
    }

    /** How many plays some groups are made of. @param otherwise for groups that do not say it */
    long documents(List<Object[]> groups, long otherwise) {
        int place = new ArrayList<>(group.keySet()).indexOf(counted);
        return place < 0 ? otherwise : groups.stream().mapToLong(one -> ((Number) one[place]).longValue()).sum();
    }
}
