package io.github.spotifypipeline.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.settings.SettingsException;
import io.github.spotifypipeline.testing.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a database that cannot be used says of the reason, and how soon. */
@Timeout(60)
class ServerReasonsTest {

    private static final Duration SOON = Duration.ofSeconds(9);

    @TempDir
    Path folder;

    /** A server that speaks TLS and then hangs up. */
    private static final class TlsServer implements AutoCloseable {

        private final ServerSocket server;

        TlsServer(TlsIdentity identity) throws Exception {
            server = identity.context().getServerSocketFactory().createServerSocket(0, 20,
                    InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::serve, "tls-server");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    ((SSLSocket) socket).startHandshake();
                } catch (IOException e) {
                    // as expected: whoever calls does not trust it, or speaks no TLS
                }
            }
        }

        String uri(String options) {
            return "mongodb://someone:hunter2@127.0.0.1:" + server.getLocalPort() + "/?" + options;
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }

    private static void assertToldSoon(Database database, String words) {
        Instant begun = Instant.now();
        assertThat(database.trouble()).contains(words).doesNotContain("hunter2", "someone");
        assertThat(Duration.between(begun, Instant.now())).isLessThan(SOON);
    }

    private static void assertRefusedAtStart(Database database, String words) {
        assertToldSoon(database, words);
        assertThatThrownBy(database::troubleAtStart).isInstanceOf(SettingsException.class).hasMessageContaining(words)
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void anAuthorityThatIsNotTrustedIsNamedAndMayBeSet() throws Exception {
        TlsIdentity identity = TlsIdentity.of("ip:127.0.0.1", folder);
        try (TlsServer server = new TlsServer(identity)) {
            try (Database database = Database.at(server.uri("tls=true"), "spotify")) {
                assertRefusedAtStart(database, "signed by an authority that is not trusted here: put that authority's"
                        + " certificate into a file and name it in mongodb.ca-file (MONGODB_CA_FILE)");
            }
            // then the certificate is no reason any more
            try (Database database = Database.at(server.uri("tls=true"), "spotify", identity.certificate())) {
                assertToldSoon(database, "MongoDB ends the TLS connection as soon as it begins");
            }
        }
    }

    @Test
    void aCertificateForAnotherHostIsNamed() throws Exception {
        TlsIdentity identity = TlsIdentity.of("dns:other.test", folder);
        try (TlsServer server = new TlsServer(identity);
                Database database = Database.at(server.uri("tls=true"), "spotify", identity.certificate())) {
            assertRefusedAtStart(database, "certificate is for another host than the one in mongodb.uri (MONGODB_URI)");
        }
    }

    @Test
    void whoSpeaksNoTlsToOneThatWantsItIsToldSo() throws Exception {
        try (TlsServer server = new TlsServer(TlsIdentity.of("ip:127.0.0.1", folder));
                Database database = Database.at(server.uri(""), "spotify")) {
            assertToldSoon(database, "closes the connection at once: where it wants TLS, add tls=true to mongodb.uri");
        }
    }

    /** As mongod does with what is no message of its own. */
    private static void hangUp(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[16]);
            } catch (IOException e) {
                // the test is over
            }
        }
    }

    @Test
    void whoSpeaksTlsToOneThatDoesNotIsToldSo() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> hangUp(server), "no-tls-server");
            thread.setDaemon(true);
            thread.start();
            try (Database database = Database.at("mongodb://someone:hunter2@127.0.0.1:" + server.getLocalPort()
                    + "/?tls=true", "spotify")) {
                assertToldSoon(database, "where it speaks no TLS, take tls=true out of mongodb.uri (MONGODB_URI)");
            }
        }
    }

    @Test
    void whoAsksForAnotherReplicaSetIsToldSo() throws IOException {
        try (EmbeddedMongo server = EmbeddedMongo.start(folder, 0)) {
            try (Database database = Database.at(server.connectionString() + "?replicaSet=rs0", "spotify")) {
                assertRefusedAtStart(database, "mongodb.uri (MONGODB_URI) names a replica set (replicaSet=), but what"
                        + " answers"
                        + " is no member of one of that name");
            }
            try (Database database = Database.at(server.connectionString(), "spotify")) {
                assertThat(database.troubleAtStart()).isNull();
            }
        }
    }

    @Test
    void aHostThatIsNotKnownIsToldSo() {
        try (Database database = Database.at("mongodb://someone:hunter2@no-such-host.invalid/", "spotify")) {
            assertThat(database.trouble()).startsWith("No host of mongodb.uri (MONGODB_URI) can be looked up");
        }
    }

    @Test
    void aFileWithoutCertificatesIsRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("ca.pem"), "hunter2");
        assertThatThrownBy(() -> Database.at("mongodb://127.0.0.1/", "spotify", file).close())
                .isInstanceOf(SettingsException.class).hasMessageStartingWith("mongodb.ca-file (MONGODB_CA_FILE)"
                + " holds no")
                .hasMessageNotContaining("hunter2");
    }

    @Test
    void whoDoesNotAnswerAtAllIsWaitedForOnce() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        try (Database database = Database.at("mongodb://127.0.0.1:" + port, "spotify")) {
            assertThat(database.trouble()).contains("does not answer");
            Instant begun = Instant.now();
            assertThat(database.troubleNow()).contains("does not answer");
            assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofMillis(5500));
        }
    }
}
