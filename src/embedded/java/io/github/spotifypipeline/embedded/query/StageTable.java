package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The stages that an aggregation may have. Each was compared with a MongoDB 6.0. */
final class StageTable {

    private interface Maker {
        Stage make(Object argument, ExpressionCompiler expressions);
    }

    private static final Map<String, Maker> STAGES = Map.ofEntries(
            entry("$match", StageTable::match),
            entry("$project", (argument, expressions) ->
                    each(Projection.project(object(argument, "$project"), expressions))),
            entry("$addFields", StageTable::addFields),
            entry("$set", StageTable::addFields),
            entry("$unset", StageTable::unset),
            entry("$group", GroupStage::of),
            entry("$sort", (argument, expressions) -> sort(argument, null)),
            entry("$limit", (argument, expressions) -> {
                long limit = whole(argument, "$limit", 1);
                return (documents, context) -> documents.limit(limit);
            }),
            entry("$skip", (argument, expressions) -> {
                long skip = whole(argument, "$skip", 0);
                return (documents, context) -> documents.skip(skip);
            }),
            entry("$count", StageTable::count),
            entry("$sortByCount", StageTable::sortByCount),
            entry("$unwind", UnwindStage::of),
            entry("$replaceRoot", StageTable::replaceRoot),
            entry("$replaceWith", (argument, expressions) -> replaceWith(expressions.compile(argument))),
            entry("$lookup", LookupStage::of),
            entry("$unionWith", StageTable::unionWith),
            entry("$facet", StageTable::facet),
            entry("$bucket", BucketStage::of),
            entry("$sample", StageTable::sample),
            entry("$merge", StageTable::merge),
            entry("$collStats", (argument, expressions) -> null),
            entry("$indexStats", (argument, expressions) -> null));

    private static final Set<String> NOT_IN_FACET = Set.of("$facet", "$merge", "$out", "$collStats", "$indexStats");

    private StageTable() {
    }

    private static Map.Entry<String, Maker> entry(String name, Maker maker) {
        return Map.entry(name, maker);
    }

    static Set<String> names() {
        return STAGES.keySet();
    }

    static Stage of(String name, Object argument, ExpressionCompiler expressions) {
        Maker maker = STAGES.get(name);
        Stage stage = maker == null ? null : maker.make(argument, expressions);
        if (stage == null) {
            throw name.equals("$out") ? Refusal.unsupported("the stage $out", "$merge works")
                    : Refusal.unknown("the stage " + name);
        }
        return stage;
    }

    static Document object(Object argument, String stage) {
        if (argument instanceof Document document) {
            return document;
        }
        throw Refusal.invalid("the " + stage + " stage specification must be an object");
    }

    /** The options of a stage, of which it may have those that are known. */
    static Document options(Object argument, String stage, String... known) {
        Document spec = object(argument, stage);
        if (!List.of(known).containsAll(spec.keySet())) {
            throw Refusal.invalid("unrecognized option to " + stage + ": " + spec.keySet());
        }
        return spec;
    }

    private static long whole(Object argument, String stage, long least) {
        return Numbers.wholeFrom(least, argument, () -> Refusal.invalid("invalid argument to " + stage
                + " stage: it takes a whole number from " + least));
    }

    private static Stage match(Object argument, ExpressionCompiler expressions) {
        BiPredicate<Document, Variables> filter = Filter.all(object(argument, "$match"), expressions);
        return (documents, context) ->
                documents.filter(document -> filter.test(document, context.scope(document)));
    }

    private static Stage addFields(Object argument, ExpressionCompiler expressions) {
        return each(Projection.addFields(object(argument, "$addFields"), expressions));
    }

    private static Stage each(Projection projection) {
        return (documents, context) ->
                documents.map(document -> projection.apply(document, context.scope(document)));
    }

    private static Stage unset(Object argument, ExpressionCompiler expressions) {
        Document excluded = new Document();
        for (Object field : argument instanceof Collection<?> list ? list : List.of(argument)) {
            if (!(field instanceof String name)) {
                throw Refusal.invalid("$unset specification must be a string or an array of strings");
            }
            if (excluded.put(name, 0) != null) {
                throw Refusal.invalid("Path collision at " + name);
            }
        }
        return each(Projection.project(excluded, expressions));
    }

    /** @param limit of the stage behind it; null when there is none */
    static Stage sort(Object argument, Object limit) {
        SortOrder order = SortOrder.of(object(argument, "$sort"));
        if (limit == null) {
            return (documents, context) -> order.sorted(documents, context.held());
        }
        long wanted = whole(limit, "$limit", 1);
        return (documents, context) -> order.first(documents, wanted, context.held());
    }

