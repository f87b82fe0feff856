package io.github.spotifypipeline.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/** An agent of launchd on macOS: {@code man launchd.plist}, {@code man launchctl}. */
final class LaunchdService implements UserService {

    private static final String LABEL = "io.github.spotifypipeline";
    private static final int STOP_SECONDS = 40;
    private static final long LOOK_MILLIS = 500;

    /** Of the two arguments, the first is the file with the settings, the second the program. */
    private static final String START = "set -a; [ ! -f \"$0\" ] || . \"$0\"; set +a; exec /bin/sh \"$1\"";

    private final ServiceHost host;
    private final Path program;
    private final SystemTool launchctl;

    LaunchdService(ServiceHost host, Path program) {
        this.host = host;
        this.program = program;
        this.launchctl = new SystemTool("launchctl", host.environment());
        if (!launchctl.isThere()) {
            throw new ServiceException("There is no launchctl on the PATH: it is in /bin on macOS.");
        }
    }

    @Override
    public Path file() {
        return host.home().resolve("Library/LaunchAgents").resolve(LABEL + ".plist");
    }

    @Override
    public Path settingsFile() {
        return host.home().resolve("Library/Application Support/spotify-pipeline/service.env");
    }

    /** Where what the program says when it cannot start is kept; its log is elsewhere. */
    private Path errors() {
        return host.home().resolve("Library/Logs/spotify-pipeline.log");
    }

    @Override
    public String text() {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
                <!-- Written by "spotify-pipeline service install", which writes it anew. -->
                <plist version="1.0">
                <dict>
                  <key>Label</key>
                  <string>%s</string>
                  <key>ProgramArguments</key>
                  <array>
                    <string>/bin/sh</string>
                    <string>-c</string>
                    <string>%s</string>
                    <string>%s</string>
                    <string>%s</string>
                  </array>
                  <key>RunAtLoad</key>
                  <true/>
                  <key>KeepAlive</key>
                  <dict>
                    <key>SuccessfulExit</key>
                    <false/>
                  </dict>
                  <key>ThrottleInterval</key>
                  <integer>30</integer>
                  <key>ExitTimeOut</key>
                  <integer>%d</integer>
                  <key>Umask</key>
                  <integer>63</integer>
                  <key>StandardOutPath</key>
                  <string>/dev/null</string>
                  <key>StandardErrorPath</key>
                  <string>%s</string>
                </dict>
                </plist>
                """.formatted(LABEL, xml(START),
                xml(ServiceSettings.oneLine("The path of the settings", settingsFile())),
                xml(ServiceSettings.oneLine("The path of the program", program.resolve("bin/spotify-pipeline"))),
                STOP_SECONDS, xml(ServiceSettings.oneLine("The path of the log", errors())));
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }

    private SystemTool.Answer run(String... arguments) {
        return launchctl.run(List.of(arguments));
    }

    /** Where launchd keeps the agents of users who have signed in at the screen. */
    private String domain() {
        try {
            return "gui/" + Files.getAttribute(host.home(), "unix:uid");
        } catch (IOException e) {
            throw new ServiceException("The home folder " + host.home() + " cannot be read.");
        }
    }

    private String target() {
        return domain() + "/" + LABEL;
    }

    private boolean isLoaded() {
        return run("print", target()).succeeded();
    }

    @Override
    public String start() {
        stop();
        run("enable", target());
        SystemTool.Answer answer = run("bootstrap", domain(), file().toString());
        if (!answer.succeeded()) {
            throw new ServiceException("launchctl bootstrap " + domain() + " did not work (" + answer.lastLine()
                    + "): sign in at the screen as " + host.user() + ", and try again.");
        }
        return "Loaded and started " + LABEL + " (launchctl).";
    }

    /** launchd says at once that it has stopped the program, which may take its time. */
    @Override
    public void stop() {
        if (isLoaded()) {
            run("bootout", target());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STOP_SECONDS);
            while (isLoaded() && System.nanoTime() < end) {
                new CompletableFuture<Void>().completeOnTimeout(null, LOOK_MILLIS, TimeUnit.MILLISECONDS).join();
            }
        }
    }

    @Override
    public void forget() {
        // it has nothing to notice: bootout was all
    }

    @Override
    public State state() {
        SystemTool.Answer answer = run("print", target());
        if (!answer.succeeded()) {
            return new State(false, false, "stopped");
        }
        String pid = answer.value("pid");
        String exitCode = answer.value("last exit code");
        if (!pid.isEmpty()) {
            return new State(true, false, "running" + since(pid));
        }
        return new State(false, exitCode.equals("2"), exitCode.matches("[1-9]\\d*")
                ? "ended with exit code " + exitCode + ", and is started again every 30 seconds" : "stopped");
    }

    private static String since(String pid) {
        OptionalLong number = Pattern.matches("\\d{1,18}", pid) ? OptionalLong.of(Long.parseLong(pid))
                : OptionalLong.empty();
        return number.stream().boxed().flatMap(id -> ProcessHandle.of(id).stream())
                .flatMap(process -> process.info().startInstant().stream()).findFirst()
                .map(start -> " since " + start).orElse("");
    }

    @Override
    public String messages() {
        return "cat '" + errors() + "'";
    }

    @Override
    public List<String> hints() {
        return List.of("It starts when you sign in at the screen, and ends when you sign out.");
    }
}
