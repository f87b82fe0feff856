package io.github.spotifypipeline.web;

import io.github.spotifypipeline.sync.RunProgress;
import io.github.spotifypipeline.sync.Syncs;
import java.util.LinkedHashMap;
import java.util.Map;

/** What {@code GET /api/progress} shows: the syncs that are under way. It asks memory only, so it may be asked each second. */
public final class Progress {

    private final Syncs syncs;

    public Progress(Syncs syncs) {
        this.syncs = syncs;
    }

    /**
     * The syncs of this process.
     *
     * @return 200 with {@code {"running": [{"account_id", "endpoint", "started_at", "pages", "records", "expected"}]}},
     *     {@code expected} null where Spotify does not say how long the list is
     */
    public Answer show() {
        return Answers.json(200, Map.of("running", syncs.progress().stream().map(Progress::show).toList()));
    }

    private static Map<String, Object> show(RunProgress run) {
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