    private static Stage count(Object argument, ExpressionCompiler expressions) {
        if (!(argument instanceof String name) || name.isEmpty() || name.equals("_id") || name.startsWith("$")
                || name.contains(".") || name.contains("\u0000")) {
            throw Refusal.invalid("the count field must be a non-empty string without '.' and '$'");
        }
        return (documents, context) -> {
            long count = documents.count();
            return count == 0 ? Stream.empty() : Stream.of(new Document(name, Numbers.whole(count, true)));
        };
    }

    private static Stage sortByCount(Object argument, ExpressionCompiler expressions) {
        if (argument instanceof Document document && (document.size() != 1
                || !document.keySet().iterator().next().startsWith("$"))
                || argument instanceof String text && !text.startsWith("$")
                || !(argument instanceof Document || argument instanceof String)) {
            throw Refusal.invalid("the sortByCount field must be defined as a $-prefixed path or an expression");
        }
        return GroupStage.of(new Document("_id", argument).append("count", new Document("$sum", 1)), expressions)
                .then(sort(new Document("count", -1), null));
    }

    private static Stage replaceRoot(Object argument, ExpressionCompiler expressions) {
        Document spec = object(argument, "$replaceRoot");
        if (!spec.keySet().equals(Set.of("newRoot"))) {
            throw Refusal.invalid("$replaceRoot takes newRoot alone");
        }
        return replaceWith(expressions.compile(spec.get("newRoot")));
    }

    private static Stage replaceWith(Expression root) {
        return (documents, context) -> documents.map(document -> {
            if (root.in(context.scope(document)) instanceof Document made) {
                return made;
            }
            throw Refusal.invalid("'newRoot' expression must evaluate to an object");
        });
    }

    private static Stage unionWith(Object argument, ExpressionCompiler expressions) {
        Document spec = argument instanceof Document document ? document : new Document("coll", argument);
        if (!(options(spec, "$unionWith", "coll", "pipeline").get("coll") instanceof String other)) {
            throw Refusal.invalid("$unionWith takes coll and pipeline");
        }
        AggregationPipeline pipeline = AggregationPipeline.of(
                list(spec.getOrDefault("pipeline", List.of()), "$unionWith"), ExpressionCompiler.with(List.of()));
        return (documents, context) -> Stream.concat(documents, pipeline.run(other, context));
    }

    static List<?> list(Object value, String stage) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Refusal.invalid("a pipeline of " + stage + " must be an array");
    }

    private static Stage facet(Object argument, ExpressionCompiler expressions) {
        Map<String, AggregationPipeline> facets = new LinkedHashMap<>();
        object(argument, "$facet").forEach((name, stages) -> {
            for (Object stage : list(stages, "$facet")) {
                if (stage instanceof Document inner && !Collections.disjoint(inner.keySet(), NOT_IN_FACET)) {
                    throw Refusal.invalid(inner.keySet() + " is not allowed to be used within a $facet stage");
                }
            }
            facets.put(FieldPath.requireField(name), AggregationPipeline.of((List<?>) stages, expressions));
        });
        if (facets.isEmpty()) {
            throw Refusal.invalid("the $facet specification must be a non-empty object");
        }
        return (documents, context) -> {
            List<Document> all = context.held().all(documents);
            Document made = new Document();
            facets.forEach((name, pipeline) -> made.put(name, context.held().all(pipeline.run(all.stream(), context))));
            return Stream.of(made);
        };
    }

    private static Stage sample(Object argument, ExpressionCompiler expressions) {
        Document spec = object(argument, "$sample");
        long size = whole(spec.get("size"), "$sample", 0);
        return (documents, context) -> {
            List<Document> chosen = new ArrayList<>();
            long[] seen = {0};
            documents.forEach(document -> {
                long place = ThreadLocalRandom.current().nextLong(++seen[0]);
                if (chosen.size() < size) {
                    context.held().add(Values.size(document));
                    chosen.add((int) place, document);
                } else if (place < size) {
                    chosen.set((int) place, document);
                }
            });
            return chosen.stream();
        };
    }

    private static Stage merge(Object argument, ExpressionCompiler expressions) {
        Document spec = argument instanceof Document document ? document : new Document("into", argument);
        if (!(spec.get("into") instanceof String)) {
            throw Refusal.unsupported("$merge into another database", "it stays in its own");
        }
        if (spec.containsKey("let") || spec.get("whenMatched") instanceof List || spec.containsKey("on")
                && !"_id".equals(spec.get("on")) && !List.of("_id").equals(spec.get("on"))) {
            throw Refusal.unsupported("$merge with a pipeline, or on other fields than _id", "it replaces by _id");
        }
        options(spec, "$merge", "into", "on", "whenMatched", "whenNotMatched");
        if ("keepExisting".equals(spec.get("whenMatched")) && "discard".equals(spec.get("whenNotMatched"))) {
            throw Refusal.invalid("$merge cannot keep what exists and discard the rest");
        }
        return (documents, context) -> {
            context.catalog().merge(spec, context.held().all(documents));
            return Stream.empty();
        };
    }
}
