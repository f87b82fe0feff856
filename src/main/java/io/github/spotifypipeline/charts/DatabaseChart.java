package io.github.spotifypipeline.charts;

import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;

/** A chart that is one aggregation of all that is asked for. */
record DatabaseChart(ChartDefinition.Question question) implements ChartSource {

    /** More rows than anybody looks at, few enough to be held. */
    static final int MOST_ROWS = 100_000;

    @Override
    public List<ChartQuery> queries(Database database, Selection selection, int most) {
        String collection = question.collections().get(0);
        List<Document> stages = new ArrayList<>(Stages.behind(selection.documents(collection, question.time()),
                question.stages()));
        stages.add(new Document("$limit", most == 0 ? MOST_ROWS : most));
        return List.of(new ChartQuery.Aggregation(collection, stages));
    }
}
