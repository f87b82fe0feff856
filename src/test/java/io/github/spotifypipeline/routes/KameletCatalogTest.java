package io.github.spotifypipeline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.github.spotifypipeline.settings.Version;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Our Kamelets are of a catalogue's quality: who sees one in a palette can use it. */
class KameletCatalogTest {

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    static List<Path> kamelets() {
        return RouteFiles.kamelets();
    }

    @ParameterizedTest
    @MethodSource("kamelets")
    void aKameletFollowsTheRulesOfTheCatalogue(Path file) {
        assertThat(KameletRules.faults(RouteFiles.name(file), RouteFiles.read(file), Version.text())).isEmpty();
    }

    @Test
    void noTwoHaveOneTitleOrDescription() {
        for (Function<JsonNode, String> what : List.<Function<JsonNode, String>>of(
                kamelet -> kamelet.at("/spec/definition/title").asText(),
                kamelet -> kamelet.at("/spec/definition/description").asText())) {
            assertThat(kamelets().stream().map(RouteFiles::read).map(what)).doesNotHaveDuplicates();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            name: spotify-mongodb-sink                | name: spotify-mongo-sink      | metadata.name
            kamelet.type: sink                        | kamelet.type: source          | kamelet.type
            catalog.version: 0.                       | catalog.version: 7.           | catalog.version
            support.level: Stable                     | support.level: Good           | support.level
            base64,                                   | base32,                       | kamelet.icon
            provider: Spotify Pipeline                | provider: ''                  | provider
            kamelet.group: Spotify                    | kamelet.set: Spotify          | kamelet.group
            title: Spotify MongoDB Sink               | title: Spotify MongoDB sink   | title
            title: Collection                         | title: The Collection         | collection.title
            title: Collection                         | title: Collection name        | collection.title
            type: string                              | type: text                    | collection.type
            default: ""                               | enum: []                      | have a default
            example: new_albums                       | pattern: ''                   | collection.example
            collection:\\n        title              | in-which:\\n        title    | is no parameter
            type: string                              | format: password              | credentials
            type: object                              | required: [path]              | which is no parameter
            kamelet:source                            | direct:source                 | kamelet:source
            - camel:mongodb                           | - camel:file                  | lack [camel:mongodb]
            spotify-pipeline:0                        | spotify-pipeline:7            | dependencies lack
            default: json                             | default: xml                  | dataTypes.in
            format: application-json                  | format: json                  | data type json
            """)
    void whatBreaksARuleIsNamed(String right, String wrong, String named) throws IOException {
        Path file = Path.of("src/main/resources/kamelets/spotify-mongodb-sink.kamelet.yaml");
        String text = Files.readString(file);
        String broken = text.replace(right.replace("\\n", "\n"), wrong.replace("\\n", "\n"));
        assertThat(broken).isNotEqualTo(text);

        assertThat(KameletRules.faults(RouteFiles.name(file), YAML.readTree(broken), Version.text()))
                .anyMatch(fault -> fault.contains(named));
    }
}
