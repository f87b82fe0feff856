package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestAccount;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox, its account demo and a token with all scopes. */
abstract class ListenerTest extends SandboxTest {

    static final String ALL_SCOPES = "user-library-read user-read-playback-position user-follow-read user-top-read "
            + "playlist-read-private user-read-currently-playing user-read-recently-played";
    static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

    TestAccount demo;
    String token;

    @BeforeEach
    void signIn() {
        demo = sandbox.account("demo");
        token = client.accessToken("demo", ALL_SCOPES);
    }

    HttpResponse<String> call(String path) {
        return client.call("/v1" + path, token);
    }

    /** The JSON of a good answer. */
    JsonNode get(String path) {
        HttpResponse<String> answer = call(path);
        assertThat(answer.statusCode()).as(path + " " + answer.body()).isEqualTo(200);
        return json(answer);
    }

    /** The pages from this path on, as {@code next} links them. */
    List<JsonNode> pages(String path) {
        List<JsonNode> pages = new ArrayList<>();
        String next = path;
        while (next != null) {
            JsonNode page = get(next);
            pages.add(page.has("artists") ? page.get("artists") : page);
            JsonNode link = pages.get(pages.size() - 1).get("next");
            next = link.isNull() ? null : link.asText().substring(sandbox.apiUrl().toString().length());
        }
        return pages;
    }

    /** All entries from this path on. */
    List<JsonNode> entries(String path) {
        List<JsonNode> entries = new ArrayList<>();
        pages(path).forEach(page -> page.get("items").forEach(entries::add));
        return entries;
    }

    List<String> texts(String path, String pointer) {
        return entries(path).stream().map(entry -> entry.at(pointer).asText()).toList();
    }

    void assertRefused(String path, int status, String message) {
        HttpResponse<String> answer = call(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(status);
        assertThat(json(answer).at("/error/status").asInt()).isEqualTo(status);
        assertThat(json(answer).at("/error/message").asText()).startsWith(message);
    }

    /** NOON and so many minutes. */
    static Instant minute(int number) {
        return NOON.plusSeconds(60L * number);
    }
}
