package io.github.spotifypipeline.reading;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListReadingTest {

    private static ListReading reading(String changeToken, String token, long usual) {
        Endpoint.Parent parent = changeToken == null ? null
                : new Endpoint.Parent("parents", changeToken, "/parents/{id}");
        Endpoint endpoint = new Endpoint("things", list("/me/things"), new Endpoint.Paging(50, 0, null, 0), parent,
                DAILY, new Endpoint.Storage("things", Mode.MIRROR, "1"), NO_EXPRESSIONS);
        return reading(endpoint, new SourceList(
                new ListIdentity("anna:", null, parent == null ? null : "anna:p", null), "/me/things", token, false,
                false, LastRead.NONE.with(new ListCompleteness(usual, usual, 0)), null));
    }

    private static ListReading reading(Endpoint endpoint, SourceList list) {
        return new ListReading(endpoint, "2026-11-22", list, new EventTimes(endpoint, null), null, false,
                StoredItems.UNKNOWN);
    }

    private static SentJson json(String text) throws IOException {
        return SentJson.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SentJson page(int total, String next, String... ids) throws IOException {
        return json("{\"total\":%d,\"next\":%s,\"items\":[%s]}".formatted(total,
                next == null ? "null" : '"' + next + '"',
                String.join(",", List.of(ids).stream().map(id -> "{\"uri\":\"" + id + "\"}").toList())));
    }

    private static void receive(ListReading reading, SentJson page) {
        Page received = reading.received(reading.take(), page);
        received.items().forEach(item -> received.members().saw("anna:" + item.raw().path("uri").asText(), null, null));
    }

    @Test
    void isWholeWhenItShowedAllThatItCounts() throws IOException {
        ListReading reading = reading(null, null, 0);
        receive(reading, page(3, "https://api/2", "a", "b"));
        receive(reading, page(3, null, "c"));

        assertThat(reading.isMore()).isFalse();
        assertThat(reading.isTorn()).isFalse();
        assertThat(reading.contents().isWhole()).isTrue();
        assertThat(reading.contents().has("anna:c")).isTrue();
        assertThat(reading.contents().has("anna:d")).isFalse();
    }

    @Test
    void isTornWhenItsTotalMoves() throws IOException {
        ListReading reading = reading(null, null, 0);
        receive(reading, page(3, "https://api/2", "a", "b"));
        receive(reading, page(4, null, "c", "d"));

        assertThat(reading.isTorn()).isTrue();
    }

    @Test
    void isNotWholeWhenAnEntryCameTwiceOrOneIsMissingUnlessThatIsUsual() throws IOException {
        for (long usual : List.of(0L, 1L)) {
            ListReading twice = reading(null, null, usual);
            receive(twice, page(3, "https://api/2", "a", "b"));
            receive(twice, page(3, null, "b"));
            ListReading missing = reading(null, null, usual);
            receive(missing, page(3, null, "a", "b"));

            assertThat(twice.contents().isWhole()).isEqualTo(usual == 1);
            assertThat(missing.contents().isWhole()).isEqualTo(usual == 1);
            assertThat(twice.contents().discrepancy()).isEqualTo(1);
            assertThat(missing.contents().discrepancy()).isEqualTo(1);
        }
    }

    @Test
    void isNotWholeWhenItDoesNotCountItselfOrShowsEmptyEntries() throws IOException {
        ListReading cut = reading(null, null, 0);
        receive(cut, json("{\"items\":[],\"next\":null}"));
        ListReading empty = reading(null, null, 0);
        receive(empty, json("{\"total\":1,\"items\":[null],\"next\":null}"));

        assertThat(cut.contents().isWhole()).isFalse();
        assertThat(empty.contents().isWhole()).isFalse();
    }

    @Test
    void aDiscrepancyBecomesUsualWhenItStaysAndNothingIsMissingOrItIsSmall() {
        ListCompleteness none = ListCompleteness.NONE;

        assertThat(none.after(50, 50, 0, 50, true)).isEqualTo(new ListCompleteness(0, 50, 0));
        assertThat(none.after(50, 50, 0, 50, true).after(50, 50, 0, 50, true))
                .isEqualTo(new ListCompleteness(50, 50, 0));
        assertThat(none.after(1, 1, 0, 2, false)).isEqualTo(new ListCompleteness(0, 1, 0));
        assertThat(none.after(1, 1, 0, 2, false).after(1, 1, 0, 2, false)).isEqualTo(new ListCompleteness(1, 1, 0));
        assertThat(none.after(50, 50, 0, 50, false).after(50, 50, 0, 50, false))
                .isEqualTo(new ListCompleteness(0, 50, 0));
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
        ListReading one = reading(null, null, 0);
        receive(one, page(1, null, "a"));
        assertThat(one.askFirstPage()).isFalse();

        ListReading two = reading(null, null, 0);
        receive(two, page(2, "https://api/2", "a"));
        receive(two, page(2, null, "b"));
        assertThat(two.askToken(null)).as("it has none").isFalse();
        assertThat(two.askFirstPage()).isTrue();
        PageRequest check = two.take();
        assertThat(check.url()).isEqualTo("/me/things?limit=50");
        assertThat(two.received(check, page(2, "https://api/2", "a")).isEmpty()).isTrue();
        assertThat(two.isTorn()).isFalse();
        assertThat(two.askFirstPage()).as("once is enough").isFalse();
    }

    @Test
    void isReadAgainUnderTheNewTokenThreeTimesAtMost() throws IOException {
        ListReading reading = reading("token", "old", 0);
        for (String token : List.of("newer", "newest", "last")) {
            receive(reading, page(2, "https://api/2", "a"));
            receive(reading, page(2, null, "b" + token));
            assertThat(reading.askFirstPage()).isFalse();
            assertThat(reading.askToken("/parents/1")).isTrue();
            PageRequest check = reading.take();
            assertThat(check.url()).isEqualTo("/parents/1");
            reading.received(check, json("{\"token\":\"" + token + "\"}"));

            assertThat(reading.isTorn()).isTrue();
            assertThat(reading.source().token()).isEqualTo(token);
            assertThat(reading.repeat()).isEqualTo(!token.equals("last"));
            assertThat(reading.isWavering()).isFalse();
        }
    }

    @Test
    void isNotTornWhenOnlyTheTokenMovesBetweenTwoReadingsOfTheSame() throws IOException {
        ListReading reading = reading("token", "old", 0);
        for (String token : List.of("newer", "newest")) {
            receive(reading, page(2, "https://api/2", "a"));
            receive(reading, page(2, null, "b"));
            assertThat(reading.askToken("/parents/1")).isTrue();
            reading.received(reading.take(), json("{\"token\":\"" + token + "\"}"));

            assertThat(reading.isTorn()).isEqualTo(token.equals("newer"));
            assertThat(reading.isWavering()).isEqualTo(token.equals("newest"));
            if (reading.isTorn()) {
                assertThat(reading.repeat()).isTrue();
            }
        }
        assertThat(reading.listedToken()).isEqualTo("old");
    }

    @Test
    void isShortWhenItsParentCountsMoreThanItShows() throws IOException {
        for (String count : List.of("{\"items\":{\"total\":3}}", "{\"tracks\":{\"total\":3.0}}", "{\"items\":{}}")) {
            JsonNode parent = json(count).tree();
            Endpoint endpoint = new Endpoint("things", list("/parents/{id}/items"),
                    new Endpoint.Paging(50, 0, null, 0), new Endpoint.Parent("parents", "token", null), DAILY,
                    new Endpoint.Storage("things", Mode.MIRROR, "1"), NO_EXPRESSIONS);
            SourceList list = new SourceList(new ListIdentity("anna:p:", null, "anna:p", parent),
                    "/parents/p/items?market=XX", "t", false, false, LastRead.NONE, null);
            ListReading empty = reading(endpoint, list);
            receive(empty, page(0, null));
            ListReading full = reading(endpoint, list);
            receive(full, page(3, null, "a", "b", "c"));
            boolean counts = !count.contains("{}");

            assertThat(empty.contents().isShort()).as(count).isEqualTo(counts);
            assertThat(full.contents().isShort()).as(count).isFalse();
            assertThat(full.contents().isAsItsParentCounts()).as(count).isEqualTo(counts);
        }
    }
}
