package io.github.spotifypipeline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Writes {@code docs/kamelets.md} from the definitions of the Kamelets. */
final class KameletPage {

    private static final String HEAD = """
            # Kamelets

            The building blocks, as they are in the jar: for the program's own routes and for
            [any other Camel application](extending.md#in-another-camel-application). [Extending](extending.md) says how
            they play together. A parameter may be written `changeToken` or `change-token`.

            | Kamelet | what it is |
            |---|---|
            """;

    private final StringBuilder text = new StringBuilder();

    private KameletPage() {
    }

    /** The page of the definitions as they are now. */
    static String markdown() {
        KameletPage page = new KameletPage();
        List<JsonNode> kamelets = RouteFiles.kamelets().stream().map(RouteFiles::read)
                .sorted(Comparator.comparing(kamelet -> name(kamelet).length())).toList();
        List<JsonNode> forUsers = new ArrayList<>();
        List.of("source", "action", "sink").forEach(type -> kamelets.stream()
                .filter(kamelet -> KameletRules.type(kamelet).equals(type) && !KameletRules.isInternal(kamelet))
                .forEach(forUsers::add));
        page.text.append(HEAD);
        forUsers.forEach(kamelet -> page.text.append("| [`%s`](#%s) | %s |\n".formatted(name(kamelet),
                title(kamelet).toLowerCase().replace(' ', '-'), firstSentence(kamelet))));
        forUsers.forEach(page::add);
        page.text.append("""

                ## Steps of those

                These are steps of the Kamelets above, and may change with any version; the annotation
                `%s` marks them: %s.
                """.formatted(KameletRules.INTERNAL, kamelets.stream().filter(KameletRules::isInternal)
                .map(kamelet -> "`" + name(kamelet) + "`").collect(Collectors.joining(", "))));
        return page.text.toString();
    }

    private void add(JsonNode kamelet) {
        JsonNode definition = kamelet.at("/spec/definition");
        text.append("\n## %s\n\n`kamelet:%s`. %s\n".formatted(title(kamelet), name(kamelet), words(definition)));
        if (definition.has("properties")) {
            text.append("\n| parameter | default | what it says |\n|---|---|---|\n");
            definition.path("properties").properties().forEach(property -> text.append("| `%s` | %s | %s |\n".formatted(
                    property.getKey(), byDefault(property.getValue()), cell(says(property.getValue())))));
        }
        ends(kamelet.at("/spec/dataTypes/in"), "Takes");
        ends(kamelet.at("/spec/dataTypes/out"), "Gives");
        List<String> needs = new ArrayList<>();
        kamelet.at("/spec/dependencies").forEach(one -> needs.add("`" + one.asText() + "`"));
        text.append("\nNeeds %s.\n".formatted(String.join(", ", needs)));
        text.append("\n<!-- run by KameletExamplesTest -->\n```yaml\n%s```\n".formatted(
                definition.path("example").asText()));
    }

    private static String byDefault(JsonNode parameter) {
        return !parameter.has("default") ? "required" : parameter.path("default").asText().isEmpty() ? ""
                : cell("`" + parameter.path("default").asText() + "`");
    }

    private static String says(JsonNode parameter) {
        String kind = parameter.path("type").asText();
        return "**" + parameter.path("title").asText() + "**" + (kind.equals("string") ? "" : ", " + kind) + ". "
                + words(parameter) + " Such as `" + parameter.path("example").asText() + "`.";
    }

    private void ends(JsonNode data, String verb) {
        data.path("types").properties().forEach(type -> text.append("\n%s `%s`%s: %s\n".formatted(verb,
                type.getValue().path("mediaType").asText(),
                data.path("types").size() > 1 && type.getKey().equals(data.path("default").asText())
                        ? " unless told otherwise" : "", words(type.getValue()))));
    }

    private static String name(JsonNode kamelet) {
        return kamelet.at("/metadata/name").asText();
    }

    private static String title(JsonNode kamelet) {
        return kamelet.at("/spec/definition/title").asText();
    }

    private static String words(JsonNode described) {
        return described.path("description").asText().strip();
    }

    private static String firstSentence(JsonNode kamelet) {
        return words(kamelet.at("/spec/definition")).replaceFirst("(?s)\\. [A-Z].*", ".");
    }

    private static String cell(String words) {
        return words.replace("|", "\\|");
    }
}
