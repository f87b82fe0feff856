package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class FaultTest extends SignedInTest {

    @Test
    void faultHappensOnceUnlessTold() {
        sandbox.fault(Fault.on("/v1/me").status(503));

        assertThat(status()).isEqualTo(503);
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void faultHappensAsOftenAsAskedAfterAsManyAsAsked() {
        sandbox.fault(Fault.on("/v1/me").after(2).times(2).status(500));

        assertThat(new int[] {status(), status(), status(), status(), status()})
                .containsExactly(200, 200, 500, 500, 200);
    }

    @Test
    void faultForeverEndsWhenCleared() {
        sandbox.fault(Fault.on("/v1/me").forever().after(1).status(502));
        assertThat(new int[] {status(), status(), status(), status()}).containsExactly(200, 502, 502, 502);

        sandbox.clearFaults();
        assertThat(status()).isEqualTo(200);
    }

    @Test
    void faultsTakeTurns() {
        sandbox.fault(Fault.on("/v1/me").status(500));
        sandbox.fault(Fault.on("/v1/me").status(429));

        assertThat(new int[] {status(), status(), status()}).containsExactly(500, 429, 200);
    }

    @Test
    void faultMatchesTheExactPathOnly() {
        sandbox.fault(Fault.on("/v1/me").status(500));

        assertThat(client.call(RECENTLY_PLAYED, token).statusCode()).isEqualTo(200);
        assertThat(client.call("/v1/me?x=1", token).statusCode()).isEqualTo(500);
    }

    @Test
    void answerIsReplacedWithStatusHeadersAndJson() {
        sandbox.fault(Fault.on(RECENTLY_PLAYED).status(429).header("Retry-After", "52531").answer(
                JsonNodeFactory.instance.objectNode().put("reason", "QUOTA_EXCEEDED")));

        HttpResponse<String> answer = client.call(RECENTLY_PLAYED, token);

        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("Retry-After")).contains("52531");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(answer.body()).isEqualTo("{\"reason\":\"QUOTA_EXCEEDED\"}");
    }

    @Test
    void answerMayBeAnyText() {
        sandbox.fault(Fault.on("/v1/me").status(403)
                .body("User not registered in the Developer Dashboard", "text/plain"));

        HttpResponse<String> answer = client.call("/v1/me", token);

        assertThat(answer.body()).isEqualTo("User not registered in the Developer Dashboard");
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain");
    }

    @Test
    void emptyAnswersAreEmpty() {
        sandbox.fault(Fault.on("/v1/me").status(204));
        sandbox.fault(Fault.on("/v1/me").status(503));

        assertThat(client.call("/v1/me", token).body()).isEmpty();
        assertThat(client.call("/v1/me", token).body()).isEmpty();
    }

    @Test
    void unknownPathCanBeGivenAnAnswer() {
        sandbox.fault(Fault.on("/v1/me/tracks").forever()
                .answer(JsonNodeFactory.instance.objectNode().put("total", 0)));

        assertThat(json(client.get("/v1/me/tracks?limit=1")).get("total").asInt()).isZero();
    }

    @Test
    void faultOfOneAccountLeavesOthersAlone() {
        sandbox.addAccount("second", "Second Listener");
        String second = client.accessToken("second", PLAYS_SCOPE);
        sandbox.fault(Fault.on("/v1/me").account("second").forever().status(500));

        assertThat(status()).isEqualTo(200);
        assertThat(client.call("/v1/me", second).statusCode()).isEqualTo(500);
        assertThat(client.get("/v1/me").statusCode()).isEqualTo(401);
    }

    @Test
    void faultAtTheTokenEndpointKnowsTheAccountByCodeAndByRefreshToken() {
        sandbox.addAccount("second", "Second Listener");
        String refresh = client.signIn("second", PLAYS_SCOPE).get("refresh_token").asText();
        String code = client.code("second", PLAYS_SCOPE);
        sandbox.fault(Fault.on("/api/token").account("second").times(2).status(503));

        assertThat(client.signIn("demo", PLAYS_SCOPE).has("access_token")).isTrue();
        assertThat(client.token(client.refreshForm(refresh)).statusCode()).isEqualTo(503);
        assertThat(client.token(client.codeForm(code)).statusCode()).isEqualTo(503);
        assertThat(client.token(client.codeForm(code)).statusCode()).as("a fault uses no code up").isEqualTo(200);
    }

    @Test
    void faultIsNotChangedByWhatIsMadeFromIt() {
        Fault base = Fault.on("/v1/me").status(500);
        base.status(418);
        sandbox.fault(base);

        assertThat(status()).isEqualTo(500);
    }

    @Test
    void faultThatNeverHappensIsRefused() {
        Fault fault = Fault.on("/v1/me");

        assertThatThrownBy(() -> fault.times(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> fault.after(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
