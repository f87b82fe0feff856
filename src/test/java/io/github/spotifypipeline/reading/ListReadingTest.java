package io.github.spotifypipeline.reading;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListReadingTest {

    private static ListReading sweep(String changeToken, String token, long usual) {
        Endpoint.Parent parent = changeToken == null ? null : new Endpoint.Parent("parents", changeToken, "/parents/{id}");
        Endpoint endpoint = new Endpoint("things", list("/me/things"), new Endpoint.Paging(50, 0, null, 0), parent,
                DAILY, new Endpoint.Storage("things", Mode.MIRROR, "1"), NO_EXPRESSIONS);
        return new ListReading(endpoint, new SourceList("anna:", "/me/things", null, null, parent == null ? null : "anna:p", token,
                false, false, ParentReads.State.NONE.with(new ListCompleteness(usual, usual, 0)), null), null);
    }

    private static JsonNode page(int total, String next, String... ids) throws IOException {
        return new ObjectMapper().readTree("{\"total\":%d,\"next\":%s,\"items\":[%s]}".formatted(total,
                next == null ? "null" : '"' + next + '"',
                String.join(",", List.of(ids).stream().map(id -> "{\"uri\":\"" + id + "\"}").toList())));
    }

    private static void receive(ListReading sweep, JsonNode page) {
        sweep.take();
        sweep.received(page).forEach(item -> sweep.saw("anna:" + item.raw().path("uri").asText()));
    }

    @Test
    void isWholeWhenItShowedAllThatItCounts() throws IOException {
        ListReading sweep = sweep(null, null, 0);
        receive(sweep, page(3, "https://api/2", "a", "b"));
        receive(sweep, page(3, null, "c"));

        assertThat(sweep.isMore()).isFalse();
        assertThat(sweep.isTorn()).isFalse();
        assertThat(sweep.isWhole()).isTrue();
        assertThat(sweep.hasSeen("anna:c")).isTrue();
        assertThat(sweep.hasSeen("anna:d")).isFalse();
    }

    @Test
    void isTornWhenItsTotalMoves() throws IOException {
        ListReading sweep = sweep(null, null, 0);
        receive(sweep, page(3, "https://api/2", "a", "b"));
        receive(sweep, page(4, null, "c", "d"));

        assertThat(sweep.isTorn()).isTrue();
    }

    @Test
    void isNotWholeWhenAnEntryCameTwiceOrOneIsMissingUnlessThatIsUsual() throws IOException {
        for (long usual : List.of(0L, 1L)) {
            ListReading twice = sweep(null, null, usual);
            receive(twice, page(3, "https://api/2", "a", "b"));
            receive(twice, page(3, null, "b"));
            ListReading missing = sweep(null, null, usual);
            receive(missing, page(3, null, "a", "b"));

            assertThat(twice.isWhole()).isEqualTo(usual == 1);
            assertThat(missing.isWhole()).isEqualTo(usual == 1);
            assertThat(twice.discrepancy()).isEqualTo(1);
            assertThat(missing.discrepancy()).isEqualTo(1);
        }
    }

    @Test
    void isNotWholeWhenItDoesNotCountItselfOrShowsEmptyEntries() throws IOException {
        ListReading cut = sweep(null, null, 0);
        receive(cut, new ObjectMapper().readTree("{\"items\":[],\"next\":null}"));
        ListReading empty = sweep(null, null, 0);
        receive(empty, page(1, null, "a"));
        empty.sawEmpty(1);

        assertThat(cut.isWhole()).isFalse();
        assertThat(empty.isWhole()).isFalse();
    }

    @Test
    void aDiscrepancyBecomesUsualWhenItStaysAndNothingIsMissingOrItIsSmall() {
        ListCompleteness none = ListCompleteness.NONE;

        assertThat(none.after(50, 50, 0, 50, true)).isEqualTo(new ListCompleteness(0, 50, 0));
        assertThat(none.after(50, 50, 0, 50, true).after(50, 50, 0, 50, true)).isEqualTo(new ListCompleteness(50, 50, 0));
        assertThat(none.after(1, 1, 0, 2, false)).isEqualTo(new ListCompleteness(0, 1, 0));
        assertThat(none.after(1, 1, 0, 2, false).after(1, 1, 0, 2, false)).isEqualTo(new ListCompleteness(1, 1, 0));
        assertThat(none.after(50, 50, 0, 50, false).after(50, 50, 0, 50, false)).isEqualTo(new ListCompleteness(0, 50, 0));
    }

    @Test
    void whatIsOnlyShownTwiceIsUsualAtOnceAndWhatShowsNothingNever() {
        assertThat(ListCompleteness.NONE.after(1, 0, 0, 4, true)).isEqualTo(new ListCompleteness(1, 1, 0));
        assertThat(new ListCompleteness(0, 1, 0).after(1, 1, 0, 0, true)).isEqualTo(new ListCompleteness(0, 1, 0));
    }

    @Test
    void emptyEntriesAreUsualFromTheNextReadingOnHoweverManyAndApartFromTheRest() {
        ListCompleteness half = ListCompleteness.NONE.after(0, 0, 50, 100, false);

        assertThat(ListCompleteness.NONE.covers(0, 1)).isFalse();
        assertThat(half).isEqualTo(new ListCompleteness(0, 0, 50));
        assertThat(half.covers(0, 50)).isTrue();
        assertThat(half.covers(0, 51)).isFalse();
        assertThat(half.covers(1, 50)).isFalse();
    }

    @Test
    void asksForTheFirstOfSeveralPagesAgainOnce() throws IOException {
        ListReading one = sweep(null, null, 0);
        receive(one, page(1, null, "a"));
        assertThat(one.askFirstPage()).isFalse();

        ListReading two = sweep(null, null, 0);
        receive(two, page(2, "https://api/2", "a"));
        receive(two, page(2, null, "b"));
        assertThat(two.askToken(null)).as("it has none").isFalse();
        assertThat(two.askFirstPage()).isTrue();
        assertThat(two.take()).isEqualTo("/me/things?limit=50");
        assertThat(two.received(page(2, "https://api/2", "a"))).isEmpty();
        assertThat(two.isTorn()).isFalse();
        assertThat(two.askFirstPage()).as("once is enough").isFalse();
    }

    @Test
    void isReadAgainUnderTheNewTokenThreeTimesAtMost() throws IOException {
        ListReading sweep = sweep("token", "old", 0);
        for (String token : List.of("newer", "newest", "last")) {
            receive(sweep, page(2, "https://api/2", "a"));
            receive(sweep, page(2, null, "b" + token));
            assertThat(sweep.askFirstPage()).isFalse();
            assertThat(sweep.askToken("/parents/1")).isTrue();
            assertThat(sweep.take()).isEqualTo("/parents/1");
            sweep.received(new ObjectMapper().readTree("{\"token\":\"" + token + "\"}"));

            assertThat(sweep.isTorn()).isTrue();
            assertThat(sweep.slice().token()).isEqualTo(token);
            assertThat(sweep.repeat()).isEqualTo(!token.equals("last"));
            assertThat(sweep.isWavering()).isFalse();
        }
    }

    @Test
    void isNotTornWhenOnlyTheTokenMovesBetweenTwoReadingsOfTheSame() throws IOException {
        ListReading sweep = sweep("token", "old", 0);
        for (String token : List.of("newer", "newest")) {
            receive(sweep, page(2, "https://api/2", "a"));
            receive(sweep, page(2, null, "b"));
            assertThat(sweep.askToken("/parents/1")).isTrue();
            sweep.take();
            sweep.received(new ObjectMapper().readTree("{\"token\":\"" + token + "\"}"));

            assertThat(sweep.isTorn()).isEqualTo(token.equals("newer"));
            assertThat(sweep.isWavering()).isEqualTo(token.equals("newest"));
            if (sweep.isTorn()) {
                assertThat(sweep.repeat()).isTrue();
            }
        }
        assertThat(sweep.listedToken()).isEqualTo("old");
    }

    @Test
    void isShortWhenItsParentCountsMoreThanItShows() throws IOException {
        for (String count : List.of("{\"items\":{\"total\":3}}", "{\"tracks\":{\"total\":3.0}}", "{\"items\":{}}")) {
            JsonNode parent = new ObjectMapper().readTree(count);
            Endpoint endpoint = new Endpoint("things", list("/parents/{id}/items"),
                    new Endpoint.Paging(50, 0, null, 0), new Endpoint.Parent("parents", "token", null), DAILY,
                    new Endpoint.Storage("things", Mode.MIRROR, "1"), NO_EXPRESSIONS);
            SourceList slice = new SourceList("anna:p:", "/parents/p/items?market=XX", null, parent, "anna:p", "t", false, false,
                    ParentReads.State.NONE, null);
            ListReading empty = new ListReading(endpoint, slice, null);
            receive(empty, page(0, null));
            ListReading full = new ListReading(endpoint, slice, null);
            receive(full, page(3, null, "a", "b", "c"));
            boolean counts = !count.contains("{}");

            assertThat(empty.isShort()).as(count).isEqualTo(counts);
            assertThat(full.isShort()).as(count).isFalse();
            assertThat(full.isAsItsParentCounts()).as(count).isEqualTo(counts);
        }
    }
}
