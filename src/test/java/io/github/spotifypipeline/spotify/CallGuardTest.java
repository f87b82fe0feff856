package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.settings.Settings;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.SandboxOptions;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CallGuardTest {

    private static final Duration DEADLINE = Duration.ofMillis(600);

    private final TestSandbox sandbox = TestSandbox.start(SandboxOptions.defaults());
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final CloseableHttpClient client = client();

    private CloseableHttpClient client() {
        HttpClientBuilder builder = HttpClientBuilder.create().disableAutomaticRetries();
        new CallGuard(timer, DEADLINE, Settings.load(Path.of("nowhere"), Map.of()).proxies())
                .configureHttpClient(builder);
        return builder.build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        timer.shutdownNow();
        sandbox.close();
    }

    private HttpGet get(String path) {
        return new HttpGet(sandbox.accountsUrl() + path);
    }

    private String text(String path) throws IOException {
        return client.execute(get(path), response -> EntityUtils.toString(response.getEntity()));
    }

    @Test
    void anAnswerThatDoesNotBeginEndsAtTheDeadline() {
        sandbox.fault(Fault.on("/x").delay(Duration.ofMinutes(1)));

        assertThatThrownBy(() -> text("/x")).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void theDeadlineOfACallThatHasEndedLeavesTheNextOnItsConnectionAlone() throws Exception {
        sandbox.fault(Fault.on("/x").body("first", "text/plain"));
        // read to the end, which gives the connection back, but not closed, so that the deadline still comes
        ClassicHttpResponse first = client.executeOpen(null, get("/x"), null);
        assertThat(first.getEntity().getContent().readAllBytes()).asString().isEqualTo("first");
        CountDownLatch deadline = new CountDownLatch(1);
        sandbox.fault(Fault.on("/x").body("second", "text/plain").run(() -> {
            timer.schedule(deadline::countDown, DEADLINE.toMillis() / 2, TimeUnit.MILLISECONDS);
            await(deadline);
        }));
        CountDownLatch half = new CountDownLatch(1);
        timer.schedule(half::countDown, DEADLINE.toMillis() * 2 / 3, TimeUnit.MILLISECONDS);
        await(half);

        assertThat(text("/x")).isEqualTo("second");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
