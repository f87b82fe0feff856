package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerPolicyTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private final AnswerPolicy policy = new AnswerPolicy(new Backoff(Duration.ofSeconds(1), Duration.ofHours(1)));

    private Verdict of(int status, Duration asked, String body, Attempt tried) {
        return policy.of(status, asked, body.getBytes(StandardCharsets.UTF_8), tried, NOW);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | {\"error\":{\"status\":400,\"message\":\"Invalid limit\"}} | parameters",
        "401 | {\"error\":{\"status\":401,\"message\":\"The access token expired\"}} | access token",
        "403 | {\"error\":{\"status\":403,\"message\":\"Insufficient client scope\"}}                     | granted",
        "403 | User not registered in the Developer Dashboard | User Management",
        "403 | {\"error\":{\"message\":\"Active premium subscription required for the owner of the app\"}} | Premium",
        "403 | {\"error\":{\"status\":403,\"message\":\"Forbidden\"}} | does not give this",
        "404 | ''                                                                                         | path",
        "418 | teapot | not expected",
        "403 | active premium subscription required for the owner of the app                              | Premium",
        "304 | '' | nothing changed",
        "408 | '' | trouble of its own",
        "429 | {\"error\":{\"status\":429,\"message\":\"Too many requests\"}} | fewer calls",
        "429 | {\"error\":{\"message\":\"Too many requests\",\"reason\":\"QUOTA_EXCEEDED\"}} | quota of calls a day",
        "502 | <html><b>Bad gateway</b></html> | trouble of its own",
        "400 | {\"error\":\"invalid_request\",\"error_description\":\"x\"} | parameters"})
    void saysInWordsWhatAnAnswerMeansInAllFourFormsOfErrors(int status, String body, String words) {
        Failure refusal = of(status, null, body, Attempt.LAST).failure();

        assertThat(refusal.words()).contains(words).doesNotContain("<");
        assertThat(refusal.until()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", value = {
        // status | Retry-After | body | faults before, refreshed | action | wait
        "200 | -     | {\"items\":[]}           | 0 | false | DATA      | -",
        "204 | -     | ''                         | 0 | false | DATA      | -",
        "200 | -     | <html>                     | 0 | false | AGAIN     | PT1S",
        "200 | -     | {\"error\":{}}           | 1 | false | AGAIN     | PT2S",
        "200 | -     | {\"items\":[             | 3 | false | FAIL      | -",
        "304 | -     | ''                         | 0 | false | FAIL      | -",
        "400 | -     | ''                         | 0 | false | FAIL      | -",
        "401 | -     | {}                         | 0 | false | NEW_TOKEN | -",
        "401 | -     | {}                         | 0 | true  | FAIL      | -",
        "403 | -     | ''                         | 0 | false | FAIL      | -",
        "404 | -     | ''                         | 0 | false | FAIL      | -",
        "408 | -     | ''                         | 0 | false | AGAIN     | PT1S",
        "429 | -     | ''                         | 0 | false | HOLD      | -",
        "429 | PT14H | ''                         | 3 | true  | HOLD      | -",
        "500 | -     | ''                         | 0 | false | AGAIN     | PT1S",
        "502 | -     | <html>                     | 2 | false | AGAIN     | PT4S",
        "503 | PT7S  | ''                         | 0 | false | AGAIN     | PT7S",
        "503 | PT1S  | ''                         | 2 | false | AGAIN     | PT4S",
        "503 | PT61S | ''                         | 0 | false | FAIL      | -",
        "503 | -     | ''                         | 3 | false | FAIL      | -"})
    void saysWhatToDoAboutAnAnswer(int status, Duration asked, String body, int faults, boolean refreshed,
                                   Verdict.Action action, Duration wait) {
        Verdict verdict = of(status, asked, body, new Attempt(faults, 0, refreshed));

        assertThat(verdict.action()).isEqualTo(action);
        assertThat(verdict.after()).isEqualTo(wait);
        if (verdict.failure() != null) {
            assertThat(verdict.failure().until()).isEqualTo(asked == null ? null : NOW.plus(asked));
        }
    }

    @ParameterizedTest
    @CsvSource({"TIMEOUT, 0, AGAIN", "TIMEOUT, 1, FAIL", "UNREACHABLE, 2, AGAIN", "UNREACHABLE, 3, FAIL",
        "TOO_LARGE, 0, FAIL", "CLIENT, 0, FAIL", "SIGN_IN, 0, FAIL", "STOPPED, 0, FAIL"})
    void saysWhatToDoWhereNoAnswerCame(FailureKind kind, int faults, Verdict.Action action) {
        assertThat(policy.of(kind.failure(), new Attempt(faults, 0, false), NOW).action()).isEqualTo(action);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "403 | {\"error\":{\"status\":403,\"message\":\"Forbidden\"}} | true  | true",
        "403 | ''                                                             | true  | true",
        "403 | A sentence                                                     | false | true",
        "403 | <html>                                                         | false | false",
        "404 | {\"error\":{\"status\":404}}                               | true  | true",
        "404 | <html>                                                         | true  | false",
        "400 | ''                                                             | false | false"})
    void tellsARefusalOfTheResourceFromThatOfSomethingInBetween(int status, String body, boolean ofResource,
                                                                boolean notOffered) {
        Failure refusal = of(status, null, body, Attempt.FIRST).failure();

        assertThat(refusal.isOfResource()).isEqualTo(ofResource);
        assertThat(refusal.isNotOffered()).isEqualTo(notOffered);
    }

    /** Or only the sync that met it would wait, and each of the others would ask once more. */
    @Test
    void aRefusalOfTheAppIsNoBlockOfOnePath() {
        Failure refusal = of(403, Duration.ofSeconds(30),
                "Active premium subscription required for the owner of the app", Attempt.FIRST).failure();

        assertThat(refusal.kind()).isEqualTo(FailureKind.PREMIUM);
        assertThat(refusal.blockedUntil()).isNull();
    }

    @Test
    void waitsTwiceAsLongAfterEachFailureUpToTheLongestWithAChanceOfHalfMoreOrLess() {
        Backoff backoff = new Backoff(Duration.ofMinutes(1), Duration.ofHours(1));

        assertThat(LongStream.of(1, 2, 3, 6, 7, 99).mapToObj(backoff::after)).containsExactly(Duration.ofMinutes(1),
                Duration.ofMinutes(2), Duration.ofMinutes(4), Duration.ofMinutes(32), Duration.ofHours(1),
                Duration.ofHours(1));
        assertThat(new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), () -> 0).after(1))
                .isEqualTo(Duration.ofSeconds(1));
        assertThat(new Backoff(Duration.ofSeconds(2), Duration.ofHours(1), () -> 1).after(1))
                .isEqualTo(Duration.ofSeconds(3));
    }
}
