package io.github.spotifypipeline.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The unit for systemd, and what is asked of a systemctl that only records it. */
class SystemdServiceTest {

    private static final String RUNNING = "[ \"$2\" != show ] || printf 'ActiveState=active\\nSubState=running\\n"
            + "ExecMainStatus=0\\nActiveEnterTimestamp=Mon 2026-11-30 17:39:57 UTC\\n'";
    private static final Path ANALYZE = Path.of("/usr/bin/systemd-analyze");

    @TempDir
    Path folder;

    private UserService service(String systemctl, Path program) {
        StandInTool tool = new StandInTool(folder.resolve("tools"), "systemctl", systemctl);
        return new ServiceHost("Linux", "anna", folder, Map.of("PATH", tool.path())).service(program);
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(folder.resolve("tools/systemctl.calls"));
    }

    @Test
    void theUnitStartsTheProgramWithItsSettingsAndTakesRightsAway() {
        assertThat(service(":", Path.of("/home/anna/spotify-pipeline")).text()).isEqualTo("""
                # Written by "spotify-pipeline service install", which writes it anew.
                # What you add, "systemctl --user edit spotify-pipeline" keeps beside it.
                [Unit]
                Description=Spotify pipeline
                Documentation=file:///home/anna/spotify-pipeline/docs/operations.md

                [Service]
                Type=exec
                ExecStart=/bin/sh "/home/anna/spotify-pipeline/bin/spotify-pipeline"
                # the settings that were set when it was installed, readable by this user alone
                EnvironmentFile=-%s/.config/systemd/user/spotify-pipeline.env
                UMask=0077
                Restart=on-failure
                RestartSec=10
                # 2: settings that cannot work, which another start does not mend
                RestartPreventExitStatus=2
                # a JVM that is told to stop by a signal, before the program has taken it over, says so by 143
                SuccessExitStatus=143
                TimeoutStopSec=40

                NoNewPrivileges=yes
                LockPersonality=yes
                RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK
                RestrictNamespaces=yes
                RestrictRealtime=yes
                RestrictSUIDSGID=yes
                SystemCallArchitectures=native

                [Install]
                WantedBy=default.target
                """.formatted(folder));
    }

    @Test
    void whatSystemdWouldTakeForSomethingElseInAPathIsEscaped() {
        UserService service = new ServiceHost("Linux", "anna", Path.of("/nowhere"), Map.of("PATH",
                new StandInTool(folder, "systemctl", ":").path(), "XDG_CONFIG_HOME", "/my [100%] *conf\\ig"))
                .service(Path.of("/home/anna/50% \"röck\" $HOME\\n 'n' roll"));

        assertThat(service.text().lines()).contains(
                "Documentation=file:///home/anna/50%%25%%20%%22r%%C3%%B6ck%%22%%20$HOME%%5Cn%%20'n'%%20roll/docs/"
                        + "operations.md",
                "ExecStart=/bin/sh \"/home/anna/50%% \\\"röck\\\" $$HOME\\\\n 'n' roll/bin/spotify-pipeline\"",
                "EnvironmentFile=-/my \\[100%%\\] \\*conf\\\\ig/systemd/user/spotify-pipeline.env");
    }

    @Test
    void aPathWithALineBreakIsRefused() {
        UserService service = service(":", Path.of("/home/anna/a\nExecStartPre=/bin/rm"));

        assertThatThrownBy(service::text).isInstanceOf(ServiceException.class).hasMessageContaining("line break");
    }

    @Test
    void systemdItselfTakesTheUnit() throws Exception {
        assumeTrue(Files.isExecutable(ANALYZE), "there is no systemd-analyze");
        for (String name : List.of("plain", "50% \"röck\" $HOME 'n' roll")) {
            Path program = folder.resolve(name);
            Files.createDirectories(program.resolve("bin"));
            Files.createFile(program.resolve("bin/spotify-pipeline"));
            Path unit = Files.createDirectories(folder.resolve("units")).resolve("spotify-pipeline.service");
            Files.writeString(unit, service(":", program).text());
            ProcessBuilder verify = new ProcessBuilder(ANALYZE.toString(), "--user", "--recursive-errors=no", "verify",
                    unit.toString()).redirectErrorStream(true);
            verify.environment().put("XDG_RUNTIME_DIR", folder.toString());
            Process verified = verify.start();

            String said = new String(verified.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            // what it does not know it only tells of
            assertThat(said.lines().filter(line -> line.contains(unit.toString()))).isEmpty();
            assertThat(verified.waitFor()).as(said).isZero();
        }
    }

    @Test
    void isEnabledAndStartedAndStoppedAndForgotten() throws IOException {
        UserService service = service(RUNNING, folder);

        assertThat(service.start()).isEqualTo("Enabled and started spotify-pipeline.service (systemctl --user).");
        service.stop();
        service.forget();

        assertThat(calls()).containsExactly("--user daemon-reload", "--user enable spotify-pipeline.service",
                "--user restart spotify-pipeline.service", "--user disable --now spotify-pipeline.service",
                "--user daemon-reload", "--user reset-failed spotify-pipeline.service");
    }

    @Test
    void itsStateIsSaidInWords() {
        assertThat(service(RUNNING, folder).state())
                .isEqualTo(new UserService.State(true, false, "running since Mon 2026-11-30 17:39:57 UTC"));
        assertThat(service("printf 'ActiveState=failed\\nExecMainStatus=2\\n'", folder).state())
                .isEqualTo(new UserService.State(false, true, "failed, with exit code 2"));
        assertThat(service("printf 'ActiveState=activating\\nSubState=auto-restart\\n'", folder).state())
                .isEqualTo(new UserService.State(false, false, "activating (auto-restart)"));
        assertThat(service("printf 'ActiveState=inactive\\n'", folder).state())
                .isEqualTo(new UserService.State(false, false, "stopped"));
    }

    @Test
    void aSystemctlThatFailsIsQuotedAndItIsSaidWhatToDo() {
        UserService service = service("echo 'Failed to connect to bus: No medium found' >&2; exit 1", folder);

        assertThatThrownBy(service::start).isInstanceOf(ServiceException.class).hasMessage("systemctl --user"
                + " daemon-reload did not work (Failed to connect to bus: No medium found): sign in as anna itself, not"
                + " by su or sudo, and try again.");
    }

    @Test
    void saysHowItGoesOnAfterASignOut() {
        new StandInTool(folder.resolve("tools"), "loginctl", "echo Linger=no");
        assertThat(service(":", folder).hints()).singleElement().asString()
                .endsWith("loginctl enable-linger anna");
        new StandInTool(folder.resolve("tools"), "loginctl", "echo Linger=yes");
        assertThat(service(":", folder).hints()).singleElement().asString().contains("goes on when you sign out")
                .doesNotContain("loginctl");
    }

    @Test
    void whereThereIsNoneItIsSaidWhatToDo() {
        Map<String, String> none = Map.of("PATH", folder.toString());

        assertThatThrownBy(() -> new ServiceHost("Linux", "anna", folder, none).service(folder))
                .isInstanceOf(ServiceException.class).hasMessageContaining("There is no systemd here");
        assertThatThrownBy(() -> new ServiceHost("Linux", "root", folder, none).service(folder))
                .isInstanceOf(ServiceException.class).hasMessageContaining("deploy/systemd/spotify-pipeline.service");
        assertThatThrownBy(() -> new ServiceHost("Windows 11", "anna", folder, none).service(folder))
                .isInstanceOf(ServiceException.class).hasMessageContaining("Task Scheduler")
                .hasMessageContaining("spotify-pipeline.cmd");
    }
}
