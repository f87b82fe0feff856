package io.github.spotifypipeline.sync;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.SourceList;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SyncRunTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static SyncRun run(Mode mode, Long position) {
        Endpoint endpoint = new Endpoint("an-endpoint", list("/me/things"),
                new Endpoint.Paging(50, 0, "played_at", 0), null, DAILY, new Endpoint.Storage("things", mode, "1"),
                NO_EXPRESSIONS);
        CursorState before = CursorState.NONE.afterSuccess(NOW, null, null,
                new CursorState.Found(position, null, ListCompleteness.NONE, true, Set.of(), 0));
        SyncTask task = new SyncTask("anna", endpoint, before, NOW, "2026-11-22", () -> false);
        SyncRun run = new SyncRun(task, new Tally(task));
        run.plan(List.of(SourceList.single("anna:", "/me/things", null, ListCompleteness.NONE, null)));
        run.nextSlice();
        return run;
    }

    @Test
    void leavesOutAndCountsEntriesThatAreEmptyOrWrapNothing() throws IOException {
        SyncRun run = run(Mode.MIRROR, null);

        List<JsonNode> items = run.received(new ObjectMapper().readTree("""
                {"items": [null, {"added_at": "a", "item": null}, {"added_at": "a", "track": null},
                  {"added_at": "a", "track": null, "item": {"uri": "b"}}, {"uri": "c", "track": null}, {"a": 1},
                  {"added_at": "a", "is_local": false, "added_by": {"uri": "u"}, "video_thumbnail": {"url": null}},
                  {"added_at": null, "track": "t"}, {"added_at": "a", "id": "d"}, {"added_at": "a", "chapter": {"id": "e"}}]}"""));

        assertThat(items).hasSize(5);
        assertThat(run.position(0)).isEqualTo(3);
        assertThat(run.position(2)).isEqualTo(5);
        assertThat(run.position(3)).isEqualTo(8);
        assertThat(run.empty()).isEqualTo(5);
    }

    @Test
    void remembersTheNewestTimeButNoneInTheFuture() {
        SyncRun run = run(Mode.APPEND, 5L);

        run.read("anna:1", Instant.ofEpochMilli(3), NOW);
        assertThat(run.newest()).isEqualTo(5L);

        run.read("anna:2", NOW.plusSeconds(3600), NOW);
        assertThat(run.newest()).isEqualTo(5L);

        run.read("anna:3", NOW, NOW);
        assertThat(run.newest()).isEqualTo(NOW.toEpochMilli());

        run.read("anna:4", null, NOW);
        assertThat(run.read()).isEqualTo(4);
    }
}
