package io.github.spotifypipeline.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifypipeline.api.ApiException;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SyncRunTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final long TWO_HOURS = 7_200_000;

    private boolean stopping;

    private SyncRun run(String items, String cursor, Long position) {
        Endpoint endpoint = new Endpoint("an-endpoint", "/me/things", items, cursor, "played_at", TWO_HOURS,
                Schedule.every("20m"), List.of(), "things");
        return new SyncRun("anna", endpoint, new Cursors.State(position, null, null, null, 0, null, null), NOW,
                () -> stopping);
    }

    private static JsonNode page(int items, String next) throws IOException {
        return new ObjectMapper().readTree("{\"items\":" + Collections.nCopies(items, "{\"a\":1}") + ",\"next\":"
                + (next == null ? "null" : '"' + next + '"') + "}");
    }

    @Test
    void beginsWithFiftyAPage() {
        assertThat(run("items", "none", null).takeNextUrl()).isEqualTo("/me/things?limit=50");
        assertThat(run("items", "after", null).takeNextUrl()).isEqualTo("/me/things?limit=50");
    }

    @Test
    void asksFromTheNewestRecordMinusTheOverlap() {
        assertThat(run("items", "after", 1_700_000_000_000L).takeNextUrl())
                .isEqualTo("/me/things?limit=50&after=" + (1_700_000_000_000L - TWO_HOURS));
    }

    @Test
    void followsNextUntilThereIsNone() throws IOException {
        SyncRun run = run("items", "none", null);

        run.received(page(50, "https://api/2"));
        assertThat(run.isMorePages()).isTrue();
        assertThat(run.takeNextUrl()).isEqualTo("https://api/2");

        run.received(page(3, null));
        assertThat(run.isMorePages()).isFalse();
        assertThat(run.isStopped()).isFalse();
    }

    @Test
    void findsNextBesideTheItemsWhereverTheyAre() throws IOException {
        SyncRun run = run("artists.items", "none", null);

        List<JsonNode> items = run.received(new ObjectMapper().readTree(
                "{\"artists\":{\"items\":[{\"id\":1}],\"next\":\"https://api/after\"},\"next\":\"https://wrong\"}"));

        assertThat(items).hasSize(1);
        assertThat(run.takeNextUrl()).isEqualTo("https://api/after");
    }

    @Test
    void anEmptyPageIsTheLast() throws IOException {
        SyncRun run = run("items", "none", null);

        run.received(page(0, "https://api/2"));

        assertThat(run.isMorePages()).isFalse();
    }

    @Test
    void savesTheCallForWhatCannotHaveBeenPlayedYet() throws IOException {
        SyncRun forward = run("items", "after", 1L);
        forward.received(page(49, "https://api/x?after=9&limit=50"));
        assertThat(forward.isMorePages()).isFalse();

        SyncRun full = run("items", "after", 1L);
        full.received(page(50, "https://api/x?after=9&limit=50"));
        assertThat(full.isMorePages()).isTrue();

        SyncRun back = run("items", "after", null);
        back.received(page(49, "https://api/x?before=9&limit=50"));
        assertThat(back.isMorePages()).isTrue();
    }

    @Test
    void leavesOutAndCountsEmptyEntries() throws IOException {
        SyncRun run = run("items", "none", null);

        List<JsonNode> items = run.received(new ObjectMapper().readTree("{\"items\":[null,{\"a\":1},null]}"));

        assertThat(items).hasSize(1);
        assertThat(run.empty()).isEqualTo(2);
    }

    @Test
    void refusesAnAnswerWithoutItemsButNotOneWithoutContent() throws IOException {
        SyncRun run = run("items", "none", null);
        JsonNode noItems = new ObjectMapper().readTree("{\"items\":{\"a\":1}}");

        assertThatThrownBy(() -> run.received(noItems)).isInstanceOf(ApiException.class).hasMessageContaining("items");
        assertThat(run.received(NullNode.getInstance())).isEmpty();
    }

    @Test
    void breaksOffWhenPagesLeadInACircle() throws IOException {
        SyncRun run = run("items", "none", null);
        run.takeNextUrl();
        run.received(page(50, "https://api/2"));
        run.takeNextUrl();
        run.received(page(50, "https://api/2"));

        assertThatThrownBy(run::takeNextUrl).isInstanceOf(ApiException.class).hasMessageContaining("circle");
    }

    @Test
    void breaksOffWhenPagesNeverEnd() {
        SyncRun run = run("items", "none", null);

        assertThatThrownBy(() -> {
            for (int i = 0; i <= SyncRun.PAGE_CAP; i++) {
                run.takeNextUrl();
                run.received(page(50, "https://api/" + i));
            }
        }).isInstanceOf(ApiException.class);
    }

    @Test
    void beginsNoFurtherPageWhileTheProcessStops() throws IOException {
        SyncRun run = run("items", "none", null);
        run.received(page(50, "https://api/2"));

        stopping = true;

        assertThat(run.isMorePages()).isFalse();
        assertThat(run.isStopped()).isTrue();
    }

    @Test
    void remembersTheNewestTimeButNoneInTheFuture() {
        SyncRun run = run("items", "after", 5L);

        run.read(Instant.ofEpochMilli(3), NOW);
        assertThat(run.newest()).isEqualTo(5L);

        run.read(NOW.plusSeconds(3600), NOW);
        assertThat(run.newest()).isEqualTo(NOW.toEpochMilli());

        run.read(null, NOW);
        assertThat(run.read()).isEqualTo(3);
    }
}
