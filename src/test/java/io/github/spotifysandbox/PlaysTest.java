package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.music.SandboxTrack;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;

/** A sandbox whose account demo has no plays but those that a test adds. */
abstract class PlaysTest extends SignedInTest {

    static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    TestAccount demo;

    @BeforeEach
    void silence() {
        demo = sandbox.account("demo").generatePlays(false);
    }

    /** Plays number 0 to count - 1, one a minute from START. */
    void addPlays(int count) {
        for (int i = 0; i < count; i++) {
            demo.addPlay(SandboxTrack.of("Song " + i, "Artist"), time(i), null);
        }
    }

    static Instant time(int number) {
        return START.plus(Duration.ofMinutes(number));
    }

    static long ms(int number) {
        return time(number).toEpochMilli();
    }

    JsonNode page(String query) {
        HttpResponse<String> answer = client.call(RECENTLY_PLAYED + query, token);
        assertThat(answer.statusCode()).isEqualTo(200);
        return json(answer);
    }

    static List<String> names(JsonNode page) {
        List<String> names = new ArrayList<>();
        page.get("items").forEach(item -> names.add(item.at("/track/name").asText()));
        return names;
    }
}
