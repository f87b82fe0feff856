package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.CALLBACK;
import static io.github.spotifysandbox.SandboxClient.PLAYS_SCOPE;
import static io.github.spotifysandbox.SandboxClient.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthorizeTest extends SandboxTest {

    @Test
    void consentPageNamesScopesAndAccounts() {
        sandbox.addAccount("second", "Second Listener");

        HttpResponse<String> page = client.authorize(client.authorizeParameters(PLAYS_SCOPE + " user-top-read"));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains(PLAYS_SCOPE, "user-top-read", "Agree as Demo Listener",
                "Agree as Second Listener", "&amp;account=second", "&amp;cancel=true");
    }

    @Test
    void consentPageNeitherRunsScriptsNorFetchesAnything() {
        HttpResponse<String> page = client.authorize(client.authorizeParameters(PLAYS_SCOPE));

        assertThat(page.body()).doesNotContain("<script", "src=", "url(", "@import", "<link");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'").doesNotContain("script-src");
    }

    @Test
    void consentPageEscapesEverythingThatComesFromOutside() {
        sandbox.addAccount("\"><script>alert(1)</script>", "<script>alert(2)</script> {{cancel}}");
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put("state", "\"><script>alert(3)</script>");

        HttpResponse<String> page = client.authorize(parameters);

        assertThat(page.body()).doesNotContain("<script")
                .contains("Agree as &lt;script&gt;alert(2)&lt;/script&gt; &#123;&#123;cancel&#125;&#125;");
    }

    @Test
    void linkOfConsentPageLeadsToTheCallback() {
        String page = client.authorize(client.authorizeParameters(PLAYS_SCOPE)).body();
        String link = page.replaceAll("(?s).*class=\"agree\" href=\"([^\"]+)\".*", "$1").replace("&amp;", "&");

        assertThat(client.get(link).headers().firstValue("Location").orElseThrow()).startsWith(CALLBACK + "?code=");
    }

    @Test
    void chosenAccountIsRedirectedWithCodeAndState() {
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put("account", "demo");

        HttpResponse<String> answer = client.authorize(parameters);

        assertThat(answer.statusCode()).isEqualTo(302);
        String location = answer.headers().firstValue("Location").orElseThrow();
        assertThat(location).startsWith(CALLBACK + "?code=");
        assertThat(query(location)).containsEntry("state", "the state");
        assertThat(sandbox.issuedSecrets()).contains(query(location).get("code"));
    }

    @Test
    void cancelIsRedirectedWithAccessDenied() {
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put("cancel", "true");

        HttpResponse<String> answer = client.authorize(parameters);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .contains(CALLBACK + "?error=access_denied&state=the%20state");
    }

    @Test
    void queryOfTheRedirectUriIsKept() {
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put("redirect_uri", "https://pipeline.example/callback?tenant=7");
        parameters.put("account", "demo");

        assertThat(client.authorize(parameters).headers().firstValue("Location").orElseThrow())
                .startsWith("https://pipeline.example/callback?tenant=7&code=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://pipeline.example/callback", "http://127.0.0.1:9/callback", "http://[::1]:9/cb"})
    void redirectUriMayBeHttpsOrLoopback(String uri) {
        assertThat(statusWith("redirect_uri", uri)).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost:8888/callback", "https://localhost/callback", "http://192.168.1.5/cb",
            "http://pipeline.example/callback", "javascript:alert(1)", "//evil.example", "", "http://127.0.0.1/#part",
            "https://user@pipeline.example/", "http://127.0.0.1.evil.example/", "not a uri"})
    void anyOtherRedirectUriIsRefused(String uri) {
        assertThat(statusWith("redirect_uri", uri)).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource({"client_id,another-client", "response_type,token", "code_challenge_method,plain", "code_challenge,''",
            "code_challenge,tooshort", "scope,user-read-recently-plaid", "account,nobody"})
    void badRequestAnswersAPlainSentenceAndNeverRedirects(String name, String value) {
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put("account", "demo");
        parameters.put(name, value);

        HttpResponse<String> answer = client.authorize(parameters);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Location")).isEmpty();
        assertThat(answer.headers().firstValue("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(answer.body()).endsWith(".").doesNotContain("<", value.isEmpty() ? "\n" : value);
    }

    @Test
    void parameterGivenTwiceIsRefused() {
        String twice = SandboxClient.encode(client.authorizeParameters(PLAYS_SCOPE)) + "&state=another";

        assertThat(client.get("/authorize?" + twice).statusCode()).isEqualTo(400);
    }

    @Test
    void clientWithSecretNeedsNoPkce() {
        SandboxOptions withSecret = options.withClient("sandbox-client", "a secret");
        try (TestSandbox other = TestSandbox.start(withSecret)) {
            SandboxClient confidential = new SandboxClient(other, withSecret);

            assertThat(confidential.authorize(confidential.authorizeParameters(PLAYS_SCOPE)).statusCode())
                    .isEqualTo(200);
        }
    }

    private int statusWith(String name, String value) {
        Map<String, String> parameters = client.authorizeParameters(PLAYS_SCOPE);
        parameters.put(name, value);
        return client.authorize(parameters).statusCode();
    }
}
