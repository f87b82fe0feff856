package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.StandInProxy;
import io.github.spotifypipeline.testing.TlsIdentity;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.ssl.SSLContextBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A host that only the proxy knows, over TLS. */
@Timeout(60)
class ProxyWayTest {

    private static final String URL = "https://api.made-up.test/v1/me";

    @TempDir
    Path folder;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpsServer service;
    private TlsIdentity identity;

    @BeforeEach
    void start() throws Exception {
        identity = TlsIdentity.of("dns:api.made-up.test", folder);
        service = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.setHttpsConfigurator(new HttpsConfigurator(identity.context()));
        service.createContext("/", call -> {
            call.sendResponseHeaders(call.getRequestURI().getPath().equals("/v1/me") ? 200 : 403, -1);
            call.close();
        });
        service.start();
    }

    @AfterEach
    void stop() {
        service.stop(0);
        timer.shutdownNow();
    }

    private int ask(String url, String... environment) throws Exception {
        HttpClientBuilder builder = HttpClientBuilder.create().disableAutomaticRetries();
        builder.setConnectionManager(PoolingHttpClientConnectionManagerBuilder.create().setTlsSocketStrategy(
                ClientTlsStrategyBuilder.create().setSslContext(SSLContextBuilder.create()
                        .loadTrustMaterial((chain, kind) -> true).build()).buildClassic()).build());
        Map<String, String> variables = environment.length == 2 ? Map.of(environment[0], environment[1])
                : Map.of(environment[0], environment[1], environment[2], environment[3]);
        new CallGuard(timer, Duration.ofSeconds(20), Settings.load(folder, variables).proxies())
                .configureHttpClient(builder);
        try (CloseableHttpClient client = builder.build()) {
            return client.execute(new HttpGet(url), response -> {
                EntityUtils.consume(response.getEntity());
                return response.getCode();
            });
        }
    }

    @Test
    void leadsThroughTheProxyWithItsPasswordAndLeavesTheServicesOwnAnswersAlone() throws Exception {
        try (StandInProxy proxy = StandInProxy.start(service.getAddress().getPort(), "me:hun ter2@")) {
            String address = "http://me:hun%20ter2%40@127.0.0.1:" + proxy.port();
            assertThat(ask(URL, "HTTPS_PROXY", address)).isEqualTo(200);
            assertThat(proxy.requests()).isNotEmpty()
                    .allMatch(line -> line.equals("CONNECT api.made-up.test:443 HTTP/1.1"));
            // 403 of the service is the service's
            assertThat(ask(URL + "/x", "https_proxy", address)).isEqualTo(403);
        }
    }

    @Test
    void whatTheProxyAnswersIsNotTakenForTheServicesAnswer() throws Exception {
        try (StandInProxy wantsPassword = StandInProxy.start(service.getAddress().getPort(), "me:hunter2");
                StandInProxy refuses = StandInProxy.start(0, null)) {
            assertThatThrownBy(() -> ask(URL, "HTTPS_PROXY", "127.0.0.1:" + wantsPassword.port()))
                    .isInstanceOf(BrokenCallException.class).hasMessage("HTTP 407");
            assertThatThrownBy(() -> ask(URL, "HTTPS_PROXY", "http://me:wrong@127.0.0.1:" + wantsPassword.port()))
                    .isInstanceOf(BrokenCallException.class).hasMessage("HTTP 407");
            assertThatThrownBy(() -> ask(URL, "HTTPS_PROXY", "127.0.0.1:" + refuses.port()))
                    .isInstanceOf(BrokenCallException.class).hasMessage("HTTP 403");
            assertThatThrownBy(() -> ask(URL, "HTTPS_PROXY", "127.0.0.1:" + FreePort.find()))
                    .isInstanceOf(BrokenCallException.class).hasMessage("no answer");
        }
    }

    @Test
    void thisMachineAndWhatIsExceptedAreAskedDirectly() throws Exception {
        String here = "https://127.0.0.1:" + service.getAddress().getPort() + "/v1/me";
        try (StandInProxy proxy = StandInProxy.start(0, null)) {
            String address = "127.0.0.1:" + proxy.port();
            // reached, though its certificate is for another name
            assertThatThrownBy(() -> ask(here, "HTTPS_PROXY", address)).isInstanceOf(javax.net.ssl.SSLException.class);
            assertThatThrownBy(() -> ask(URL, "HTTPS_PROXY", address, "NO_PROXY", "made-up.test"))
                    .isInstanceOf(java.net.UnknownHostException.class);
            assertThat(proxy.requests()).isEmpty();
        }
    }

    @Test
    void theJvmsOwnPropertiesCountWhereNoProxyIsSet() throws Exception {
        try (StandInProxy proxy = StandInProxy.start(service.getAddress().getPort(), null)) {
            System.setProperty("https.proxyHost", "127.0.0.1");
            System.setProperty("https.proxyPort", String.valueOf(proxy.port()));
            assertThat(ask(URL, "TIMEZONE", "UTC")).isEqualTo(200);
            assertThat(proxy.requests()).containsExactly("CONNECT api.made-up.test:443 HTTP/1.1");
        } finally {
            System.clearProperty("https.proxyHost");
            System.clearProperty("https.proxyPort");
        }
    }
}
