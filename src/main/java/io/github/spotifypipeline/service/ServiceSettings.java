package io.github.spotifypipeline.service;

import io.github.spotifypipeline.settings.SettingKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The environment variables that a service starts the program with. They are in a file that only its user can read, as
 * secrets are among them; a shell and systemd read it alike.
 */
public final class ServiceSettings {

    /** No settings, but the program runs differently with and without them. */
    private static final Set<String> BESIDE_SETTINGS = Set.of("JAVA_HOME", "JAVA_OPTS", "JDK_JAVA_OPTIONS",
            "JAVA_TOOL_OPTIONS", "LANG", "LC_ALL", "LC_CTYPE", "TZ");
    private static final String OF_ENDPOINTS_AND_CAMEL = "SYNC_.+_EVERY|CAMEL_.+";

    private final Path file;
    private final SortedMap<String, String> variables;

    private ServiceSettings(Path file, SortedMap<String, String> variables) {
        this.file = file;
        this.variables = variables;
    }

    /**
     * What the file holds; nothing when there is none.
     *
     * @throws ServiceException when it cannot be read
     */
    public static ServiceSettings in(Path file) {
        SortedMap<String, String> variables = new TreeMap<>();
        if (Files.exists(file)) {
            try {
                Files.readAllLines(file).stream().map(String::strip)
                        .filter(line -> line.matches("[A-Za-z_]\\w*=.*"))
                        .forEach(line -> variables.put(line.substring(0, line.indexOf('=')),
                                unquoted(line.substring(line.indexOf('=') + 1))));
            } catch (IOException | UncheckedIOException e) {
                throw new ServiceException(file + " cannot be read: give this user the right to, or delete it.");
            }
        }
        return new ServiceSettings(file, variables);
    }

    /**
     * The same with what is set now. What is not set now stays.
     *
     * @param withPath whether the program looks for Java on the PATH
     * @throws ServiceException when a value has a line break
     */
    public ServiceSettings with(Map<String, String> environment, boolean withPath) {
        SortedMap<String, String> all = new TreeMap<>(variables);
        Set<String> settings = Arrays.stream(SettingKey.values()).flatMap(setting -> setting.variables().stream())
                .collect(Collectors.toSet());
        environment.forEach((name, value) -> {
            if (!value.isBlank() && (settings.contains(name) || BESIDE_SETTINGS.contains(name)
                    || name.matches(OF_ENDPOINTS_AND_CAMEL) || withPath && name.equals("PATH"))) {
                all.put(name, oneLine(name, value));
            }
        });
        return new ServiceSettings(file, all);
    }

    /** The variables by name. */
    public Map<String, String> variables() {
        return Map.copyOf(variables);
    }

    /** The names of the variables, sorted. */
    public List<String> names() {
        return List.copyOf(variables.keySet());
    }

    /** Writes the file. @throws ServiceException when it cannot be written */
    public void write() {
        StringBuilder text = new StringBuilder("# The settings of the service: \"spotify-pipeline service install\""
                + " adds what is set then. A line may be changed or deleted.\n");
        variables.forEach((name, value) -> text.append(name).append("=\"")
                .append(value.replaceAll("[\\\\\"`$]", "\\\\$0")).append("\"\n"));
        write(file, text.toString(), true);
    }

    /**
     * Writes a file in one step, with the folders that it needs.
     *
     * @param secret whether only this user may read it
     * @throws ServiceException when it cannot be written
     */
    public static void write(Path file, String text, boolean secret) {
        Path unfinished = file.resolveSibling("." + file.getFileName() + ".part");
        try {
            Files.createDirectories(file.getParent());
            Files.deleteIfExists(unfinished);
            FileAttribute<?> rights = PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString(secret ? "rw-------" : "rw-r--r--"));
            Files.createFile(unfinished, rights);
            Files.writeString(unfinished, text, StandardCharsets.UTF_8);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new ServiceException(file + " cannot be written: give this user the right to write to its folder.");
        }
    }

    /** Takes the quotes away that a shell and systemd take away. */
    private static String unquoted(String text) {
        if (text.length() > 1 && text.startsWith("\"") && text.endsWith("\"")) {
            return text.substring(1, text.length() - 1).replaceAll("\\\\([\\\\\"`$])", "$1");
        }
        return text.length() > 1 && text.startsWith("'") && text.endsWith("'") ? text.substring(1, text.length() - 1)
                : text;
    }

    /** The text, if it can stand in one line. @param what what it is, for the message */
    static String oneLine(String what, Object text) {
        if (text.toString().matches("(?s).*\\p{Cc}.*")) {
            throw new ServiceException(what + " holds a line break or another control character, which no service can"
                    + " be started with: take it out.");
        }
        return text.toString();
    }
}
