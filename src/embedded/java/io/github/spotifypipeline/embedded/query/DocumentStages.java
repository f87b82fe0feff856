package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.AggregationPipeline.Context;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Stages of an aggregation that run over documents at hand, without a collection. */
public final class DocumentStages {

    private final AggregationPipeline pipeline;

    private DocumentStages(AggregationPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /**
     * Reads stages, which must not ask for another collection.
     *
     * @throws de.bwaldvogel.mongo.exception.MongoServerError if they are none, or have what is not known here
     */
    public static DocumentStages of(List<Document> stages) {
        return new DocumentStages(AggregationPipeline.of(stages, ExpressionCompiler.with(List.of())));
    }

    /** What they make of documents, one by one. For stages that hold none of them in memory. */
    public Stream<Document> each(Stream<Document> documents) {
        return pipeline.run(documents, new Context(null, Map.of(), new HeldMemory("a chart")));
    }

    /** What they make of documents, all of it. */
    public List<Document> all(Stream<Document> documents) {
        try (HeldMemory held = new HeldMemory("a chart")) {
            return pipeline.run(documents, new Context(null, Map.of(), held)).toList();
        }
    }

    /** The order of values of any types. */
    public static int compare(Object one, Object other) {
        return Values.compare(one, other);
    }
}
