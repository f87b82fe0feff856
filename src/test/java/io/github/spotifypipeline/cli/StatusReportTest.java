package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.http.ApiJson;
import io.github.spotifypipeline.web.HealthAnswer;
import io.github.spotifypipeline.web.Status;
import io.github.spotifypipeline.web.Trouble;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StatusReportTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String HEALTHY = "{'status':'up','checks':[{'id':'syncs','state':'up'}]}";

    private static StatusReport report(String status, String health) {
        return report(status, health, new String[0]);
    }

    /** @param lettersOf ids of endpoints */
    private static StatusReport report(String status, String health, String... lettersOf) {
        String letters = Stream.of(lettersOf).map("{'endpoint':'%s'}"::formatted).collect(Collectors.joining(","));
        return new StatusReport(json(status, Status.class), json(health, HealthAnswer.Health.class).checks(),
                json("{'dead_letters':[" + letters + "]}", Trouble.class).deadLetters(), NOW,
                "http://127.0.0.1:8888/login", true);
    }

    private static <T> T json(String text, Class<T> type) {
        return ApiJson.read(text.replace('\'', '"'), type).orElseThrow();
    }

    private static String status(String name, String scopes, String error) {
        return "{'version':'1','configured':true,'accounts':[{'id':'anna','display_name':" + name
                + ",'status':'active',"
                + "'sign_in_expires_at':'2027-01-22T12:00:00Z','scopes_missing':[" + scopes + "]}],"
                + "'endpoints':[{'id':'profile','accounts':[{'account_id':'anna',"
                + "'last_success_at':'2026-11-23T11:56:00Z','last_error':" + error
                + ",'next_run_at':'2026-11-23T12:16:30Z','documents':1,'blocked_until':null}]},"
                + "{'id':'playlists','accounts':[{'account_id':'anna','last_success_at':null,'last_error':null,"
                + "'next_run_at':'2026-11-23T12:00:00Z','documents':1234,'blocked_until':null}]}],"
                + "'limits':[{'bucket':'/me','calls_24h':7,'blocked_until':null,'reason':null}],"
                + "'conditions':[{'endpoint':'playlists','account_id':'anna','condition':'not_available'}],"
                + "'refused_lists':[{'endpoint':'profile','account_id':'anna','lists':2}],"
                + "'dead_letters':2,'gaps':1}";
    }

    @Test
    void showsTheStateAsAnAlignedTableWithTimesInWords() {
        StatusReport report = report(status("'Anna'", "", "null"), HEALTHY);

        assertThat(report.lines("here")).containsExactly(
                "Spotify pipeline 1, here", "",
                "Accounts", "ACCOUNT  NAME  STATE   SIGN-IN ENDS", "anna     Anna  active  in 60 days", "",
                "Endpoints", "ENDPOINT   ACCOUNT  LAST SUCCESS   NEXT RUN       DOCUMENTS  STATE",
                "profile    anna     4 minutes ago  in 16 minutes          1  ok, Spotify refuses 2 lists",
                "playlists  anna     never          now                 1234  not available", "",
                "Limits", "BUCKET  CALLS IN 24 HOURS  BLOCKED  REASON", "/me                     7  no", "",
                "Dead letters: 2 (mend the transform, then: spotify-pipeline replay)",
                "Gaps, times in which plays may be lost: 1");
        assertThat(report.needs()).isEmpty();
    }

    @Test
    void whatToDoWithDeadLettersDependsOnWhetherTheirEndpointIsThere() {
        String replay = "Dead letters: 2 (mend the transform, then: spotify-pipeline replay)";
        String gone = "- those of long-albums, which is no endpoint here: put its file back or, unless another program"
                + " runs it, delete them in mongosh: db.dead_letters.deleteMany({ endpoint: \"long-albums\" })";
        String status = status("'Anna'", "", "null");

        assertThat(report(status, HEALTHY, "profile", "profile").lines("here")).contains(replay).doesNotContain(gone);
        assertThat(report(status, HEALTHY, "long-albums", "profile").lines("here")).containsSequence(replay, gone);
        assertThat(report(status, HEALTHY, "long-albums").lines("here")).containsSequence("Dead letters: 2", gone);
    }

    @Test
    void namesOfOthersCannotSteerTheTerminal() {
        assertThat(report(status("'\\u001b[31mA\\nB\\u202e'", "", "'no\\r'"), HEALTHY).lines("here"))
                .anyMatch(line -> line.startsWith("anna     ?[31mA?B?  active")).anyMatch(line -> line.endsWith("no?"));
    }

    @Test
    void whatNeedsAPersonIsWhatHealthSaysAndWhatASignInWouldMend() {
        String degraded = "{'checks':[{'id':'syncs','state':'up','degraded':['one','two']},"
                + "{'id':'mongodb','state':'down','message':'away'}]}";
        assertThat(report(status("'Anna'", "'a-scope'", "null"), degraded).needs())
                .containsExactly("one", "two", "away",
                "Account anna has not granted all that the endpoints need: sign in again at"
                + " http://127.0.0.1:8888/login.");
        assertThat(report("{'configured':true,'endpoints':[]}", HEALTHY).needs())
                .containsExactly("Nobody is signed in: open http://127.0.0.1:8888/login.");
        assertThat(report("{'configured':false,'endpoints':[],'redirect_uri':'http://127.0.0.1:8888/callback'}",
                HEALTHY).needs())
                .singleElement().asString().contains("SPOTIFY_CLIENT_ID", "http://127.0.0.1:8888/callback");
    }
}
