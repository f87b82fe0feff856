package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.IdRange;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import io.github.spotifypipeline.embedded.query.Pipeline.Context;
import io.github.spotifypipeline.embedded.query.SortOrder.Sorted;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The commands that read: find, aggregate, count, distinct, getMore, killCursors. What they cannot do as a MongoDB
 * would
 * they refuse, before they read anything where that can be known.
 */
public final class Queries {

    /** Options that change no answer. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("$db", "lsid", "$readPreference", "$clusterTime",
            "comment",
            "maxTimeMS", "readConcern", "writeConcern", "allowDiskUse", "apiVersion", "apiStrict",
                    "apiDeprecationErrors",
            "noCursorTimeout", "allowPartialResults", "bypassDocumentValidation", "hint", "txnNumber");

    private final Cursors cursors = new Cursors();

    /** Whether it answers a command. */
    public static boolean answers(String command) {
        return Set.of("find", "aggregate", "count", "distinct", "getMore", "killCursors").contains(command);
    }

    /** The reply to a command. */
    public Document answer(String command, Document query, Catalog catalog) {
        return switch (command) {
            case "find" -> find(query, catalog);
            case "aggregate" -> aggregate(query, catalog);
            case "count" -> count(query, catalog);
            case "distinct" -> distinct(query, catalog);
            case "getMore" -> cursors.getMore(query);
            default -> cursors.kill(query);
        };
    }

    private static void requireKnown(Document query, String command, Set<String> options) {
        for (String option : query.keySet()) {
            if (!option.equals(command) && !options.contains(option) && !WITHOUT_EFFECT.contains(option)
                    && query.get(option) != null && !Boolean.FALSE.equals(query.get(option))) {
                throw Refusal.unknown("the option '" + option + "' of " + command);
            }
        }
    }

    private static String collection(Document query, String command) {
        if (query.get(command) instanceof String name && !name.isEmpty()) {
            return name;
        }
        throw Refusal.unsupported(command + " of " + query.get(command), "it takes the name of a collection");
    }

    private static Document document(Document query, String name) {
        Object value = query.get(name);
        if (value != null && !(value instanceof Document)) {
            throw Refusal.invalid("'" + name + "' must be an object");
        }
        return value == null ? new Document() : (Document) value;
    }

    private static long number(Document query, String name, long otherwise) {
        Object value = query.get(name);
        if (value == null) {
            return otherwise;
        }
        if (!(value instanceof Number number) || number.doubleValue() != number.longValue() || number.longValue() < 0) {
            throw Refusal.invalid("'" + name + "' must be a whole number from 0");
        }
        return number.longValue();
    }

    /** A hint decides nothing here, but one that names no index is an error. */
    private static void requireIndex(Document query, Source source) {
        Object hint = query.get("hint");
        if (hint == null || hint instanceof Document document && document.isEmpty()) {
            return;
        }
        if (hint instanceof Document document && document.containsKey("$natural")) {
            throw Refusal.unsupported("$natural", "its order is that of _id");
        }
        boolean known = source.indexes().stream()
                .anyMatch(index -> hint.equals(index.get("name")) || Values.equal(hint, index.get("key")));
        if (!known) {
            throw Refusal.invalid("hint provided does not correspond to an existing index");
        }
    }

    private static Map<String, Object> variables(Document query) {
        Map<String, Object> variables = new HashMap<>();
        variables.put(Scope.NOW, Instant.ofEpochMilli(System.currentTimeMillis()));
        document(query, "let").forEach((name, value) -> {
            Expressions.with(List.of()).and(List.of(name));
            variables.put(name, Expressions.with(List.of()).compile(value).in(Scope.of(new Document())));
        });
        return variables;
    }

