package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.schedule.SyncSchedule;

/** {@code GET /api/progress}: the syncs that are under way. It is read from memory, so it may be asked each second. */
public final class ProgressAnswer {

    private final SyncSchedule syncs;

    public ProgressAnswer(SyncSchedule syncs) {
        this.syncs = syncs;
    }

    /** @return 200 with the {@link Progress} of the syncs of this process */
    public Answer show() {
        return Answer.json(200, new Progress(syncs.progress().stream().map(run -> new Progress.Running(run.accountId(),
                run.endpointId(), run.startedAt(), run.pages(), run.records(), run.expected())).toList()));
    }
}
