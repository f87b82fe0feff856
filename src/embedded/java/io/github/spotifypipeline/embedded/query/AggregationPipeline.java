package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.IdRange;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The stages of an aggregation. Documents pass one by one; a stage holds in memory only what it must. */
final class AggregationPipeline {

    /** One stage at work. */
    interface Stage {
        Stream<Document> apply(Stream<Document> documents, Context context);

        default Stage then(Stage next) {
            return (documents, context) -> next.apply(apply(documents, context), context);
        }
    }

    /**
     * What the stages of one command share.
     *
     * @param variables those of let and of outer aggregations, and NOW
     */
    record Context(Catalog catalog, Map<String, Object> variables, HeldMemory held) {

        Variables scope(Document document) {
            return Variables.of(document, variables);
        }
    }

    private static final Set<String> ONLY_FIRST = Set.of("$collStats", "$indexStats");

    private final List<Stage> stages = new ArrayList<>();
    private Document match = new Document();

    private AggregationPipeline() {
    }

    /** @throws de.bwaldvogel.mongo.exception.MongoServerError if it is none, or has what is not known here */
    static AggregationPipeline of(List<?> specs, ExpressionCompiler expressions) {
        AggregationPipeline pipeline = new AggregationPipeline();
        for (int i = 0; i < specs.size(); i++) {
            if (!(specs.get(i) instanceof Document spec) || spec.size() != 1) {
                throw Refusal.invalid("A pipeline stage specification object must contain exactly one field.");
            }
            String name = spec.keySet().iterator().next();
            Object argument = spec.get(name);
            if (i > 0 && ONLY_FIRST.contains(name)) {
                throw Refusal.invalid(name + " is only valid as the first stage in a pipeline");
            }
            if (i == 0 && name.equals("$match") && argument instanceof Document query) {
                pipeline.match = query;
            }
            if (name.equals("$merge") && i < specs.size() - 1) {
                throw Refusal.invalid("$merge can only be the final stage in the pipeline");
            }
            Object next = i + 1 < specs.size() && specs.get(i + 1) instanceof Document following
                    ? following.get("$limit") : null;
            // a sort before a limit holds no more documents than the limit
            pipeline.stages.add(name.equals("$sort") && next != null ? StageTable.sort(argument, next)
                    : StageTable.of(name, argument, expressions));
        }
        return pipeline;
    }

    /** The names of the stages, for the documentation. */
    static Set<String> names() {
        return new TreeSet<>(StageTable.names());
    }

    /** What it makes of a collection. */
    Stream<Document> run(String collection, Context context) {
        Catalog.Source source = context.catalog.collection(collection);
        Iterator<Document> found = source.lookUp(match);
        return run(stream(found == null ? source.scan(IdRange.of(match), false) : found), context);
    }

    /** What it makes of documents. */
    Stream<Document> run(Stream<Document> documents, Context context) {
        Stream<Document> result = documents;
        for (Stage stage : stages) {
            result = stage.apply(result, context);
        }
        return result;
    }

    static Stream<Document> stream(Iterator<Document> documents) {
        return StreamSupport.stream(Spliterators.spliteratorUnknownSize(documents, Spliterator.ORDERED), false);
    }
}
