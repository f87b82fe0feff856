package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.reading.StoredPage;
import io.github.spotifypipeline.sync.StoredRun;
import io.github.spotifypipeline.sync.Syncs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;

/** What an endpoint would make of some items: nothing is stored, and no step of its route runs. */
public final class Trial {

    private static final JsonWriterSettings SHOWN = JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).indent(true)
            .build();

    private final CamelContext camel;
    private final Syncs syncs;
    private final RecordFactory records;

    public Trial(CamelContext camel, Syncs syncs, RecordFactory records) {
        this.camel = camel;
        this.syncs = syncs;
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
    public List<Result> of(Endpoint endpoint, String accountId, StoredPage page) {
        Failures failures = new Failures();
        List<Result> results = new ArrayList<>();
        syncs.runStored(accountId, endpoint, new StoredRun.Work(List.of(page).iterator(), failures, false), run -> {
            Exchange exchange = new DefaultExchange(camel);
            exchange.setVariable("spotifySync", run);
            Map<Integer, ObjectNode> made = records.byItem(run, failures, run.takePage(), exchange);
            for (int i = 0; i < page.items().size(); i++) {
                results.add(failures.problems.getOrDefault(i, result(made.get(i))));
            }
        });
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

        private final Map<Integer, Result> problems = new TreeMap<>();

        @Override
        public List<JsonNode> untried(List<JsonNode> entries) {
            return entries;
        }

        @Override
        public void failed(int index, String key, String reason) {
            problems.put(index, new Result(null, key, reason));
        }

        @Override
        public void stored() {
            // nothing is
        }
    }
}
