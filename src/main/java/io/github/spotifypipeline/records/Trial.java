package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultExchange;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** What an endpoint would make of some items: nothing is stored, and no step of its route runs. */
public final class Trial {

    private static final JsonWriterSettings SHOWN = JsonWriterSettings.builder().outputMode(JsonMode.RELAXED)
            .indent(true)
            .build();

    private final CamelContext camel;
    private final RecordFactory records;

    public Trial(CamelContext camel, RecordFactory records) {
        this.camel = camel;
        this.records = records;
    }

    /**
     * What became of an item.
     *
     * @param record  the document as JSON in lines, without {@code raw}; null when there would be none
     * @param key     the natural key of what would be a dead letter; null when it has none
     * @param problem why it would be one; null when it would not
     */
    public record Result(String record, String key, String problem) {
    }

    /** One result an item, in their order; all of it is null where the transform leaves the item out. */
    public List<Result> of(SyncTask task, Page page) {
        Failures failures = new Failures();
        List<ObjectNode> made = records.byItem(new Tally(task), failures, page, new DefaultExchange(camel));
        List<Result> results = new ArrayList<>();
        for (int i = 0; i < made.size(); i++) {
            results.add(failures.problems.getOrDefault(page.items().get(i), result(made.get(i))));
        }
        return results;
    }

    private static Result result(ObjectNode record) {
        if (record == null) {
            return new Result(null, null, null);
        }
        record.remove("raw");
        return new Result(Bson.document(record).toJson(SHOWN), null, null);
    }

    /** Keeps why items have failed. */
    private static final class Failures implements ItemResults {

        private final Map<Item, Result> problems = new IdentityHashMap<>();

        @Override
        public void failed(Item item, String key, String reason) {
            problems.put(item, new Result(null, key, reason));
        }

        @Override
        public void stored(Page page) {
            throw new UnsupportedOperationException("A trial stores nothing.");
        }

        @Override
        public Batch batch(String collection, SyncTask task, ArrayNode page) {
            throw new UnsupportedOperationException("A trial stores nothing.");
        }
    }
}
