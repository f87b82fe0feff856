package io.github.spotifypipeline.settings;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The file {@code application.properties} in the home folder, which holds our settings, Camel's, and the user's own.
 */
final class ApplicationProperties {

    private static final String OF_CAMEL = "camel.";

    /** Camel's groups of options. Camel ignores names of other groups without a message. */
    private static final List<String> CAMEL_GROUPS = List.of("main", "component", "language", "dataformat", "beans",
            "startupcondition", "routecontroller", "server", "management", "debug", "trace", "ssl", "threadpool",
                    "health",
            "rest", "vault", "opentelemetry", "opentelemetry2", "telemetryDev", "mdc", "metrics", "faulttolerance",
            "resilience4j", "lra", "variable", "routeTemplate", "route-template", "kamelet", "jbang", "cluster");

    /** The part of a line that may be shown: a name with dots. Anything else may be part of a secret. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z][\\w-]*(\\.[\\w<>-]{1,40}){1,6}");

    private final Path file;
    private final String text;
    private final Properties values = new Properties();

    private ApplicationProperties(Path file, String text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Reads the file; a missing file counts as empty.
     *
     * @throws SettingsException when it cannot be read
     */
    static ApplicationProperties in(Path home) {
        Path file = home.resolve("application.properties");
        try {
            // some editors begin a file with U+FEFF to say that it is UTF-8
            String text = Files.exists(file) ? Files.readString(file).replaceFirst("^\uFEFF", "") : "";
            ApplicationProperties read = new ApplicationProperties(file, text);
            read.values.load(new StringReader(text));
            return read;
        } catch (CharacterCodingException e) {
            throw new SettingsException(file + " is not UTF-8: save it as UTF-8.");
        } catch (IOException e) {
            throw new SettingsException(file + " cannot be read: allow it to the user that runs this program.");
        } catch (IllegalArgumentException e) {
            throw new SettingsException(file + " holds a \\u that four hexadecimal digits do not follow: write a"
                    + " backslash as \\\\.");
        }
    }

    Properties values() {
        return values;
    }

    /**
     * Refuses a setting that neither this program nor Camel nor a route file reads. A route file reads the user's own
     * settings by {@code {{name}}}.
     *
     * @throws SettingsException naming the first such line and what was probably meant
     */
    void requireKnown(Path routes) {
        List<String> unknown = values.stringPropertyNames().stream().filter(key -> !isKnown(key)).sorted().toList();
        if (unknown.isEmpty()) {
            return;
        }
        String users = users(routes);
        for (String key : unknown) {
            if (!key.matches(SettingNames.INTERVAL) && !mentions(users, key)) {
                throw new SettingsException(inWords(key));
            }
            if (key.matches(SettingNames.INTERVAL) && Files.isDirectory(routes) && !mentions(users, endpoint(key))) {
                throw new SettingsException(file + line(key) + ": there is no endpoint " + endpoint(key)
                        + Spelling.nearest(endpoint(key), endpointFiles(routes)).map(id -> ": did you mean sync." + id
                        + ".every?").orElse(": correct its name, or remove the line."));
            }
        }
    }

    private static String endpoint(String interval) {
        return interval.substring("sync.".length(), interval.length() - ".every".length());
    }

    private static List<String> endpointFiles(Path routes) {
        try (Stream<Path> files = Files.list(routes.resolve("endpoints"))) {
            return files.map(path -> path.getFileName().toString().replaceFirst("\\..*", "")).toList();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static boolean isKnown(String key) {
        return SettingKey.of(key).isPresent() || key.startsWith(OF_CAMEL)
                && CAMEL_GROUPS.contains(key.split("\\.|\\[")[1]);
    }

    /** All texts that may read a setting of the user's own. */
    private String users(Path routes) {
        StringBuilder users = new StringBuilder();
        // a setting may read another: sync.on-start = {{mine}}
        values.values().forEach(value -> users.append(value).append('\n'));
        Stream.concat(Stream.of(routes), kameletFolders()).filter(Files::isDirectory).forEach(folder -> {
            try (Stream<Path> files = Files.walk(folder)) {
                files.filter(Files::isRegularFile).forEach(path -> users.append(content(path)).append('\n'));
            } catch (IOException | UncheckedIOException e) {
                throw new SettingsException(folder + " cannot be read: allow it to the user that runs this program.");
            }
        });
        return users.toString();
    }

    private Stream<Path> kameletFolders() {
        return Arrays.stream(values.getProperty("camel.component.kamelet.location", "").split(","))
                .map(String::strip).filter(place -> place.startsWith("file:"))
                .map(place -> Path.of(place.substring(5)));
    }

    private static String content(Path path) {
        try {
            return new String(Files.readAllBytes(path), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean mentions(String users, String key) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(key) + "(?![\\w-]|\\.\\w)").matcher(users).find();
    }

    private String inWords(String key) {
        Optional<String> meant = Spelling.nearest(key,
                Stream.concat(Arrays.stream(SettingKey.values()).map(SettingKey::key),
                CAMEL_GROUPS.stream().filter(group -> key.startsWith(OF_CAMEL) || key.contains(group))
                        .map(group -> OF_CAMEL + group + "." + key.replaceFirst("^[^.]*\\.[^.]*\\.", ""))).toList());
        String name = meant.isPresent() || NAME.matcher(key).matches() ? "there is no setting " + key
                : "this line sets something that is no setting";
        return file + line(key) + ": " + name + meant.map(known -> ": did you mean " + known + "?").orElse(", and no"
                + " route"
                + " file asks for it: correct its name, or remove the line.");
    }

    /** The line of the key, as {@code :12}; empty when it is not known. */
    private String line(String key) {
        int number = lineNumber(key);
        return number == 0 ? "" : ":" + number;
    }

    /** The last line of the key, which counts; 0 when the key is written with escapes that only Java reads. */
    int lineNumber(String key) {
        List<String> lines = text.lines().toList();
        for (int i = lines.size(); i > 0; i--) {
            if (lines.get(i - 1).strip().matches("(?s)" + Pattern.quote(key) + "([\\s=:].*)?")) {
                return i;
            }
        }
        return 0;
    }
}
