package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.testing.MutableClock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotifyApiTest {

    private final MeterRegistry meters = new SimpleMeterRegistry();
    private final List<String> refused = new ArrayList<>();
    private boolean gateAsked;
    private final MutableClock clock = new MutableClock(Instant.parse("2026-10-21T07:27:00Z"));
    private final ClockSkew skew = new ClockSkew(clock);
    private final SpotifyApi api = new SpotifyApi(URI.create("https://api.spotify.com/v1"),
            new AccessTokens(null, null, clock, System::nanoTime, Duration.ZERO), new CallGate() {
        @Override
        public Duration ask(String bucket, boolean first) {
            gateAsked = true;
            return Duration.ofSeconds(9);
        }

        @Override
        public Failure hold(String bucket, Failure refusal, boolean mayWait) {
            refused.add(bucket + " " + refusal.kind() + " " + (refusal.until() == null ? null
                    : Duration.between(clock.instant(), refusal.until())) + " " + mayWait);
            return null;
        }

        @Override
        public boolean isHeld(String bucket) {
            return true;
        }

        @Override
        public void answered(String bucket) {
            refused.clear();
        }
    }, new Backoff(Duration.ofMillis(100), Duration.ofHours(1)), skew, meters);

    private ApiCall call(String target) {
        return api.call("anna", target, null);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void followsPathsAndUrlsOnItsOrigin() {
        assertThat(call("/me/tracks?limit=50").getUrl())
                .isEqualTo("https://api.spotify.com/v1/me/tracks?limit=50");
        assertThat(call("https://API.spotify.com/v1/me?x=%20y").getUrl())
                .isEqualTo("https://API.spotify.com/v1/me?x=%20y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/v1/me", "http://api.spotify.com/v1/me",
        "https://api.spotify.com:444/v1", "https://api.spotify.com@evil.example/v1",
        "https://user@api.spotify.com/v1", "//evil.example/v1/me", "me",
        "https:/api.spotify.com/v1", "https://api.spotify.com.evil.example/v1", "javascript:alert(1)", "ht tp://x"})
    void neverGoesToAnotherOrigin(String url) {
        if (url.startsWith("/")) {
            assertThat(URI.create(call(url).getUrl()).getHost()).isEqualTo("api.spotify.com");
        } else {
            assertThatThrownBy(() -> call(url)).isInstanceOf(SpotifyException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x?a={{spotify.client-secret}}", "/x?{{bean:spotifyMongo.close}}", "/x y\r\nZ: 1",
        "https://api.spotify.com/v1/x?{{env:HOME}}"})
    void takesNothingThatCamelWouldEvaluate(String target) {
        assertThatThrownBy(() -> call(target)).isInstanceOf(SpotifyException.class).hasMessageContaining("URL");
    }

    @Test
    void triesOnceMoreAfterA401AndNoMore() {
        ApiCall call = call("/me");

        api.answered(call, 401, null, null, bytes("{}"));
        assertThat(call.isPending()).isTrue();

        api.answered(call, 401, null, null, bytes("{}"));
        assertThatThrownBy(call::getAnswer).isInstanceOf(SpotifyException.class);
    }

    @Test
    void countsEachTryByItsPathAndStatus() throws Exception {
        ApiCall call = call("/me/tracks?limit=50");
        api.failed(call, new SpotifyException(FailureKind.UNREACHABLE.failure()));
        assertThat(meters.find("spotify.calls").counters()).as("it was not made yet").isEmpty();
        call.ask("a-token");
        api.failed(call, new SpotifyException(FailureKind.UNREACHABLE.failure()));
        api.answered(call, 503, null, null, bytes(""));
        api.answered(call, 429, null, null, bytes(""));
        api.answered(call, 200, null, null, bytes("{}"));
        api.profile(200, bytes("{}"));

        assertThat(meters.find("spotify.calls").counters()).extracting(counter -> counter.getId().getTag("bucket") + " "
                + counter.getId().getTag("status") + " " + counter.count()).containsExactlyInAnyOrder(
                "/me/tracks none 1.0", "/me/tracks 503 1.0", "/me/tracks 429 1.0", "/me/tracks 200 1.0", "/me 200 1.0");
    }

    @Test
    void takesAnAnswerWithoutContentAsJsonNull() {
        ApiCall call = call("/me/player/currently-playing");

        api.answered(call, 204, null, null, null);

        assertThat(call.getAnswer().tree().isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"items\":[", "\"text\"", "null", "7"})
    void refusesA200ThatIsNotTheJsonItShouldBe(String body) {
        ApiCall call = call("/me");
        for (int i = 0; i < AnswerPolicy.TRIES; i++) {
            assertThat(call.isPending()).isTrue();
            api.answered(call, 200, null, null, bytes(body));
        }

        assertThat(call.getFailure().words()).contains("not the JSON");
    }

    @Test
    void waitsLongerBeforeEachFurtherTryOfWhatMayPass() {
        ApiCall call = call("/me");
        List<Long> pauses = new ArrayList<>();

        for (int i = 1; i < AnswerPolicy.TRIES; i++) {
            api.answered(call, 503, null, null, bytes("<html>"));
            for (api.next(call); !gateAsked; api.next(call)) {
                pauses.add(call.getPause());
            }
            gateAsked = false;
        }

        assertThat(pauses).as("no more than a quarter of a second at a time").containsExactly(100L, 200L, 250L, 150L);
        api.answered(call, 503, null, null, null);
        assertThat(call.getFailure().words()).contains("HTTP 503");
    }

    @Test
    void whatIsNoFailureOfSpotifysGoesOnToWhoCalled() {
        ApiCall call = call("/me");

        assertThatThrownBy(() -> api.failed(call, new IllegalStateException("a fault"))).hasMessage("a fault");
        assertThat(call.isPending()).isTrue();
    }

    @Test
    void leavesA429ToTheLimitsAndSaysWhenItHasWaitedOftenEnough() {
        ApiCall call = call("/artists/0OdUWJ0sBjDrqHygGUXeCF");

        for (int i = 0; i < WaitLimits.LIMITS; i++) {
            api.answered(call, 429, null, "1", null);
        }

        assertThat(refused).hasSize(5).startsWith("/artists/{id} rate_limit PT1S true")
                .endsWith("/artists/{id} rate_limit PT1S false");
        api.answered(call, 429, null, "52531", bytes("{\"error\":{\"status\":429,\"reason\":\"QUOTA_EXCEEDED\"}}"));
        assertThat(refused).endsWith("/artists/{id} quota PT14H35M31S false");
    }

    @ParameterizedTest
    @CsvSource({"/me/tracks?limit=50, /me/tracks", "/me/player/recently-played, /me/player/recently-played",
        "/me/top/tracks, /me/top/tracks", "/playlists/37i9dQZF1DXcBWIGoYBM5M/items, /playlists/{id}/items",
        "/playlists/{id}/items?additional_types=track, /playlists/{id}/items",
        "/users/j%C3%B1/playlists, /users/{id}/playlists", "/artists/abc/albums, /artists/{id}/albums",
        "/browse/new-releases, /browse/new-releases", "/, /",
        "/unknown/0OdUWJ0sBjDrqHygGUXeCF, /unknown/{id}", "/unknown/2026, /unknown/{id}"})
    void namesTheBucketOfAPath(String path, String bucket) {
        assertThat(Bucket.of(path)).isEqualTo(bucket);
        assertThat(Bucket.of(URI.create("https://api.spotify.com/v1" + path.replace("{id}", "x1")),
                URI.create("https://api.spotify.com/v1"))).isEqualTo(bucket);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "52531|PT14H35M31S", "' 7 '|PT7S", "0|PT1S", "9999999|P1D", "999999999999999999|P1D",
        // a decimal, seen since 2025
        "1.5|PT1.5S", "30.0|PT30S", "29.0001|PT29.001S", ".2|PT1S", "0.0|PT1S", "5.|PT5S",
        // the three forms of a date
        "Wed, 21 Oct 2026 07:28:00 GMT|PT1M", "21 Oct 2026 07:28:00 GMT|PT1M", "Wednesday, 21-Oct-26 07:28:00 GMT|PT1M",
        "Wed Oct 21 07:28:00 2026|PT1M", "Sun Nov  1 07:28:00 2026|P1D", "Tue, 20 Oct 2026 07:28:00 GMT|PT1S",
        "Sunday, 06-Nov-94 08:49:37 GMT|PT1S", "wed, 21 oct 2026 07:28:00 gmt|PT1M",
        // twice, as one line
        "3, 30|PT30S", "30,3|PT30S", "-1, 4|PT4S", "2, Wed, 21 Oct 2026 07:28:00 GMT|PT1M",
        "Wed, 21 Oct 2026 07:28:00 GMT, Wed, 21 Oct 2026 07:29:00 GMT|PT2M"})
    void readsARetryAfterInSecondsOrAsADate(String header, Duration wait) {
        assertThat(RetryAfter.of(header, clock.instant())).isEqualTo(wait.compareTo(Duration.ofDays(1)) < 0 ? wait
                : Duration.ofDays(1));
    }

    @Test
    void takesTheLongestOfSeveralRetryAfterAndNothingFromWhatIsNone() {
        assertThat(RetryAfter.of(List.of("5", "10"), clock.instant())).isEqualTo(Duration.ofSeconds(10));
        for (String nothing : new String[] {null, "", "-1", "-0.5", "soon", "1e3", ",", "32 Oct 2026 07:28:00 GMT"}) {
            assertThat(RetryAfter.of(nothing, clock.instant())).as("%s", nothing).isNull();
        }
    }

    @Test
    void countsADateFromWhatSpotifysClockSaysNotThisMachines() {
        ApiCall call = call("/me/tracks");

        api.answered(call, 429, "Wed, 21 Oct 2026 05:27:00 GMT", "Wed, 21 Oct 2026 05:27:30 GMT", null);

        assertThat(refused).containsExactly("/me/tracks rate_limit PT30S true");
        assertThat(skew.trouble()).startsWith("This machine's clock is 2 hours ahead of Spotify's");
        api.answered(call, 429, "Wednesday, 21-Oct-26 07:40:00 GMT", null, null);
        assertThat(skew.trouble()).startsWith("This machine's clock is 13 minutes behind Spotify's");
        api.answered(call, 429, "Wed, 21 Oct 2026 07:23:00 GMT", null, null);
        assertThat(skew.trouble()).isNull();
    }
}