    private Document find(Document query, Catalog catalog) {
        requireKnown(query, "find", Set.of("filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch",
                "let"));
        String name = collection(query, "find");
        Source source = catalog.collection(name);
        requireIndex(query, source);
        Map<String, Object> variables = variables(query);
        Document projected = document(query, "projection");
        Projection projection = projected.isEmpty() ? null
                : Projection.find(projected, Expressions.with(variables.keySet()));
        Held held = new Held("the sort of a find in " + name);
        Iterator<Document> found;
        try {
            found = select(source, document(query, "filter"), variables, document(query, "sort"),
                    number(query, "skip", 0), number(query, "limit", 0), held);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
        Iterator<Document> shown = projection == null ? found
                : mapped(found, document -> projection.apply(document, Scope.of(document, variables)));
        return cursors.open(catalog.name() + "." + name, shown, held, number(query, "batchSize", Cursors.FIRST_BATCH),
                Boolean.TRUE.equals(query.get("singleBatch")));
    }

    /** The documents that a query finds, in order: those that belong to the database, which may be changed in place. */
    public static List<Document> select(Source source, Document filter, Document sort, int skip, int limit) {
        try (Held held = new Held("a sort")) {
            List<Document> found = new ArrayList<>();
            select(source, filter, Map.of(), sort == null ? new Document() : sort, skip, limit, held)
                    .forEachRemaining(found::add);
            return found;
        }
    }

    private static Iterator<Document> select(Source source, Document filter, Map<String, Object> variables,
            Document sort,
            long skip, long limit, Held held) {
        Filter condition = Filter.of(filter, variables);
        if (sort.containsKey("$natural")) {
            throw Refusal.unsupported("$natural", "its order is that of _id");
        }
        SortOrder order = sort.isEmpty() ? null : SortOrder.of(sort);
        Iterator<Document> lookedUp = source.lookUp(filter);
        IdRange range = IdRange.of(filter);
        boolean byId = lookedUp == null && order != null && order.byId() != 0 && (range != null || source.hasTextIds());
        Stream<Document> found = Pipeline.stream(lookedUp != null ? lookedUp
                : source.scan(range, byId && order.byId() < 0)).filter(condition::matches);
        if (order != null && !byId) {
            found = limit > 0 ? order.first(found, skip + limit, held)
                    : source.hasTextIds() ? sortedById(found, order, source, held) : order.sorted(found, held);
        } else if (byId) {
            found = Pipeline.stream(new CodePointOrder(found.iterator(), order.byId() < 0, source::find, held));
        }
        Stream<Document> behind = skip > 0 ? found.skip(skip) : found;
        return (limit > 0 ? behind.limit(limit) : behind).iterator();
    }

    /** Holds what is sorted by and the {@code _id}s only, and reads each document when it is wanted. */
    private static Stream<Document> sortedById(Stream<Document> found, SortOrder order, Source source, Held held) {
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

    private static Iterator<Document> mapped(Iterator<Document> documents,
            java.util.function.UnaryOperator<Document> function) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return documents.hasNext();
            }

            @Override
            public Document next() {
                return function.apply(documents.next());
            }
        };
    }

    private Document aggregate(Document query, Catalog catalog) {
        requireKnown(query, "aggregate", Set.of("pipeline", "cursor", "let"));
        if (!(query.get("pipeline") instanceof List<?> stages)) {
            throw Refusal.invalid("'pipeline' must be an array of objects");
        }
        String name = query.get("aggregate") instanceof String text ? text : "$cmd.aggregate";
        if (!(query.get("aggregate") instanceof String)) {
            throw Refusal.unsupported(!stages.isEmpty() && stages.get(0) instanceof Document stage && !stage.isEmpty()
                    ? "the stage " + stage.keySet().iterator().next() : "an aggregation of no collection",
                    "it aggregates collections");
        }
        if (query.get("cursor") == null) {
            throw Refusal.invalid("The 'cursor' option is required, except for aggregate with the explain argument");
        }
        Source source = catalog.collection(name);
        requireIndex(query, source);
        Map<String, Object> variables = variables(query);
        Held held = new Held("an aggregation of " + name);
        Context context = new Context(catalog, variables, held);
        try {
            return cursors.open(catalog.name() + "." + name, run(stages, name, source, context).iterator(), held,
                    number(document(query, "cursor"), "batchSize", Cursors.FIRST_BATCH), false);
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private static Stream<Document> run(List<?> stages, String name, Source source, Context context) {
        Expressions expressions = Expressions.with(context.variables().keySet());
        Object first = stages.isEmpty() ? null : stages.get(0);
        if (first instanceof Document stage && stage.size() == 1
                && (stage.containsKey("$collStats") || stage.containsKey("$indexStats"))) {
            Pipeline rest = Pipeline.of(stages.subList(1, stages.size()), expressions);
            return rest.run(stage.containsKey("$collStats")
                    ? Stream.of(Statistics.ofCollection(stage.get("$collStats"), name, source, context.catalog()))
                    : Statistics.ofIndexes(source), context);
        }
        return Pipeline.of(stages, expressions).run(name, context);
    }

    private Document count(Document query, Catalog catalog) {
        requireKnown(query, "count", Set.of("query", "skip", "limit", "fields"));
        Source source = catalog.collection(collection(query, "count"));
        requireIndex(query, source);
        Document filter = document(query, "query");
        long skip = number(query, "skip", 0);
        Object limit = query.get("limit");
        long most = limit instanceof Number number && number.longValue() != 0 ? Math.abs(number.longValue())
                : Long.MAX_VALUE;
        long all;
        if (filter.isEmpty()) {
            all = source.size();
        } else {
            all = 0;
            Iterator<Document> found = select(source, filter, Map.of(), new Document(), 0, 0, new Held("a count"));
            while (found.hasNext()) {
                found.next();
                all++;
            }
        }
        long counted = Math.min(most, Math.max(0, all - skip));
        return new Document("n", Numbers.whole(counted, true)).append("ok", 1.0);
    }

    private Document distinct(Document query, Catalog catalog) {
        requireKnown(query, "distinct", Set.of("key", "query"));
        if (!(query.get("key") instanceof String key) || key.isEmpty()) {
            throw Refusal.invalid("'key' must be the name of a field");
        }
        String[] path = Paths.split(key);
        for (String field : path) {
            if (field.matches("\\d+")) {
                throw Refusal.unsupported("distinct of a place in a list", "it would take the number for a field");
            }
        }
        Source source = catalog.collection(collection(query, "distinct"));
        requireIndex(query, source);
        try (Held held = new Held("distinct values")) {
            Set<Values.Key> values = new LinkedHashSet<>();
            select(source, document(query, "query"), Map.of(), new Document(), 0, 0, held)
                    .forEachRemaining(document -> collect(document, path, 0, values, held));
            Map<Object, Object> sorted = new TreeMap<>(Values::compare);
            values.forEach(value -> sorted.put(value.value(), value.value()));
            List<Object> all = new ArrayList<>(sorted.values());
            if (Values.size(all) > 3L * Cursors.BATCH_BYTES) {
                throw Refusal.invalid("distinct too big, 16mb cap");
            }
            return new Document("values", all).append("ok", 1.0);
        }
    }

    private static void collect(Object value, String[] path, int from, Set<Values.Key> values, Held held) {
        if (from == path.length) {
            for (Object element : value instanceof List<?> list ? list : java.util.Collections.singletonList(value)) {
                if (!Values.isMissing(element) && values.add(new Values.Key(element))) {
                    held.add(64 + Values.size(element));
                }
            }
        } else if (value instanceof Document document) {
            collect(document.getOrDefault(path[from], Values.MISSING), path, from + 1, values, held);
        } else if (value instanceof List<?> list) {
            for (Object element : list) {
                if (element instanceof Document) {
                    collect(element, path, from, values, held);
                }
            }
        }
    }

    /** A part of a document, as a projection of find says. */
    public static Document project(Document document, Document projection) {
        return document == null || projection == null || projection.isEmpty() ? document
                : Projection.find(projection, Expressions.with(List.of())).apply(document, Scope.of(document));
    }

    /** Nothing is found any more through what is open. */
    public void close() {
        cursors.close();
    }
}
