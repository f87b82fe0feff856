package io.github.spotifypipeline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.CamelSchema;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All YAML is what Camel understands; a misspelt option would else travel to Spotify as a query parameter. */
class RouteSchemaTest {

    private static final CamelSchema SCHEMA = new CamelSchema();

    /** With those of the examples. */
    static List<Path> routes() {
        return Stream.of(RouteFiles.routes(), RouteFiles.below("docs/examples/notify"),
                RouteFiles.below("examples/other-app"), RouteFiles.below("examples/spring-boot"))
                .flatMap(List::stream).toList();
    }

    static List<Path> kamelets() {
        return RouteFiles.kamelets();
    }

    static Stream<Path> all() {
        return Stream.concat(routes().stream(), kamelets().stream());
    }

    private static InputStream resource(String name) {
        return RouteSchemaTest.class.getClassLoader().getResourceAsStream(name);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aRouteFileFollowsTheSchema(Path file) throws IOException, BrokenFileException {
        assertThat(SCHEMA.check(RouteYaml.parse(Files.readString(file)))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletsTemplateFollowsTheSchema(Path file) throws BrokenFileException {
        // JSON is YAML
        assertThat(SCHEMA.check(RouteYaml.parse(RouteFiles.asRoute(RouteFiles.read(file)).toString()))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("routes")
    void aFileHoldsOneRouteWithItsNameAndADescription(Path file) {
        JsonNode content = RouteFiles.read(file);

        assertThat(content).hasSize(1);
        JsonNode only = content.get(0).elements().next();
        assertThat(only.path("description").asText()).isNotBlank();
        if (content.get(0).has("route")) {
            // the users' own file, and those that may stand in its place
            assertThat(only.path("id").asText()).isEqualTo(
                    file.toString().contains("/notify/") ? "spotify-notify" : RouteFiles.name(file));
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void aRouteOrATemplateFitsAScreen(Path file) throws IOException {
        assertThat(Files.readAllLines(file).stream()
                .dropWhile(line -> RouteFiles.kamelets().contains(file) && !line.equals("  template:"))
                .filter(line -> !line.startsWith("#"))).hasSizeLessThanOrEqualTo(60);
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletCanBeUsedFromItsDefinitionAlone(Path file) {
        JsonNode kamelet = RouteFiles.read(file);

        assertThat(kamelet.at("/metadata/name").asText()).isEqualTo(RouteFiles.name(file))
                .endsWith("-" + kamelet.at("/metadata/labels").path("camel.apache.org/kamelet.type").asText());
        JsonNode definition = kamelet.at("/spec/definition");
        assertThat(definition.path("title").asText()).isNotBlank();
        assertThat(definition.path("description").asText()).isNotBlank();
        assertThat(definition.path("type").asText()).isEqualTo("object");
        List<String> required = new ArrayList<>();
        definition.path("required").forEach(name -> required.add(name.asText()));
        definition.path("properties").properties().forEach(property -> {
            List<String> wanted = new ArrayList<>(List.of("title", "description", "type", "example"));
            if (!required.contains(property.getKey())) {
                wanted.add("default");
            }
            assertThat(property.getValue().fieldNames()).toIterable().as(property.getKey()).containsAll(wanted);
        });
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyOptionOfAnEndpointExists(Path file) {
        List<String> unknown = new ArrayList<>();
        endpoints(RouteFiles.read(file)).forEach(endpoint -> {
            String uri = endpoint.path("uri").asText();
            assertThat(uri).doesNotContain("?");
            endpoint.path("parameters").fieldNames().forEachRemaining(option -> {
                if (!options(uri).contains(option.startsWith("trigger.") ? "triggerParameters" : option)) {
                    unknown.add(uri + ": " + option);
                }
            });
        });
        assertThat(unknown).isEmpty();
    }

    private static List<JsonNode> endpoints(JsonNode node) {
        List<JsonNode> found = new ArrayList<>();
        if (node.has("uri") && node.has("parameters")) {
            found.add(node);
        }
        node.forEach(child -> found.addAll(endpoints(child)));
        return found;
    }

    private static TreeSet<String> options(String uri) {
        TreeSet<String> options = new TreeSet<>();
        // spotify-http, -cover-http, -mongodb and -quartz are Camel's components under names of our own
        String scheme = uri.matches("(\\{\\{(spotify|ntfy)\\.|https:).*") ? "http"
                : uri.startsWith("{{mail.") ? "smtp"
                : uri.substring(0, uri.indexOf(':')).replaceFirst("spotify-(cover-)?", "");
        JsonNode known = scheme.equals("kamelet")
                ? RouteFiles.read(Path.of("src/main/resources/kamelets/" + uri.substring(8) + ".kamelet.yaml"))
                        .at("/spec/definition/properties")
                : catalog(scheme).path("properties");
        known.fieldNames().forEachRemaining(options::add);
        return options;
    }

    private static JsonNode catalog(String scheme) {
        String component = scheme.equals("smtp") ? "mail" : scheme;
        try (InputStream json = resource("META-INF/org/apache/camel/component/" + component + "/" + scheme + ".json")) {
            return new ObjectMapper().readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
