package io.github.spotifypipeline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The routes and Kamelets as they lie in the repository. */
final class RouteFiles {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private RouteFiles() {
    }

    /** All route files: those of the routes folder, the schedule's and the sandbox's own. */
    static List<Path> routes() {
        return Stream.of(Path.of("routes"), Path.of("src/main/resources/spotify-schedule"),
                        Path.of("src/main/resources/sandbox"))
                .flatMap(folder -> below(folder, ".camel.yaml")).toList();
    }

    static List<Path> kamelets() {
        return below(Path.of("src/main/resources/kamelets"), ".kamelet.yaml").toList();
    }

    /** The route files in a folder, but not what a build has copied. */
    static List<Path> below(String folder) {
        return below(Path.of(folder), ".camel.yaml").filter(file -> !file.toString().contains("/target/")).toList();
    }

    private static Stream<Path> below(Path folder, String ending) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).sorted().toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
    }

    /** A file's name without its endings. */
    static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\..*", "");
    }

    /** What a Kamelet's template is as a route of its own. */
    static JsonNode asRoute(JsonNode kamelet) {
        return YAML.createArrayNode().add(YAML.createObjectNode().set("route", kamelet.at("/spec/template")));
    }
}
