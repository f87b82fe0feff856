package io.github.spotifypipeline.deploy;

import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.web.AccessPolicy;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the files around the program may name, as the program itself has it. */
final class ProgramFacts {

    private static final Pattern PATH =
            Pattern.compile("uri: undertow:http://\\{\\{http\\.host}}:\\{\\{http\\.port}}(/\\S*)");

    private ProgramFacts() {
    }

    /** The environment variables of the settings. */
    static Set<String> environmentNames() {
        return Arrays.stream(SettingKey.values()).flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The paths that a route serves and that ask for no admin token. */
    static Set<String> openPaths() {
        AccessPolicy gatekeeper = new AccessPolicy(Settings.load(Path.of("").toAbsolutePath(), Map.of(
                "HTTP_HOST", "0.0.0.0", "ADMIN_TOKEN", "0123456789abcdef")));
        try (Stream<Path> routes = Files.walk(Path.of("routes"))) {
            return routes.filter(Files::isRegularFile).flatMap(file -> PATH.matcher(text(file)).results())
                    .map(found -> found.group(1))
                    .filter(path -> gatekeeper.refusal(new AccessPolicy.Request("GET", path, "10.0.0.1:8888", null,
                            null, null, new AccessPolicy.Credentials(null, ""))) == null)
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long the program lets what is under way end. */
    static int shutdownSeconds() {
        return Integer.parseInt(defaults().getProperty("camel.main.shutdown-timeout"));
    }

    private static Properties defaults() {
        Properties defaults = new Properties();
        try (InputStream in = Settings.class.getResourceAsStream("/spotify-pipeline-defaults.properties")) {
            defaults.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return defaults;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
