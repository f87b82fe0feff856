package io.github.spotifypipeline.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A unit of systemd's instance for the user: {@code man systemd.service}, {@code man systemd.unit}. */
final class SystemdService implements UserService {

    private static final String NAME = "spotify-pipeline.service";

    private final ServiceHost host;
    private final Path program;
    private final Path folder;
    private final SystemTool systemctl;

    SystemdService(ServiceHost host, Path program) {
        this.host = host;
        this.program = program;
        this.folder = host.folder("XDG_CONFIG_HOME", ".config").resolve("systemd").resolve("user");
        this.systemctl = new SystemTool("systemctl", host.environment());
        if (!systemctl.isThere()) {
            throw new ServiceException("There is no systemd here (no systemctl on the PATH): have what starts programs"
                    + " on this machine start " + program.resolve("bin/spotify-pipeline") + ".");
        }
    }

    @Override
    public Path file() {
        return folder.resolve(NAME);
    }

    @Override
    public Path settingsFile() {
        return folder.resolve("spotify-pipeline.env");
    }

    /**
     * A user's instance has no rights to mount, so of systemd's restrictions only those stand here that need none:
     * those with name spaces would keep the program from starting on many machines.
     */
    @Override
    public String text() {
        return """
                # Written by "spotify-pipeline service install", which writes it anew.
                # What you add, "systemctl --user edit spotify-pipeline" keeps beside it.
                [Unit]
                Description=Spotify pipeline
                Documentation=%s

                [Service]
                Type=exec
                ExecStart=/bin/sh %s
                # the settings that were set when it was installed, readable by this user alone
                EnvironmentFile=-%s
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
                """.formatted(program.resolve("docs/operations.md").toUri().toASCIIString().replace("%", "%%"),
                word(ServiceSettings.oneLine("The path of the program", program.resolve("bin/spotify-pipeline"))),
                pattern(ServiceSettings.oneLine("The path of the settings", settingsFile())));
    }

    /** One word of a command. */
    private static String word(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("%", "%%").replace("$", "$$") + '"';
    }

    /** The path of one file where systemd takes a pattern of files, without quotes. */
    private static String pattern(String path) {
        return path.replaceAll("[\\\\*?\\[\\]]", "\\\\$0").replace("%", "%%");
    }

    @Override
    public String start() {
        required("daemon-reload");
        required("enable", NAME);
        required("restart", NAME);
        return "Enabled and started " + NAME + " (systemctl --user).";
    }

    @Override
    public void stop() {
        required("disable", "--now", NAME);
    }

    @Override
    public void forget() {
        run("daemon-reload");
        // it may have failed before
        run("reset-failed", NAME);
    }

    private SystemTool.Answer run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("--user"));
        all.addAll(List.of(arguments));
        return systemctl.run(all);
    }

    private SystemTool.Answer required(String... arguments) {
        SystemTool.Answer answer = run(arguments);
        if (!answer.succeeded()) {
            throw new ServiceException("systemctl --user " + arguments[0] + " did not work (" + answer.lastLine()
                    + "): sign in as " + host.user() + " itself, not by su or sudo, and try again.");
        }
        return answer;
    }

    @Override
    public State state() {
        SystemTool.Answer answer = required("show", NAME, "--property=ActiveState,SubState,ExecMainStatus,"
                + "ActiveEnterTimestamp");
        String active = answer.value("ActiveState");
        return switch (active) {
            case "active" -> new State(true, false, "running since " + answer.value("ActiveEnterTimestamp"));
            case "failed" -> new State(false, true, "failed, with exit code " + answer.value("ExecMainStatus"));
            default -> new State(false, false, active.equals("inactive") ? "stopped"
                    : active + " (" + answer.value("SubState") + ")");
        };
    }

    @Override
    public String messages() {
        return "journalctl --user -u spotify-pipeline";
    }

    @Override
    public List<String> hints() {
        SystemTool loginctl = new SystemTool("loginctl", host.environment());
        boolean lingers = loginctl.isThere() && loginctl.run(List.of("show-user", host.user(), "--property=Linger"))
                .value("Linger").equals("yes");
        return lingers ? List.of("It starts with the machine and goes on when you sign out.")
                : List.of("It starts when you sign in, and ends when you sign out. To have it start with the machine"
                        + " and go on: loginctl enable-linger " + host.user());
    }
}
