package io.github.spotifypipeline.reading;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentJson;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PagesAheadTest {

    private final PagesAhead ahead = new PagesAhead();
    private final ListReading list = reading();

    private static ListReading reading() {
        Endpoint endpoint = new Endpoint("things", list("/things"), new Endpoint.Paging(50, 0, null, 0), null, DAILY,
                new Endpoint.Storage("things", Mode.MIRROR, "1"), NO_EXPRESSIONS);
        return new ListReading(endpoint, "2026-11-22", SourceList.single(
                new ListIdentity("me:", null, null, null), "/things", ListCompleteness.NONE, null),
                new EventTimes(endpoint, null), null, false, StoredItems.UNKNOWN);
    }

    private List<String> begun(ListReading of, String... upcoming) {
        return ahead.begin(of, List.of(upcoming), false).stream().map(PageAhead::url).toList();
    }

    @Test
    void eachPageIsAskedForOnceAndGivenOnce() {
        assertThat(begun(list, "b", "c")).containsExactly("b", "c");

        assertThat(ahead.take("b")).isNotNull();
        assertThat(ahead.take("b")).isNull();
        assertThat(begun(list, "c", "d")).containsExactly("d");
        assertThat(ahead.take("elsewhere")).isNull();
    }

    @Test
    void nothingIsAskedForAheadOfAListThatDoesNotGoOnAsItSeemed() {
        begun(list, "b", "c");
        ahead.take("b");

        assertThat(begun(list, "x", "y")).isEmpty();
        assertThat(ahead.take("c")).as("it may be another page by now").isNull();
        assertThat(begun(list, "y", "z")).isEmpty();
    }

    @Test
    void whatWasAskedForOfOneListIsNotGivenToTheNext() {
        begun(list, "b", "c");

        ListReading again = reading();
        assertThat(begun(again, "c", "d")).as("as its list is read anew").containsExactly("c", "d");
        assertThat(begun(again, "d", "e")).isEmpty();
    }

    @Test
    void endsWhenAllThatWasAskedForIsThereOrNot() {
        List<PageAhead> pages = ahead.begin(list, List.of("b", "c"), false);
        ahead.take("b");

        CompletableFuture<Void> end = ahead.end();

        assertThat(end).isNotDone();
        pages.get(0).arrival().complete(SentJson.of(NullNode.getInstance()));
        assertThat(end).isNotDone();
        pages.get(1).arrival().completeExceptionally(new IllegalStateException());
        assertThat(end).isCompleted();
        assertThat(ahead.take("c")).isNull();
    }
}
