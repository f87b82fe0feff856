package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.IdRange;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import io.github.spotifypipeline.embedded.query.SortOrder.Sorted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The documents of a collection that a query finds, in order. They belong to the database.
 *
 * @param limit 0 for all
 */
record CollectionQuery(Document filter, Document sort, long skip, long limit) {

    static CollectionQuery of(Document filter) {
        return new CollectionQuery(filter, new Document(), 0, 0);
    }

    /**
     * Finds them. The whole collection is read only where neither an index nor a range of {@code _id}s helps, and
     * nothing is sorted that is asked for by {@code _id}.
     *
     * @param variables what {@code $expr} may name
     */
    Iterator<Document> in(Source source, Map<String, Object> variables, HeldMemory held) {
        Filter condition = Filter.of(filter, variables);
        if (sort.containsKey("$natural")) {
            throw Refusal.unsupported("$natural", "its order is that of _id");
        }
        SortOrder order = sort.isEmpty() ? null : SortOrder.of(sort);
        Iterator<Document> lookedUp = source.lookUp(filter);
        IdRange range = IdRange.of(filter);
        boolean byId = lookedUp == null && order != null && order.byId() != 0 && (range != null || source.hasTextIds());
        Stream<Document> found = AggregationPipeline.stream(lookedUp != null ? lookedUp
                : source.scan(range, byId && order.byId() < 0)).filter(condition::matches);
        if (byId) {
            found = AggregationPipeline.stream(
                    new CodePointOrder(found.iterator(), order.byId() < 0, source::find, held));
        } else if (order != null) {
            found = limit > 0 ? order.first(found, skip + limit, held)
                    : source.hasTextIds() ? sortedById(found, order, source, held) : order.sorted(found, held);
        }
        Stream<Document> behind = skip > 0 ? found.skip(skip) : found;
        return (limit > 0 ? behind.limit(limit) : behind).iterator();
    }

    /** Holds only the sort keys and the {@code _id}s, and reads each document when it is wanted. */
    private static Stream<Document> sortedById(Stream<Document> found, SortOrder order, Source source,
            HeldMemory held) {
        List<Sorted<String>> all = new ArrayList<>();
        found.forEach(document -> {
            Object[] keys = order.keys(document);
            String id = (String) document.get("_id");
            long size = 120 + id.length();
            for (Object key : keys) {
                size += 16 + Values.size(key);
            }
            held.add(size);
            all.add(new Sorted<>(id, keys));
        });
        all.sort(Comparator.comparing(Sorted::keys, order.comparator()));
        return all.stream().map(sorted -> source.find(sorted.value())).filter(Objects::nonNull);
    }
}
