package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Context;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The commands that read: find, aggregate, count, distinct, getMore, killCursors. They refuse what they cannot do as a
 * MongoDB would, if possible before they read anything.
 */
public final class Queries {

    private final OpenCursors cursors = new OpenCursors();

    /** Whether it answers a command. */
    public static boolean answers(String command) {
        return Set.of("find", "aggregate", "count", "distinct", "getMore", "killCursors").contains(command);
    }

    /** The reply to a command. */
    public Document answer(String name, Document options, Catalog catalog) {
        ReadCommand command = new ReadCommand(name, options, catalog);
        return switch (name) {
            case "find" -> find(command);
            case "aggregate" -> aggregate(command);
            case "count" -> count(command);
            case "distinct" -> distinct(command);
            case "getMore" -> cursors.getMore(options);
            default -> cursors.kill(options);
        };
    }

    /** The documents that a query finds, in order: those that belong to the database, which may be changed in place. */
    public static List<Document> select(Source source, Document filter, Document sort, int skip, int limit) {
        try (HeldMemory held = new HeldMemory("a sort")) {
            List<Document> found = new ArrayList<>();
            new CollectionQuery(filter, sort == null ? new Document() : sort, skip, limit).in(source, Map.of(), held)
                    .forEachRemaining(found::add);
            return found;
        }
    }

    /** A part of a document, as a projection of find says. */
    public static Document project(Document document, Document projection) {
        return document == null || projection == null || projection.isEmpty() ? document
                : Projection.find(projection, ExpressionCompiler.with(List.of()))
                        .apply(document, Variables.of(document));
    }

    private Document find(ReadCommand command) {
        command.requireOnly("filter", "sort", "projection", "skip", "limit", "batchSize", "singleBatch", "let");
        Source source = command.source();
        Map<String, Object> variables = command.variables();
        Document projected = command.document("projection");
        Projection projection = projected.isEmpty() ? null
                : Projection.find(projected, ExpressionCompiler.with(variables.keySet()));
        CollectionQuery selection = new CollectionQuery(command.document("filter"), command.document("sort"),
                command.number("skip", 0), command.number("limit", 0));
        return open("the sort of a find in " + command.collection(), command, command.options(), held -> {
            Iterator<Document> found = selection.in(source, variables, held);
            return projection == null ? found : AggregationPipeline.stream(found)
                    .map(document -> projection.apply(document, Variables.of(document, variables))).iterator();
        });
    }

    /** @param batch the object with the size of the first batch */
    private Document open(String what, ReadCommand command, Document batch,
            Function<HeldMemory, Iterator<Document>> documents) {
        long size = ReadCommand.number(batch, "batchSize", OpenCursors.FIRST_BATCH);
        HeldMemory held = new HeldMemory(what);
        try {
            return cursors.open(command.namespace(), documents.apply(held), held, size,
                    Boolean.TRUE.equals(command.options().get("singleBatch")));
        } catch (RuntimeException e) {
            held.close();
            throw e;
        }
    }

    private Document aggregate(ReadCommand command) {
        command.requireOnly("pipeline", "cursor", "let");
        if (!(command.options().get("pipeline") instanceof List<?> stages)) {
            throw Refusal.invalid("'pipeline' must be an array of objects");
        }
        if (!(command.options().get("aggregate") instanceof String)) {
            throw Refusal.unsupported(!stages.isEmpty() && stages.get(0) instanceof Document stage && !stage.isEmpty()
                    ? "the stage " + stage.keySet().iterator().next() : "an aggregation of no collection",
                    "it aggregates collections");
        }
        if (command.options().get("cursor") == null) {
            throw Refusal.invalid("The 'cursor' option is required, except for aggregate with the explain argument");
        }
        Source source = command.source();
        Map<String, Object> variables = command.variables();
        return open("an aggregation of " + command.collection(), command, command.document("cursor"),
                held -> run(stages, command.collection(), source, new Context(command.catalog(), variables, held))
                        .iterator());
    }

    private static Stream<Document> run(List<?> stages, String name, Source source, Context context) {
        ExpressionCompiler expressions = ExpressionCompiler.with(context.variables().keySet());
        Object first = stages.isEmpty() ? null : stages.get(0);
        if (first instanceof Document stage && stage.size() == 1
                && (stage.containsKey("$collStats") || stage.containsKey("$indexStats"))) {
            AggregationPipeline rest = AggregationPipeline.of(stages.subList(1, stages.size()), expressions);
            return rest.run(stage.containsKey("$collStats")
                    ? Stream.of(Statistics.ofCollection(stage.get("$collStats"), name, source, context.catalog()))
                    : Statistics.ofIndexes(source), context);
        }
        return AggregationPipeline.of(stages, expressions).run(name, context);
    }

    private static Document count(ReadCommand command) {
        Source source = command.requireOnly("query", "skip", "limit", "fields").source();
        Document filter = command.document("query");
        long skip = command.number("skip", 0);
        long limit = command.options().get("limit") instanceof Number number ? Math.abs(number.longValue()) : 0;
        long all = filter.isEmpty() ? source.size() : Catalog.IdRange.isAll(filter) && source.hasTextIds()
                ? source.count(Catalog.IdRange.of(filter)) : AggregationPipeline.stream(
                        CollectionQuery.of(filter).in(source, Map.of(), new HeldMemory("a count"))).count();
        long counted = Math.min(limit == 0 ? Long.MAX_VALUE : limit, Math.max(0, all - skip));
        return new Document("n", Numbers.whole(counted, true)).append("ok", 1.0);
    }

    private static Document distinct(ReadCommand command) {
        command.requireOnly("key", "query");
        if (!(command.options().get("key") instanceof String key) || key.isEmpty()) {
            throw Refusal.invalid("'key' must be the name of a field");
        }
        String[] path = FieldPath.split(key);
        for (String field : path) {
            if (field.matches("\\d+")) {
                throw Refusal.unsupported("distinct of a place in a list", "it would take the number for a field");
            }
        }
        Source source = command.source();
        try (HeldMemory held = new HeldMemory("distinct values")) {
            Set<Values.Key> keys = new LinkedHashSet<>();
            CollectionQuery.of(command.document("query")).in(source, Map.of(), held)
                    .forEachRemaining(document -> collect(document, path, 0, keys, held));
            Set<Object> sorted = new TreeSet<>(Values::compare);
            keys.forEach(value -> sorted.add(value.value()));
            List<Object> all = new ArrayList<>(sorted);
            if (Values.size(all) > 3L * OpenCursors.BATCH_BYTES) {
                throw Refusal.invalid("distinct too big, 16mb cap");
            }
            return new Document("values", all).append("ok", 1.0);
        }
    }

    private static void collect(Object value, String[] path, int from, Set<Values.Key> values, HeldMemory held) {
        if (from == path.length) {
            for (Object element : value instanceof List<?> list ? list : Collections.singletonList(value)) {
                if (!Values.isMissing(element) && values.add(new Values.Key(element))) {
                    held.add(64 + Values.size(element));
                }
            }
        } else if (value instanceof Document document) {
            collect(document.getOrDefault(path[from], Values.MISSING), path, from + 1, values, held);
        } else if (value instanceof List<?> list) {
            list.stream().filter(Document.class::isInstance)
                    .forEach(element -> collect(element, path, from, values, held));
        }
    }

    /** Drops all results that are not read to their end. */
    public void close() {
        cursors.close();
    }
}
