package io.github.spotifypipeline.charts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.bson.Document;

/**
 * A chart of plays in groups. It is shown as one aggregation. It is run as one aggregation for each account and month,
 * up to {@code $group}; the groups are merged here.
 *
 * @param match   which of the selection's plays count
 * @param before  the stages before {@code $group}
 * @param group   the {@code $group} stage's content: {@code _id}, and sums, maxima and sets
 * @param after   the stages after it
 * @param reduced makes fewer groups of those of a month, each with the same fields
 * @param order   of the rows: 1 or -1 for each field of a group
 * @param row     what the stages behind {@code $group} make of one group
 */
record GroupedChart(Document match, List<Document> before, Document group, List<Document> after,
              UnaryOperator<List<Document>> reduced, Document order, UnaryOperator<Document> row)
        implements ChartSource {

    /** To be raised when what is kept of a month gets another form. */
    private static final int FORM = 1;

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

    /** What the groups of a month depend on besides its plays: another text in a version that groups otherwise. */
    String definition() {
        String text = FORM + new Document("match", match).append("before", before).append("group", group).toJson();
        return UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /** Nothing yet, to add groups to. */
    Groups nothing() {
        return new Groups(group.entrySet().stream().skip(1)
                .map(field -> ((Document) field.getValue()).keySet().iterator().next()).toList());
    }

    /** Groups the plays that a filter finds, which should be no more than a month's. */
    List<Object[]> groups(MongoCollection<Document> plays, Document filter) {
        List<Document> answers = plays.aggregate(stages(filter)).batchSize(ChartQuery.BATCH).into(new ArrayList<>());
        return reduced.apply(answers).stream()
                .map(answer -> group.keySet().stream().map(answer::get).toArray()).toList();
    }

    /** How many documents some groups are made of. @param field the field that counts them */
    long documents(List<Object[]> groups, String field) {
        int place = place(field);
        return groups.stream().mapToLong(one -> ((Number) one[place]).longValue()).sum();
    }

    /** The first rows of some groups. @param most 0 for all */
    Stream<Document> rows(List<Object[]> groups, int most) {
        return Groups.first(groups, comparator(), most).stream().map(one -> {
            Document document = new Document();
            group.keySet().forEach(field -> document.append(field, one[document.size()]));
            return row.apply(document);
        });
    }

    private int place(String field) {
        return List.copyOf(group.keySet()).indexOf(field);
    }

    private Comparator<Object[]> comparator() {
        return order.entrySet().stream().map(field -> {
            int place = place(field.getKey());
            Comparator<Object[]> by = (one, other) -> compare(one[place], other[place]);
            return field.getValue().equals(1) ? by : by.reversed();
        }).reduce(Comparator::thenComparing).orElseThrow();
    }

    private static int compare(Object one, Object other) {
        return one instanceof Integer number && other instanceof Integer another ? number.compareTo(another)
                : Objects.toString(one, "").compareTo(Objects.toString(other, ""));
    }
}
