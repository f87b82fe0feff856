package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiRefusalTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | {\"error\":{\"status\":400,\"message\":\"Invalid limit\"}}                                  | parameters",
        "401 | {\"error\":{\"status\":401,\"message\":\"The access token expired\"}}                      | access token",
        "403 | {\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}                     | granted",
        "403 | User not registered in the Developer Dashboard                                             | User Management",
        "403 | {\"error\":{\"message\":\"Active premium subscription required for the owner of the app\"}} | Premium",
        "403 | {\"error\":{\"status\":403,\"message\":\"Forbidden\"}}                                     | does not give this",
        "404 | ''                                                                                         | path",
        "418 | teapot                                                                                     | not expected",
        "403 | active premium subscription required for the owner of the app                              | Premium",
        "304 | ''                                                                                         | nothing changed",
        "408 | ''                                                                                         | trouble of its own",
        "429 | {\"error\":{\"status\":429,\"message\":\"Too many requests\"}}                             | fewer calls",
        "429 | {\"error\":{\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}}              | quota of calls a day",
        "502 | <html><b>Bad gateway</b></html>                                                            | trouble of its own",
        "400 | {\"error\":\"invalid_request\",\"error_description\":\"x\"}                                | parameters"})
    void saysInWordsWhatAnAnswerMeansInAllFourFormsOfErrors(int status, String body, String words) {
        ApiException refusal = ApiRefusal.inWords(status, null, body);

        assertThat(refusal).hasMessageContaining(words).hasMessageNotContaining("<");
        assertThat(refusal.retryAfter()).isNull();
    }

    @Test
    void keepsHowLongSpotifyAsksToWait() {
        assertThat(ApiRefusal.inWords(429, Duration.ofHours(14), "").retryAfter()).isEqualTo(Duration.ofHours(14));
        assertThat(ApiRefusal.inWords(503, Duration.ofSeconds(7), "").retryAfter()).isEqualTo(Duration.ofSeconds(7));
    }
}
