package io.github.spotifysandbox;

import static io.github.spotifysandbox.SandboxClient.RECENTLY_PLAYED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class BrokenConnectionTest extends SignedInTest {

    @Test
    void requestThatAFaultTookIsRecorded() {
        sandbox.clearRequests();
        sandbox.fault(Fault.on("/v1/me").reset().forever());

        // Java's client repeats a GET by itself when the connection dies before an answer; never a POST.
        assertThatThrownBy(() -> client.sendOrFail("POST", "/v1/me", "")).isInstanceOf(IOException.class);
        assertThat(sandbox.requests()).extracting(RecordedRequest::toString).containsExactly("POST /v1/me");
    }

    @Test
    void resetEndsTheConnectionWithoutAnAnswer() throws IOException {
        sandbox.fault(Fault.on("/v1/me").reset());

        try (Socket socket = new Socket("127.0.0.1", sandbox.accountsUrl().getPort())) {
            socket.getOutputStream().write("GET /v1/me HTTP/1.1\r\nHost: sandbox\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            assertThatThrownBy(in::read).isInstanceOf(SocketException.class).hasMessageContaining("reset");
        }
    }

    @Test
    void truncatedAnswerIsShorterThanAnnounced() throws IOException {
        sandbox.fault(Fault.on("/v1/me").body("0123456789", "text/plain").truncate());

        try (Socket socket = new Socket("127.0.0.1", sandbox.accountsUrl().getPort())) {
            socket.getOutputStream().write("GET /v1/me HTTP/1.1\r\nHost: sandbox\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertThat(answer).contains("Content-Length: 10").endsWith("\r\n\r\n01234");
        }
    }

    @Test
    void answerThatDripsBeginsAtOnceAndNeverEnds() throws IOException {
        sandbox.fault(Fault.on("/v1/me").body("0123", "text/plain").drip(Duration.ofMillis(20)));

        try (InputStream in = URI.create(sandbox.accountsUrl() + "/v1/me").toURL().openStream()) {
            assertThat(new String(in.readNBytes(6), StandardCharsets.US_ASCII)).isEqualTo("0123  ");
        }
    }

    @Test
    void answerWithoutAnEndIsAsLongAsOneReads() throws IOException {
        sandbox.fault(Fault.on("/v1/me").body("0123", "text/plain").gzip().endless());

        try (InputStream in = new GZIPInputStream(URI.create(sandbox.accountsUrl() + "/v1/me").toURL().openStream())) {
            assertThat(new String(in.readNBytes(10_000_000), StandardCharsets.US_ASCII)).startsWith("0123  ")
                    .hasSize(10_000_000);
        }
    }

    @Test
    void truncatedAnswerWithoutBodyIsHalfAPage() {
        sandbox.fault(Fault.on(RECENTLY_PLAYED).truncate());

        assertThatThrownBy(() -> client.sendOrFail("GET", RECENTLY_PLAYED, "")).isInstanceOf(IOException.class);
    }

    @Test
    void delayAloneOnlyDelays() {
        Duration delay = Duration.ofMillis(150);
        sandbox.fault(Fault.on("/v1/me").delay(delay));

        long begin = System.nanoTime();
        assertThat(status()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(delay);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void closingCutsDelaysShort() {
        sandbox.clearRequests();
        sandbox.fault(Fault.on("/v1/me").delay(Duration.ofMinutes(5)));
        CompletableFuture<Void> asked = CompletableFuture.runAsync(() -> {
            try {
                client.sendOrFail("GET", "/v1/me", "");
            } catch (IOException e) {
                // whether it is answered or cut off is all one: it must not take five minutes
            }
        });
        await().until(() -> !sandbox.requests().isEmpty());

        sandbox.close();

        asked.join();
    }
}
