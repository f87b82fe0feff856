package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Pipeline.Stage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/** The stages that an aggregation may have; each was compared with a MongoDB 6.0. */
final class Stages {

    private interface Maker {
        Stage make(Object argument, Expressions expressions);
    }

    private static final Map<String, Maker> STAGES = new HashMap<>();

    static {
        STAGES.put("$match", Stages::match);
        STAGES.put("$project", Stages::project);
        STAGES.put("$addFields", Stages::addFields);
        STAGES.put("$set", Stages::addFields);
        STAGES.put("$unset", Stages::unset);
        STAGES.put("$group", GroupStage::of);
        STAGES.put("$sort", (argument, expressions) -> sort(argument, null));
        STAGES.put("$limit", (argument, expressions) -> {
            long limit = whole(argument, "$limit", 1);
            return (documents, context) -> documents.limit(limit);
        });
        STAGES.put("$skip", (argument, expressions) -> {
            long skip = whole(argument, "$skip", 0);
            return (documents, context) -> documents.skip(skip);
        });
        STAGES.put("$count", Stages::count);
        STAGES.put("$sortByCount", Stages::sortByCount);
        STAGES.put("$unwind", Stages::unwind);
        STAGES.put("$replaceRoot", Stages::replaceRoot);
        STAGES.put("$replaceWith", (argument, expressions) -> replaceWith(expressions.compile(argument)));
        STAGES.put("$lookup", LookupStage::of);
        STAGES.put("$unionWith", Stages::unionWith);
        STAGES.put("$facet", Stages::facet);
        STAGES.put("$bucket", Stages::bucket);
        STAGES.put("$sample", Stages::sample);
        STAGES.put("$merge", Stages::merge);
        STAGES.put("$collStats", (argument, expressions) -> null);
        STAGES.put("$indexStats", (argument, expressions) -> null);
    }

    private Stages() {
    }

    static Set<String> names() {
        return STAGES.keySet();
    }

