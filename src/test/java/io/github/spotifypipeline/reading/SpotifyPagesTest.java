package io.github.spotifypipeline.reading;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SpotifyPagesTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private static Endpoint endpoint(Mode mode, String cursorField) {
        return new Endpoint("an-endpoint", list("/me/things"), new Endpoint.Paging(50, 0, cursorField, 0), null, DAILY,
                new Endpoint.Storage("things", mode, "1"), NO_EXPRESSIONS);
    }

    @Test
    void leavesOutAndCountsEntriesThatAreEmptyOrWrapNothing() throws IOException {
        SyncTask task = new SyncTask("anna", endpoint(Mode.MIRROR, null), CursorState.NONE, NOW, "2026-11-22",
                () -> false);
        Tally tally = new Tally(task);
        SourceList list = SourceList.single(ListIdentity.of("anna:", null), "/me/things", ListCompleteness.NONE, null);
        SpotifyPages pages = new SpotifyPages(tally, () -> new SpotifyPages.Plan(List.of(list).iterator(), null), null,
                new StopSignals(() -> false), 0, StoredItems.UNKNOWN);

        Page page = pages.received(pages.next(), SentJson.read("""
                {"items": [null, {"added_at": "a", "item": null}, {"added_at": "a", "track": null},
                  {"added_at": "a", "track": null, "item": {"uri": "b"}}, {"uri": "c", "track": null}, {"a": 1},
                  {"added_at": "a", "is_local": false, "added_by": {"uri": "u"}, "video_thumbnail": {"url": null}},
                  {"added_at": null, "track": "t"}, {"added_at": "a", "id": "d"},
                  {"added_at": "a", "chapter": {"id": "e"}}]}""".getBytes(StandardCharsets.UTF_8)));

        assertThat(page.items()).extracting(Item::position).containsExactly(3L, 4L, 5L, 8L, 9L);
        assertThat(tally.get(Count.EMPTY)).isEqualTo(5);
    }

    @Test
    void asksForNothingWhereThereIsNoList() {
        SyncTask task = new SyncTask("anna", endpoint(Mode.MIRROR, null), CursorState.NONE, NOW, "2026-11-22",
                () -> false);
        SpotifyPages pages = new SpotifyPages(new Tally(task), () -> new SpotifyPages.Plan(Collections.emptyIterator(),
                null), null, new StopSignals(() -> false), 4, StoredItems.UNKNOWN);

        assertThat(pages.meanwhile()).isNull();
        assertThat(pages.next()).isNull();
        assertThat(pages.meanwhile()).isNull();
    }

    @Test
    void remembersTheNewestTimeButNoneInTheFuture() {
        EventTimes times = new EventTimes(endpoint(Mode.APPEND, "played_at"), 5L);

        times.saw(Instant.ofEpochMilli(3), NOW);
        assertThat(times.newest()).isEqualTo(5L);

        times.saw(NOW.plusSeconds(3600), NOW);
        assertThat(times.newest()).isEqualTo(5L);

        times.saw(NOW, NOW);
        assertThat(times.newest()).isEqualTo(NOW.toEpochMilli());
    }
}
