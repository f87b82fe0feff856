package io.github.spotifypipeline.reading;

import static io.github.spotifypipeline.testing.EndpointParts.DAILY;
import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageReaderTest {

    private static final long TWO_HOURS = 7_200_000;

    private static PageReader pages(String items, String cursorField, Long position) {
        return pages("/me/things", items, new Endpoint.Paging(50, 0, cursorField, TWO_HOURS), position);
    }

    private static PageReader pages(String path, String items, Endpoint.Paging paging, Long position) {
        Mode mode = paging.cursorField() == null ? Mode.MIRROR : Mode.APPEND;
        Endpoint endpoint = new Endpoint("an-endpoint",
                new Endpoint.Source(path, items, List.of(), false, List.of(), true), paging, null, DAILY,
                new Endpoint.Storage("things", mode, "1"), NO_EXPRESSIONS);
        return new PageReader(endpoint, path, position);
    }

    private static SentJson json(String text) throws IOException {
        return SentJson.read(text.getBytes(StandardCharsets.UTF_8));
    }

    private static SentJson page(int items, String next) throws IOException {
        return json("{\"items\":" + Collections.nCopies(items, "{\"a\":1}") + ",\"next\":"
                + (next == null ? "null" : '"' + next + '"') + "}");
    }

    @Test
    void beginsWithFiftyAPage() {
        assertThat(pages("items", null, null).take()).isEqualTo("/me/things?limit=50");
        assertThat(pages("items", "played_at", null).take()).isEqualTo("/me/things?limit=50");
    }

    @Test
    void asksFromTheNewestRecordMinusTheOverlap() {
        assertThat(pages("items", "played_at", 1_700_000_000_000L).take())
                .isEqualTo("/me/things?limit=50&after=" + (1_700_000_000_000L - TWO_HOURS));
    }

    @Test
    void followsNextUntilThereIsNone() throws IOException {
        PageReader pages = pages("items", null, null);

        pages.received(page(50, "https://api/2"));
        assertThat(pages.isMore()).isTrue();
        assertThat(pages.take()).isEqualTo("https://api/2");

        pages.received(page(3, null));
        assertThat(pages.isMore()).isFalse();
    }

    @Test
    void findsNextBesideTheItemsWhereverTheyAre() throws IOException {
        PageReader pages = pages("artists.items", null, null);

        List<JsonNode> items = pages.received(json(
                "{\"artists\":{\"items\":[{\"id\":1}],\"next\":\"https://api/after\"},\"next\":\"https://wrong\"}"));

        assertThat(items).hasSize(1);
        assertThat(pages.take()).isEqualTo("https://api/after");
    }

    @Test
    void anEmptyPageIsTheLastOfEventsButLeadsOnInAListOfThings() throws IOException {
        PageReader events = pages("items", "played_at", null);
        events.received(page(0, "https://api/2"));
        assertThat(events.isMore()).isFalse();

        PageReader things = pages("items", null, null);
        things.received(page(0, "https://api/2"));
        assertThat(things.isMore()).isTrue();
    }

    @Test
    void isCountedWhenItsTotalIsANumberThatItDoesNotExceedOrItHasNoPages() throws IOException {
        for (String good : List.of("{\"items\":[1],\"total\":1,\"next\":null}", "{\"items\":[1],\"total\":2}",
                "{\"items\":[1]}", "{\"items\":[1],\"next\":null,\"cursors\":{\"after\":null}}")) {
            PageReader pages = pages("items", null, null);
            pages.received(json(good));
            assertThat(pages.isCounted()).as(good).isTrue();
        }
        for (String bad : List.of("{\"items\":[1],\"next\":null}", "{\"items\":[1],\"total\":\"1\"}",
                "{\"items\":[1],\"total\":0}", "{\"items\":[1],\"total\":null}")) {
            PageReader pages = pages("items", null, null);
            pages.received(json(bad));
            assertThat(pages.isCounted()).as(bad).isFalse();
        }
    }

    @Test
    void savesTheCallForWhatCannotHaveBeenPlayedYet() throws IOException {
        PageReader forward = pages("items", "played_at", 1L);
        forward.received(page(49, "https://api/x?after=9&limit=50"));
        assertThat(forward.isMore()).isFalse();

        PageReader full = pages("items", "played_at", 1L);
        full.received(page(50, "https://api/x?after=9&limit=50"));
        assertThat(full.isMore()).isTrue();

        PageReader back = pages("items", "played_at", null);
        back.received(page(49, "https://api/x?before=9&limit=50"));
        assertThat(back.isMore()).isTrue();
    }

    @Test
    void countsEntriesThroughThePagesEmptyOnesToo() throws IOException {
        PageReader pages = pages("items", null, null);

        pages.received(json("{\"items\":[null,{\"a\":1},null],\"next\":\"https://api/2\"}"));
        assertThat(pages.entries()).isEqualTo(3);
        pages.received(page(2, null));
        assertThat(pages.entries()).isEqualTo(5);
    }

    @Test
    void asksForNoMorePagesThanItMay() throws IOException {
        PageReader pages = pages("/me/things", "items", new Endpoint.Paging(50, 2, null, 0), null);
        pages.take();
        pages.received(page(50, "https://api/2"));
        pages.take();
        pages.received(page(50, "https://api/3"));

        assertThat(pages.isMore()).isFalse();
        assertThat(pages.shortfall()).isZero();
    }

    @Test
    void asksForASingleObjectWithoutALimit() throws IOException {
        PageReader pages = pages("/me", ".", new Endpoint.Paging(50, 0, null, 0), null);

        assertThat(pages.take()).isEqualTo("/me");
        assertThat(pages.received(json("{\"id\":1}"))).hasSize(1);
        assertThat(pages.isMore()).isFalse();
    }

    @Test
    void addsItsLimitToAQueryUnlessThatHasOne() {
        Endpoint.Paging ten = new Endpoint.Paging(10, 0, null, 0);

        assertThat(pages("/me/things?type=a", "items", ten, null).take()).isEqualTo("/me/things?type=a&limit=10");
        assertThat(pages("/me/things?limit=5", "items", ten, null).take()).isEqualTo("/me/things?limit=5");
    }

    @Test
    void noticesThatTheListGotLongerOrShorter() throws IOException {
        PageReader pages = pages("items", null, null);
        pages.received(json("{\"items\":[1],\"total\":3,\"next\":\"https://api/2\"}"));
        pages.received(json("{\"items\":[2],\"total\":3,\"next\":\"https://api/3\"}"));
        assertThat(pages.isTotalMoved()).isFalse();
        assertThat(pages.shortfall()).isEqualTo(1);

        pages.received(json("{\"items\":[2],\"total\":2,\"next\":null}"));
        assertThat(pages.isTotalMoved()).isTrue();
    }

    @Test
    void refusesAnAnswerWithoutItemsButNotASingleObjectWithoutContent() throws IOException {
        PageReader pages = pages("items", null, null);
        SentJson noItems = json("{\"items\":{\"a\":1}}");
        SentJson nothing = SentJson.of(NullNode.getInstance());

        assertThatThrownBy(() -> pages.received(noItems)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("items");
        assertThatThrownBy(() -> pages.received(nothing)).isInstanceOf(SpotifyException.class);
        assertThat(pages("/me", ".", new Endpoint.Paging(50, 0, null, 0), null).received(nothing)).isEmpty();
    }

    @Test
    void breaksOffWhenPagesLeadInACircle() throws IOException {
        PageReader pages = pages("items", null, null);
        pages.take();
        pages.received(page(50, "https://api/2"));
        pages.take();
        pages.received(page(50, "https://api/2"));

        assertThatThrownBy(pages::take).isInstanceOf(SpotifyException.class).hasMessageContaining("circle");
    }

    @Test
    void breaksOffWhenEmptyPagesLeadOn() throws IOException {
        PageReader pages = pages("items", null, null);
        pages.received(page(0, "https://api/1"));
        pages.received(page(0, "https://api/2"));
        pages.received(page(1, "https://api/3"));
        pages.received(page(0, "https://api/4"));
        pages.received(page(0, "https://api/5"));

        assertThatThrownBy(() -> pages.received(page(0, "https://api/6"))).hasMessageContaining("empty and lead on");
    }

    @Test
    void breaksOffWhenPagesNeverEnd() {
        PageReader pages = pages("items", null, null);

        assertThatThrownBy(() -> {
            for (int i = 0; i <= PageReader.CAP; i++) {
                pages.take();
                pages.received(page(50, "https://api/" + i));
            }
        }).isInstanceOf(SpotifyException.class);
    }
}
