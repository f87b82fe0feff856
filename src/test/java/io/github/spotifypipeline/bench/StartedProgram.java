package io.github.spotifypipeline.bench;

import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.TemporaryFolders;
import io.github.spotifysandbox.TestSandbox;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The program as {@code mvn package} leaves it, ready.
 *
 * @param startUp    from the start of the process to its line "Ready"
 * @param startUpCpu the processor time that it has used until then, in milliseconds
 * @param page       its address
 */
record StartedProgram(ChildProcess process, Duration startUp, OptionalLong startUpCpu, URI page) {

    static final Path HOME = Path.of("target/spotify-pipeline").toAbsolutePath();

    /**
     * Starts it and waits until it is ready.
     *
     * @param routes   the routes folder
     * @param data     the data folder
     * @param settings more settings, as environment variables
     */
    static StartedProgram start(TestSandbox spotify, Path routes, Path data, Map<String, String> settings) {
        return start(spotify.accountsUrl(), spotify.apiUrl(), routes, data, settings);
    }

    /** The same with any stand-in. */
    static StartedProgram start(URI accountsUrl, URI apiUrl, Path routes, Path data, Map<String, String> settings) {
        ProcessBuilder builder = new ProcessBuilder(HOME.resolve("bin/spotify-pipeline").toString());
        builder.environment().clear();
        builder.environment().putAll(Map.of(
                "PATH", System.getenv("PATH"),
                "JAVA_HOME", System.getProperty("java.home"),
                "JAVA_OPTS", System.getProperty("bench.java.opts", ""),
                "LANG", "C.UTF-8",
                "DATA_DIR", data.toString(),
                "ROUTES_DIR", routes.toString(),
                "HTTP_PORT", String.valueOf(FreePort.find()),
                "SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", accountsUrl.toString(),
                "SPOTIFY_API_URL", apiUrl.toString()));
        builder.environment().putAll(settings);
        ChildProcess process = ChildProcess.start(builder);
        ChildProcess.Line ready = process.await("Ready: ", 0);
        return new StartedProgram(process, Duration.between(process.startedAt(), ready.at()), ready.cpuMillis(),
                URI.create(find("Ready: (\\S+)", ready.text())));
    }

    /** The routes as shipped, with these endpoints only. @param folder is made */
    static Path routes(Path folder, List<String> endpoints) {
        TemporaryFolders.copy(HOME.resolve("routes"), folder, file -> !file.startsWith("endpoints")
                || endpoints.contains(file.getFileName().toString()));
        return folder;
    }

    private static String find(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        if (!matcher.find()) {
            throw new AssertionError("There is no " + pattern + " in " + text);
        }
        return matcher.group(1);
    }

    /** The connection string of its embedded database. */
    String embeddedUri() {
        return find("(mongodb://127\\.0\\.0\\.1:\\d+/)", process.await("mongodb://", 0).text());
    }
}
