package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.github.spotifypipeline.service.StandInTool;
import io.github.spotifypipeline.testing.FreePort;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command service, for a user of a Linux with a systemctl that only records what it is asked. */
class ServiceCommandTest {

    private static final byte[] ALIVE = "{\"status\":\"UP\",\"checks\":[{\"id\":\"context\",\"state\":\"UP\"}]}"
            .getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final Map<String, String> before = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final int port = FreePort.find();
    private Path program;
    private StandInTool systemctl;
    private HttpServer page;

    @BeforeEach
    void aUserWithAProgram() throws IOException {
        program = folder.resolve("my music/spotify-pipeline");
        Files.createDirectories(program.resolve("bin"));
        Files.createFile(program.resolve("bin/spotify-pipeline"));
        property("spotify-pipeline.home", program.toString());
        property("os.name", "Linux");
        property("user.name", "anna");
        property("user.home", folder.toString());
        systemctl("active");
        environment.put("PATH", systemctl.path());
        environment.put("HTTP_PORT", String.valueOf(port));
        environment.put("SPOTIFY_CLIENT_SECRET", "hunter2");
    }

    @AfterEach
    void leaveNothing() {
        before.forEach((name, value) -> {
            if (value == null) {
                System.clearProperty(name);
            } else {
                System.setProperty(name, value);
            }
        });
        if (page != null) {
            page.stop(0);
        }
    }

    private void property(String name, String value) {
        before.put(name, System.getProperty(name));
        System.setProperty(name, value);
    }

    /** @param state of a service that has been started */
    private void systemctl(String state) {
        systemctl = new StandInTool(folder.resolve("tools"), "systemctl", "case $2 in restart) : >'" + folder
                + "/started' ;; show) [ -e '" + folder + "/started' ] && echo ActiveState=" + state
                + " || echo ActiveState=inactive; echo ExecMainStatus=2; echo ActiveEnterTimestamp=Monday ;; esac");
    }

    private void answer() {
        try {
            page = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
            page.createContext("/", exchange -> {
                exchange.sendResponseHeaders(200, ALIVE.length);
                exchange.getResponseBody().write(ALIVE);
                exchange.close();
            });
            page.start();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        return RootCommand.commandLine(Clock.systemUTC(), environment).setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err)).execute(arguments);
    }

    private Path units() {
        return folder.resolve(".config/systemd/user");
    }

    @Test
    void isInstalledAskedInAnotherShellAndRemoved() throws Exception {
        CompletableFuture<Void> started = CompletableFuture.runAsync(() -> {
            await().until(() -> Files.exists(folder.resolve("started")));
            answer();
        });
        assertThat(run("service", "install")).as(err.toString()).isZero();
        started.join();
        assertThat(out.toString().lines()).containsExactly(
                "Settings: " + units() + "/spotify-pipeline.env, which only you can read: HTTP_PORT, PATH,"
                        + " SPOTIFY_CLIENT_SECRET",
                "Wrote " + units() + "/spotify-pipeline.service",
                "Enabled and started spotify-pipeline.service (systemctl --user).",
                "It runs. The page: http://127.0.0.1:" + port + "/",
                "Its log: " + program + "/data/logs/spotify-pipeline.log; what it says when it cannot start: journalctl"
                        + " --user -u spotify-pipeline",
                "It starts when you sign in, and ends when you sign out. To have it start with the machine and go on:"
                        + " loginctl enable-linger anna");
        assertThat(units().resolve("spotify-pipeline.service")).content().contains("\"" + program + "/bin/")
                .doesNotContain("hunter2");
        assertThat(units().resolve("spotify-pipeline.env")).content().contains("hunter2");
        assertThat(err.toString()).isEmpty();

        environment.remove("HTTP_PORT");
        environment.remove("SPOTIFY_CLIENT_SECRET");
        assertThat(run("service", "status")).isZero();
        assertThat(out.toString()).contains("Installed: " + units(), "State:     running since Monday",
                "Page:      http://127.0.0.1:" + port + "/\n");
        assertThat(run("service", "install")).as("once more").isZero();
        assertThat(out.toString()).contains("SPOTIFY_CLIENT_SECRET");

        assertThat(run("service", "remove")).isZero();
        assertThat(out.toString()).contains("removed " + units() + "/spotify-pipeline.service", "Your data stays",
                "spotify-pipeline.env: delete that file");
        assertThat(units().resolve("spotify-pipeline.service")).doesNotExist();
        assertThat(program.resolve("data")).exists();
        assertThat(systemctl.calls()).endsWith("--user disable --now spotify-pipeline.service",
                "--user daemon-reload", "--user reset-failed spotify-pipeline.service");
        assertThat(run("service", "remove")).isZero();
        assertThat(run("service", "status")).isEqualTo(1);
    }

    @Test
    void isOnlyShown() {
        assertThat(run("service", "install", "--print")).isZero();

        assertThat(out.toString()).contains("ExecStart=/bin/sh \"" + program + "/bin/spotify-pipeline\"")
                .doesNotContain("hunter2");
        assertThat(folder.resolve(".config")).doesNotExist();
        assertThat(program.resolve("data")).doesNotExist();
        assertThat(systemctl.calls()).isEmpty();
    }

    @Test
    void aPipelineThatRunsAlreadyWouldBeInItsWay() {
        answer();

        refused(1, "A pipeline already runs at http://127.0.0.1:" + port + "/: stop it", "service", "install");
        assertThat(folder.resolve(".config")).doesNotExist();
    }

    @Test
    void aServiceThatDoesNotStartIsToldOf() {
        systemctl("failed");

        assertThat(run("service", "install")).isEqualTo(1);
        assertThat(err.toString()).contains("does not answer", "failed, with exit code 2",
                "journalctl --user -u spotify-pipeline says why");
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsWritten() {
        refused(2, "--print goes with install alone", "service", "status", "--print");
        refused(2, "leave --sandbox out", "service", "install", "--sandbox");
        refused(2, "INSTALL, STATUS, REMOVE", "service", "start");
        environment.put("TIMEZONE", "nowhere");
        refused(2, "TIMEZONE", "service", "install");
        environment.put("TIMEZONE", "");
        environment.put("PATH", folder.toString());
        refused(1, "There is no systemd here", "service", "status");
        System.setProperty("user.name", "root");
        refused(1, "deploy/systemd/spotify-pipeline.service", "service", "install");
        assertThat(folder.resolve(".config")).doesNotExist();
    }

    private void refused(int exitCode, String words, String... arguments) {
        assertThat(run(arguments)).as(err.toString()).isEqualTo(exitCode);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString().lines()).singleElement().asString().startsWith("spotify-pipeline: ").contains(words);
    }
}
