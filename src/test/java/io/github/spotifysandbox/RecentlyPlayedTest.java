package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecentlyPlayedTest extends PlaysTest {

    @Test
    void newestComeFirstAndTwentyUnlessToldOtherwise() {
        addPlays(30);
        JsonNode page = page("");

        assertThat(names(page)).hasSize(20).startsWith("Song 29", "Song 28").endsWith("Song 10");
        assertThat(page.get("limit").asInt()).isEqualTo(20);
    }

    @Test
    void pageHasCursorsNextAndNoTotal() {
        addPlays(5);
        JsonNode page = page("?limit=3");

        assertThat(page.fieldNames()).toIterable()
                .containsExactlyInAnyOrder("items", "next", "cursors", "limit", "href");
        assertThat(page.at("/cursors/after").isTextual()).isTrue();
        assertThat(page.at("/cursors/after").asText()).isEqualTo(Long.toString(ms(4)));
        assertThat(page.at("/cursors/before").asText()).isEqualTo(Long.toString(ms(2)));
        String url = sandbox.apiUrl() + "/me/player/recently-played";
        assertThat(page.get("next").asText()).isEqualTo(url + "?before=" + ms(2) + "&limit=3");
        assertThat(page.get("href").asText()).isEqualTo(url + "?limit=3");
    }

    @Test
    void emptyPageHasNullCursors() {
        HttpResponse<String> answer = client.call(RECENTLY_PLAYED, token);

        assertThat(answer.body()).isEqualTo("{\"items\":[],\"next\":null,\"cursors\":null,\"limit\":20,\"href\":\""
                + sandbox.apiUrl() + "/me/player/recently-played?limit=20\"}");
    }

    @Test
    void afterIsExclusive() {
        addPlays(5);

        assertThat(names(page("?after=" + ms(2)))).containsExactly("Song 4", "Song 3");
        assertThat(names(page("?after=" + (ms(2) - 1)))).containsExactly("Song 4", "Song 3", "Song 2");
        assertThat(names(page("?after=" + ms(4)))).isEmpty();
    }

    @Test
    void beforeIsExclusive() {
        addPlays(5);

        assertThat(names(page("?before=" + ms(2)))).containsExactly("Song 1", "Song 0");
        assertThat(names(page("?before=" + (ms(2) + 1)))).containsExactly("Song 2", "Song 1", "Song 0");
        assertThat(names(page("?before=" + ms(0)))).isEmpty();
    }

    @Test
    void followingNextForwardMeetsEveryPlayAndEndsOnAnEmptyPage() {
        addPlays(7);
        JsonNode first = page("?after=" + ms(0) + "&limit=4");
        assertThat(names(first)).containsExactly("Song 4", "Song 3", "Song 2", "Song 1");
        assertThat(first.get("href").asText()).endsWith("?after=" + ms(0) + "&limit=4");
        assertThat(first.get("next").asText()).endsWith("?after=" + ms(4) + "&limit=4");

        JsonNode second = follow(first);
        assertThat(names(second)).containsExactly("Song 6", "Song 5");
        assertThat(second.get("next").asText()).endsWith("?after=" + ms(6) + "&limit=4");

        JsonNode third = follow(second);
        assertThat(names(third)).isEmpty();
        assertThat(third.get("next").isNull()).isTrue();
    }

    @Test
    void followingNextBackwardMeetsEveryPlayAndEndsOnAnEmptyPage() {
        addPlays(5);
        JsonNode first = page("?limit=3");
        JsonNode second = follow(first);
        JsonNode third = follow(second);

        assertThat(names(first)).containsExactly("Song 4", "Song 3", "Song 2");
        assertThat(names(second)).containsExactly("Song 1", "Song 0");
        assertThat(second.get("next").isNull()).isFalse();
        assertThat(names(third)).isEmpty();
    }

    private JsonNode follow(JsonNode page) {
        String next = page.get("next").asText();
        assertThat(next).startsWith(sandbox.accountsUrl().toString());
        return json(client.call(next.substring(sandbox.accountsUrl().toString().length()), token));
    }

    @Test
    void onlyTheLastFiftyAreThere() {
        addPlays(60);

        assertThat(names(page("?limit=50"))).hasSize(50).endsWith("Song 10");
        assertThat(names(page("?before=" + ms(10)))).isEmpty();
        assertThat(names(page("?after=0&limit=50"))).hasSize(50).endsWith("Song 10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "51", "-1", "many", "", "99999999999"})
    void limitOutsideOneToFiftyIsRefused(String limit) {
        HttpResponse<String> answer = client.call(RECENTLY_PLAYED + "?limit=" + limit, token);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"status\":400,\"message\":\"Invalid limit\"}}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"?after=1&before=2", "?after=yesterday", "?before=", "?limit=5&limit=6"})
    void badCursorIsRefused(String query) {
        assertThat(client.call(RECENTLY_PLAYED + query, token).statusCode()).isEqualTo(400);
    }

    @Test
    void missingScopeIsRefused() {
        HttpResponse<String> answer = client.call(RECENTLY_PLAYED, client.accessToken("demo", "user-top-read"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body())
                .isEqualTo("{\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}");
    }
}
