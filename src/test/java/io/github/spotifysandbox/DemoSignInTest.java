package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifysandbox.oauth.Pkce;
import io.github.spotifysandbox.server.Parameters;
import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoSignInTest {

    private static final String STATE = "the-state-of-this-browser";

    private final SandboxOptions options = SandboxOptions.defaults();
    private TestSandbox sandbox;
    private Undertow pipeline;
    private URI pipelineUrl;

    /** What the pipeline answers at /login; a test may change it. */
    private volatile String loginLocation;
    private volatile int callbackStatus = 302;
    private volatile String callbackQuery;
    private volatile String callbackCookie;

    @BeforeEach
    void start() {
        sandbox = TestSandbox.start(options);
        pipeline = Undertow.builder().addHttpListener(0, "127.0.0.1").setHandler(this::answer).build();
        pipeline.start();
        int port = ((InetSocketAddress) pipeline.getListenerInfo().get(0).getAddress()).getPort();
        pipelineUrl = URI.create("http://127.0.0.1:" + port);
        loginLocation = sandbox.accountsUrl() + "/authorize?client_id=sandbox-client&response_type=code&redirect_uri="
                + Parameters.encode(pipelineUrl + "/callback") + "&state=" + STATE
                + "&code_challenge_method=S256&code_challenge=" + Pkce.challengeOf(SandboxClient.VERIFIER);
    }

    @AfterEach
    void stop() {
        pipeline.stop();
        sandbox.close();
    }

    private void answer(HttpServerExchange exchange) {
        if (exchange.getRequestPath().equals("/login")) {
            exchange.setStatusCode(302).getResponseHeaders()
                    .put(Headers.LOCATION, loginLocation)
                    .add(Headers.SET_COOKIE, "browser=abc; Path=/; HttpOnly; SameSite=Lax")
                    .add(Headers.SET_COOKIE, "other=def");
        } else {
            callbackQuery = exchange.getQueryString();
            callbackCookie = exchange.getRequestHeaders().getFirst(Headers.COOKIE);
            exchange.setStatusCode(callbackStatus).getResponseHeaders().put(Headers.LOCATION, "/");
        }
    }

    @Test
    void walksThroughLoginConsentAndCallbackWithTheCookie() {
        DemoSignIn.signIn(pipelineUrl, "demo");

        assertThat(callbackQuery).startsWith("code=").contains("&state=" + STATE);
        assertThat(callbackCookie).isEqualTo("browser=abc; other=def");
    }

    @Test
    void saysWhichStepFailedWithoutSecrets() {
        callbackStatus = 400;

        assertThatThrownBy(() -> DemoSignIn.signIn(pipelineUrl, "demo"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The demo sign-in stopped: the pipeline's callback at " + pipelineUrl
                        + "/callback answered 400 instead of 302.");
    }

    @Test
    void saysThatTheSandboxRefused() {
        assertThatThrownBy(() -> DemoSignIn.signIn(pipelineUrl, "nobody"))
                .hasMessage("The demo sign-in stopped: the sandbox's consent at " + sandbox.accountsUrl()
                        + "/authorize answered 400 instead of 302.");
    }

    @Test
    void neverWalksToSpotifyItself() {
        loginLocation = "https://accounts.spotify.com/authorize?client_id=real&state=" + STATE;

        assertThatThrownBy(() -> DemoSignIn.signIn(pipelineUrl, "demo"))
                .hasMessageContaining("accounts.spotify.com, not to a sandbox")
                .hasMessageNotContaining(STATE);
    }

    @Test
    void brokenAddressIsNotQuoted() {
        loginLocation = "http://127.0.0.1/a b?state=" + STATE;

        assertThatThrownBy(() -> DemoSignIn.signIn(pipelineUrl, "demo"))
                .isInstanceOf(IllegalStateException.class)
                .hasNoCause()
                .hasMessageNotContaining(STATE);
    }

    @Test
    void saysThatNothingAnswers() {
        pipeline.stop();

        assertThatThrownBy(() -> DemoSignIn.signIn(pipelineUrl, "demo"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the pipeline's login at " + pipelineUrl + "/login did not answer");
    }
}