    static Stage of(String name, Object argument, Expressions expressions) {
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

    private static long whole(Object argument, String stage, long least) {
        if (!(argument instanceof Number number) || number.doubleValue() != number.longValue()
                || number.longValue() < least) {
            throw Refusal.invalid("invalid argument to " + stage + " stage: it takes a whole number from " + least);
        }
        return number.longValue();
    }

    private static Stage match(Object argument, Expressions expressions) {
        BiPredicate<Document, Scope> filter = Filter.all(object(argument, "$match"), expressions);
        return (documents, context) ->
                documents.filter(document -> filter.test(document, context.scope(document)));
    }

    private static Stage project(Object argument, Expressions expressions) {
        Projection projection = Projection.project(object(argument, "$project"), expressions);
        return (documents, context) ->
                documents.map(document -> projection.apply(document, context.scope(document)));
    }

    private static Stage addFields(Object argument, Expressions expressions) {
        Projection projection = Projection.addFields(object(argument, "$addFields"), expressions);
        return (documents, context) ->
                documents.map(document -> projection.apply(document, context.scope(document)));
    }

    private static Stage unset(Object argument, Expressions expressions) {
        Document excluded = new Document();
        for (Object field : argument instanceof Collection<?> list ? list : List.of(argument)) {
            if (!(field instanceof String name)) {
                throw Refusal.invalid("$unset specification must be a string or an array of strings");
            }
            if (excluded.put(name, 0) != null) {
                throw Refusal.invalid("Path collision at " + name);
            }
        }
        return project(excluded, expressions);
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

    private static Stage count(Object argument, Expressions expressions) {
        if (!(argument instanceof String name) || name.isEmpty() || name.equals("_id") || name.startsWith("$")
                || name.contains(".")
                || name.contains("\u0000")) {
            throw Refusal.invalid("the count field must be a non-empty string without '.' and '$'");
        }
        return (documents, context) -> {
            long count = documents.count();
            return count == 0 ? Stream.empty() : Stream.of(new Document(name, Numbers.whole(count, true)));
        };
    }

    private static Stage sortByCount(Object argument, Expressions expressions) {
        if (argument instanceof Document document && (document.size() != 1
                || !document.keySet().iterator().next().startsWith("$"))
                || argument instanceof String text && !text.startsWith("$")
                || !(argument instanceof Document || argument instanceof String)) {
            throw Refusal.invalid("the sortByCount field must be defined as a $-prefixed path or an expression");
        }
        Stage group = GroupStage.of(new Document("_id", argument).append("count", new Document("$sum", 1)),
                expressions);
        Stage sort = sort(new Document("count", -1), null);
        return (documents, context) -> sort.apply(group.apply(documents, context), context);
    }

    private static Stage unwind(Object argument, Expressions expressions) {
        Document spec = argument instanceof Document document ? document : new Document("path", argument);
        if (!(spec.get("path") instanceof String path) || !path.startsWith("$") || path.startsWith("$$")) {
            throw Refusal.invalid("the path option to $unwind must be a path that starts with '$'");
        }
        if (!Set.of("path", "includeArrayIndex", "preserveNullAndEmptyArrays").containsAll(spec.keySet())) {
            throw Refusal.invalid("unrecognized option to $unwind stage: " + spec.keySet());
        }
        String[] fields = Paths.split(path.substring(1));
        Object index = spec.get("includeArrayIndex");
        if (index instanceof String name && (name.contains(".") || name.startsWith("$") || name.isEmpty())) {
            throw Refusal.unsupported("includeArrayIndex: '" + name + "'", "it takes a field at the top");
        }
        boolean keep = Boolean.TRUE.equals(spec.get("preserveNullAndEmptyArrays"));
        return (documents, context) -> documents.flatMap(document -> {
            Object value = nested(document, fields);
            if (value instanceof List<?> list && !list.isEmpty()) {
                List<Document> made = new ArrayList<>(list.size());
                for (int i = 0; i < list.size(); i++) {
                    made.add(with(document, fields, list.get(i), index, (long) i));
                }
                return made.stream();
            }
            boolean isEmpty = value instanceof List;
            if (isEmpty || Values.isNullish(value)) {
                return keep ? Stream.of(with(document, fields, isEmpty ? Values.MISSING : value, index, null))
                        : Stream.empty();
            }
            return Stream.of(with(document, fields, value, index, null));
        });
    }

    /** Through documents only; a list on the way ends the path. */
    private static Object nested(Document document, String[] fields) {
        Object here = document;
        for (String field : fields) {
            if (!(here instanceof Document inner)) {
                return Values.MISSING;
            }
            here = inner.getOrDefault(field, Values.MISSING);
        }
        return here;
    }

    private static Document with(Document document, String[] fields, Object value, Object index, Long place) {
        Document made = put(document, fields, 0, value);
        if (index instanceof String name) {
            made.put(name, place);
        }
        return made;
    }

    /** A copy with a value behind a path; what is no document on the way is replaced. */
    static Document put(Object given, String[] fields, int at, Object value) {
        Document made = given instanceof Document document ? Values.copy(document) : new Document();
        if (at < fields.length - 1) {
            if (Values.isMissing(value) && !(made.get(fields[at]) instanceof Document)) {
                return made;
            }
            made.put(fields[at], put(made.get(fields[at]), fields, at + 1, value));
        } else if (Values.isMissing(value)) {
            made.remove(fields[at]);
        } else {
            made.put(fields[at], value);
        }
        return made;
    }

    private static Stage replaceRoot(Object argument, Expressions expressions) {
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

    private static Stage unionWith(Object argument, Expressions expressions) {
        Document spec = argument instanceof Document document ? document : new Document("coll", argument);
        if (!(spec.get("coll") instanceof String other) || !Set.of("coll", "pipeline").containsAll(spec.keySet())) {
            throw Refusal.invalid("$unionWith takes coll and pipeline");
        }
        Pipeline pipeline = Pipeline.of(list(spec.getOrDefault("pipeline", List.of()), "$unionWith"),
                Expressions.with(List.of()));
        return (documents, context) -> Stream.concat(documents, pipeline.run(other, context));
    }

    static List<?> list(Object value, String stage) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw Refusal.invalid("a pipeline of " + stage + " must be an array");
    }

    private static Stage facet(Object argument, Expressions expressions) {
        Map<String, Pipeline> facets = new LinkedHashMap<>();
        object(argument, "$facet").forEach((name, stages) -> {
            list(stages, "$facet").forEach(stage -> {
                for (String inner : stage instanceof Document document ? document.keySet() : Set.<String>of()) {
                    if (Set.of("$facet", "$merge", "$out", "$collStats", "$indexStats").contains(inner)) {
                        throw Refusal.invalid(inner + " is not allowed to be used within a $facet stage");
                    }
                }
            });
            facets.put(Paths.requireField(name), Pipeline.of((List<?>) stages, expressions));
        });
        if (facets.isEmpty()) {
            throw Refusal.invalid("the $facet specification must be a non-empty object");
        }
        return (documents, context) -> {
            List<Document> all = held(documents, context);
            Document made = new Document();
            facets.forEach((name, pipeline) -> made.put(name, held(pipeline.run(all.stream(), context), context)));
            return Stream.of(made);
        };
    }

    static List<Document> held(Stream<Document> documents, Pipeline.Context context) {
        List<Document> all = new ArrayList<>();
        documents.forEach(document -> {
            context.held().add(Values.size(document));
            all.add(document);
        });
        return all;
    }

    private static Stage bucket(Object argument, Expressions expressions) {
        Document spec = object(argument, "$bucket");
        if (!Set.of("groupBy", "boundaries", "default", "output").containsAll(spec.keySet())
                || !spec.containsKey("groupBy") || !(spec.get("boundaries") instanceof List<?> boundaries)
                || boundaries.size() < 2) {
            throw Refusal.invalid("$bucket requires 'groupBy' and at least two 'boundaries'");
        }
        for (int i = 0; i < boundaries.size(); i++) {
            Object boundary = boundaries.get(i);
            if (boundary instanceof Document || boundary instanceof String text && text.startsWith("$")) {
                throw Refusal.unsupported("a boundary of $bucket that is no constant", "it takes constants");
            }
            if (i > 0 && (Values.rank(boundaries.get(i - 1)) != Values.rank(boundary)
                    || Values.compare(boundaries.get(i - 1), boundary) >= 0)) {
                throw Refusal.invalid("The 'boundaries' of $bucket must be sorted and of one type");
            }
        }
        boolean hasDefault = spec.containsKey("default");
        Object other = spec.get("default");
        if (other instanceof Document || other instanceof String text && text.startsWith("$")) {
            throw Refusal.unsupported("a default of $bucket that is no constant", "it takes constants");
        }
        if (hasDefault && Values.compare(other, boundaries.get(0)) >= 0
                && Values.compare(other, boundaries.get(boundaries.size() - 1)) < 0) {
            throw Refusal.invalid("The 'default' of $bucket must be less than the lowest boundary, or at least the"
                    + " highest");
        }
        Object groupBy = spec.get("groupBy");
        if (!(groupBy instanceof String text && text.startsWith("$")) && !(groupBy instanceof Document)) {
            throw Refusal.invalid("'groupBy' of $bucket must be a $-prefixed path or an expression");
        }
        Expression value = expressions.compile(groupBy);
        Expression bucket = scope -> {
            Object found = value.in(scope);
            for (int i = boundaries.size() - 1; i > 0; i--) {
                if (Values.compare(found, boundaries.get(i)) < 0 && Values.compare(found, boundaries.get(i - 1)) >= 0) {
                    return boundaries.get(i - 1);
                }
            }
            if (!hasDefault) {
                throw Refusal.invalid("$bucket could not find a matching branch for an input, and no default was"
                        + " specified");
            }
            return other;
        };
        Document output = (Document) spec.getOrDefault("output", new Document("count", new Document("$sum", 1)));
        Stage group = GroupStage.of(bucket, output, expressions);
        Stage sort = sort(new Document("_id", 1), null);
        return (documents, context) -> sort.apply(group.apply(documents, context), context);
    }

    private static Stage sample(Object argument, Expressions expressions) {
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

    private static Stage merge(Object argument, Expressions expressions) {
        Document spec = argument instanceof Document document ? document : new Document("into", argument);
        if (!(spec.get("into") instanceof String)) {
            throw Refusal.unsupported("$merge into another database", "it stays in its own");
        }
        if (spec.containsKey("let") || spec.get("whenMatched") instanceof List || spec.containsKey("on")
                && !"_id".equals(spec.get("on")) && !List.of("_id").equals(spec.get("on"))) {
            throw Refusal.unsupported("$merge with a pipeline, or on other fields than _id", "it replaces by _id");
        }
        if (!Set.of("into", "on", "whenMatched", "whenNotMatched").containsAll(spec.keySet())) {
            throw Refusal.invalid("$merge has an unknown option: " + spec.keySet());
        }
        if ("keepExisting".equals(spec.get("whenMatched")) && "discard".equals(spec.get("whenNotMatched"))) {
            throw Refusal.invalid("$merge cannot keep what exists and discard the rest");
        }
        return (documents, context) -> {
            context.catalog().merge(spec, held(documents, context));
            return Stream.empty();
        };
    }
}
