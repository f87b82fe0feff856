package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebApiTest extends SandboxTest {

    @Test
    void profileHasTheShapeOf2026() {
        HttpResponse<String> answer = client.call("/v1/me", client.accessToken("demo", "user-read-private"));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        JsonNode profile = json(answer);
        assertThat(profile.fieldNames()).toIterable().containsExactlyInAnyOrder("account_id", "id", "display_name",
                "uri", "href", "type", "images", "external_urls");
        assertThat(profile.get("account_id").asText()).isEqualTo(sandbox.account("demo").accountId())
                .matches("[A-Za-z0-9]{10}");
        assertThat(profile.get("id").asText()).isEqualTo("demo");
        assertThat(profile.get("display_name").asText()).isEqualTo("Demo Listener");
        assertThat(profile.get("type").asText()).isEqualTo("user");
        assertThat(profile.get("images").isArray()).isTrue();
    }

    @Test
    void profileOfTheOlderShapeHasNoAccountId() {
        sandbox.account("demo").showAccountId(false);

        JsonNode profile = json(client.call("/v1/me", client.accessToken("demo", "")));

        assertThat(profile.has("account_id")).isFalse();
        assertThat(profile.get("id").asText()).isEqualTo("demo");
    }

    @Test
    void accountIdIsTheSameAfterARestart() {
        try (TestSandbox again = TestSandbox.start(options)) {
            assertThat(again.account("demo").accountId()).isEqualTo(sandbox.account("demo").accountId());
        }
    }

    @Test
    void profileWithoutNameIsNull() {
        sandbox.addAccount("nameless", null);

        assertThat(json(client.call("/v1/me", client.accessToken("nameless", ""))).get("display_name").isNull())
                .isTrue();
    }

    @Test
    void callWithoutTokenIsRefused() {
        HttpResponse<String> answer = client.get("/v1/me");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).isEqualTo("{\"error\":{\"status\":401,\"message\":\"No token provided\"}}");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }

    @Test
    void callWithNonsenseAsTokenIsRefused() {
        for (String token : List.of("nonsense", "BQ", "BQ****", "BQAAAA", "")) {
            HttpResponse<String> answer = client.call("/v1/me", token);
            assertThat(answer.statusCode()).as(token).isEqualTo(401);
            assertThat(json(answer).at("/error/message").asText()).as(token)
                    .isEqualTo(token.isEmpty() ? "No token provided" : "Invalid access token");
        }
    }

    @Test
    void refreshTokenIsNoAccessToken() {
        String refresh = client.signIn("demo", "").get("refresh_token").asText();

        assertThat(client.call("/v1/me", refresh).statusCode()).isEqualTo(401);
        assertThat(client.call("/v1/me", "BQ" + refresh.substring(2)).statusCode()).isEqualTo(401);
    }

    @Test
    void unknownPathAnswersJson() {
        HttpResponse<String> answer = client.get("/v1/audio-features");

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=utf-8");
        assertThat(json(answer).at("/error/status").asInt()).isEqualTo(404);
    }

    @Test
    void wrongMethodAnswers405AndNamesTheRightOne() {
        HttpResponse<String> answer = client.send("POST", "/v1/me", "");

        assertThat(answer.statusCode()).isEqualTo(405);
        assertThat(answer.headers().firstValue("Allow")).contains("GET");
        assertThat(json(answer).at("/error/status").asInt()).isEqualTo(405);
        assertThat(client.get("/api/token").statusCode()).isEqualTo(405);
    }

    @Test
    void requestsAreRecordedAsTheyCame() {
        sandbox.clearRequests();

        client.send("POST", "/v1/any%20thing?a=1&b=%C3%B1", "bödy", "X-Twice", "one", "X-Twice", "two");

        RecordedRequest request = sandbox.requests().get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/v1/any thing");
        assertThat(request.query()).isEqualTo("a=1&b=%C3%B1");
        assertThat(request.body()).isEqualTo("bödy");
        assertThat(request.headers().get("x-twice")).containsExactly("one", "two");
        assertThat(request.header("X-TWICE")).contains("one");
        assertThat(request.instant()).isEqualTo(clock.instant());
    }

    @Test
    void textOfARecordedRequestHoldsNoSecret() {
        client.accessToken("demo", PLAYS_SCOPE);
        String text = sandbox.requests().toString();

        assertThat(sandbox.issuedSecrets()).isNotEmpty().noneMatch(text::contains);
        assertThat(options.withClient("id", "hush").toString()).doesNotContain("hush");
    }

    @Test
    void onlyTheNewestRequestsAreKept() {
        RequestLog log = new RequestLog();
        for (int i = 0; i <= RequestLog.CAPACITY; i++) {
            log.add(new RecordedRequest("GET", "/" + i, "", Map.of(), "", clock.instant()));
        }

        assertThat(log.newest()).hasSize(RequestLog.CAPACITY);
        assertThat(log.newest().get(0).path()).isEqualTo("/1");
    }

    @Test
    void takenPortIsSaidInASentence() {
        SandboxOptions samePort = options.withPort(sandbox.accountsUrl().getPort());

        assertThatThrownBy(() -> TestSandbox.start(samePort)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("port " + sandbox.accountsUrl().getPort());
    }

    @Test
    void accountIdIsTakenOnce() {
        assertThatThrownBy(() -> sandbox.addAccount("demo", "Again")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.addAccount("a\nb", "Broken")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> sandbox.account("nobody")).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The sandbox has no account nobody");
    }
}
