package io.github.spotifypipeline.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotifyApiTest {

    private final SpotifyApi api = new SpotifyApi(URI.create("https://api.spotify.com/v1"), null);

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void followsPathsAndUrlsOnItsOrigin() {
        assertThat(api.call("anna", "/me/tracks?limit=50").getUrl())
                .isEqualTo("https://api.spotify.com/v1/me/tracks?limit=50");
        assertThat(api.call("anna", "https://API.spotify.com/v1/me?x=%20y").getUrl())
                .isEqualTo("https://API.spotify.com/v1/me?x=%20y");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example/v1/me", "http://api.spotify.com/v1/me", "https://api.spotify.com:444/v1",
        "https://api.spotify.com@evil.example/v1", "https://user@api.spotify.com/v1", "//evil.example/v1/me", "me",
        "https:/api.spotify.com/v1", "https://api.spotify.com.evil.example/v1", "javascript:alert(1)", "ht tp://x"})
    void neverGoesToAnotherOrigin(String url) {
        if (url.startsWith("/")) {
            assertThat(URI.create(api.call("anna", url).getUrl()).getHost()).isEqualTo("api.spotify.com");
        } else {
            assertThatThrownBy(() -> api.call("anna", url)).isInstanceOf(ApiException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x?a={{spotify.client-secret}}", "/x?{{bean:spotifyMongo.close}}", "/x y\r\nZ: 1",
        "https://api.spotify.com/v1/x?{{env:HOME}}"})
    void takesNothingThatCamelWouldEvaluate(String target) {
        assertThatThrownBy(() -> api.call("anna", target)).isInstanceOf(ApiException.class).hasMessageContaining("URL");
    }

    @Test
    void triesOnceMoreAfterA401AndNoMore() {
        ApiCall call = api.call("anna", "/me");

        api.answered(call, 401, null, bytes("{}"));
        assertThat(call.isPending()).isTrue();

        assertThatThrownBy(() -> api.answered(call, 401, null, bytes("{}"))).isInstanceOf(ApiException.class);
    }

    @Test
    void takesAnAnswerWithoutContentAsJsonNull() {
        ApiCall call = api.call("anna", "/me/player/currently-playing");

        api.answered(call, 204, null, null);

        assertThat(call.getAnswer().isNull()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<html>", "{\"items\":[", "\"text\"", "null", "7"})
    void refusesA200ThatIsNotTheJsonItShouldBe(String body) {
        ApiCall call = api.call("anna", "/me");

        assertThatThrownBy(() -> api.answered(call, 200, null, bytes(body))).isInstanceOf(ApiException.class)
                .hasMessageContaining("not the JSON");
    }
}
