package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.imports.flow.Imports;
import io.github.spotifypipeline.schedule.SyncSchedule;

/** {@code GET /api/progress}: what is under way. It is read from memory, so it may be asked each second. */
public final class ProgressAnswer {

    private final SyncSchedule syncs;
    private final Imports imports;

    public ProgressAnswer(SyncSchedule syncs, Imports imports) {
        this.syncs = syncs;
        this.imports = imports;
    }

    /** @return 200 with the {@link Progress} of the syncs and imports of this process */
    public Answer show() {
        return Answer.json(200, new Progress(syncs.progress().stream().map(run -> new Progress.Running(run.accountId(),
                run.endpointId(), run.startedAt(), run.pages(), run.records(), run.expected())).toList(),
                imports.progress()));
    }
}
