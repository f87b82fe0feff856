package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.settings.Version;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.TlsIdentity;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The program with a Java of its own, as {@code mvn -Pimage verify} makes it: unpacked elsewhere, and run where no
 * other Java can be found.
 */
class RuntimeImageCheck {

    /** All that the start script needs of the system. */
    private static final List<String> TOOLS = List.of("sh", "dirname", "readlink", "sed", "wc", "cat", "mktemp", "rm",
            "mv", "env");

    @TempDir
    Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private Path home;

    @BeforeEach
    void unpack() throws Exception {
        Path tools = Files.createDirectories(folder.resolve("tools"));
        for (String tool : TOOLS) {
            Path found = Stream.of(System.getenv("PATH").split(":")).map(part -> Path.of(part, tool))
                    .filter(Files::isExecutable).findFirst().orElseThrow();
            Files.copy(found, tools.resolve(tool), StandardCopyOption.COPY_ATTRIBUTES);
        }
        environment.putAll(Map.of("PATH", tools.toString(), "LANG", "C.UTF-8", "TIMEZONE", "Etc/GMT-3",
                "HTTP_PORT", String.valueOf(FreePort.find())));
        Path target = PackagedProgram.HOME.getParent();
        try (Stream<Path> files = Files.list(target)) {
            Path archive = files.filter(file -> file.getFileName().toString().matches("spotify-pipeline-.*\\.tar\\.gz"))
                    .findFirst().orElseThrow();
            Path music = Files.createDirectories(folder.resolve("my music"));
            assertThat(new ProcessBuilder("tar", "xzf", archive.toString(), "-C", music.toString()).start().waitFor())
                    .isZero();
            home = music.resolve("spotify-pipeline-" + Version.text());
        }
    }

    private String run(int exitCode, Path program, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(arguments));
        Path said = Files.createTempFile(folder, "said", null);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(exitCode);
        return Files.readString(said);
    }

    private String command(int exitCode, String... arguments) throws Exception {
        return run(exitCode, home.resolve("bin/spotify-pipeline"), arguments);
    }

    @Test
    void runsOnTheSandboxWithItsCommands() throws Exception {
        assertThat(command(0, "archive-classes")).isEmpty();
        environment.put("JAVA_HOME", "");
        try (PackagedProgram program = PackagedProgram.start(home.resolve("bin/spotify-pipeline"), folder,
                home.resolve("data/sandbox"), environment, "--sandbox")) {
            program.awaitLine("import succeeded");
            assertThat(command(0, "sync", "recently-played", "--wait", "--sandbox")).contains("recently-played");
            assertThat(command(0, "export", "--collection", "plays", "--format", "csv", "--sandbox").lines())
                    .hasSizeGreaterThan(5_000);
            assertThat(program.stop()).isZero();
            assertThat(program.output()).doesNotContain("ERROR", "Exception");
        }
        assertThat(command(0, "status", "--sandbox")).contains("recently-played");
        for (String name : command(0, "--help").lines().dropWhile(line -> !line.startsWith("Commands:")).skip(1)
                .takeWhile(line -> line.startsWith("  ")).map(line -> line.strip().split("\\s")[0])
                .filter(word -> word.matches("[a-z]+(-[a-z]+)?")).toList()) {
            assertThat(command(0, name, "--help")).contains("Usage: ");
        }
    }

    @Test
    void knowsTheAuthoritiesAndTheCiphersOfTheWeb() throws Exception {
        TlsIdentity identity = TlsIdentity.of("dns:localhost", folder);
        environment.putAll(Map.of("MONGODB_CA_FILE", identity.certificate().toString(), "DATA_DIR",
                folder.resolve("data").toString()));
        try (SSLServerSocket server = (SSLServerSocket) identity.context().getServerSocketFactory()
                .createServerSocket(0, 1, InetAddress.getByName("localhost"))) {
            CompletableFuture<String> cipher = CompletableFuture.supplyAsync(() -> handshake(server));
            environment.put("MONGODB_URI", "mongodb://localhost:" + server.getLocalPort()
                    + "/?tls=true&serverSelectionTimeoutMS=5000");

            assertThat(command(1, "check")).contains("problem  database");

            assertThat(cipher.get(1, TimeUnit.MINUTES)).startsWith("TLSv1.3 ");
        }
        assertThat(run(0, home.resolve("runtime/bin/keytool"), "-list", "-cacerts", "-storepass", "changeit").lines()
                .filter(line -> line.contains("trustedCertEntry"))).hasSizeGreaterThan(80);
        assertThat(run(0, home.resolve("runtime/bin/java"), "--list-modules")).contains("jdk.naming.dns@",
                "jdk.crypto.ec@", "jdk.unsupported@");
    }

    private static String handshake(SSLServerSocket server) {
        try (SSLSocket socket = (SSLSocket) server.accept()) {
            socket.startHandshake();
            return socket.getSession().getProtocol() + " " + socket.getSession().getCipherSuite();
        } catch (IOException e) {
            return "failed: " + e.getMessage();
        }
    }
}
