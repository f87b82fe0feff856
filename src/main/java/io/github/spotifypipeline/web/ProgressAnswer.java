package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.schedule.SyncProgress;
import io.github.spotifypipeline.sync.Syncs;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code GET /api/progress} shows: the syncs that are under way. It is from memory, so it may be asked each second. */
public final class ProgressAnswer {

    private final Syncs syncs;

    public ProgressAnswer(Syncs syncs) {
        this.syncs = syncs;
    }

    /**
     * The syncs of this process.
     *
     * @return 200 with {@code {"running": [{"account_id", "endpoint", "started_at", "pages", "records", "expected"}]}},
     *     {@code expected} null where Spotify does not say how long the list is
     */
    public Answer show() {
        return ErrorAnswers.json(200, Map.of("running", syncs.progress().stream().map(ProgressAnswer::show).toList()));
    }

    private static Map<String, Object> show(SyncProgress run) {
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("account_id", run.accountId());
        shown.put("endpoint", run.endpointId());
        shown.put("started_at", run.startedAt().toString());
        shown.put("pages", run.pages());
        shown.put("records", run.records());
        shown.put("expected", run.expected());
        return shown;
    }
}
