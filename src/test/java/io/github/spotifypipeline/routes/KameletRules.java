package io.github.spotifypipeline.routes;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What Apache's catalogue asks of a Kamelet (script/validator in apache/camel-kamelets), and what we ask besides. Two
 * of the catalogue's rules are not ours: the provider of its Kamelets is the Apache Software Foundation, and each
 * parameter is a placeholder of the template, whereas those of spotify-source are read by {@code RouteEndpoints}.
 */
final class KameletRules {

    private static final String OF_CAMEL = "camel.apache.org/";

    /** Says that a Kamelet is a step of others. */
    static final String INTERNAL = "io.github.spotifypipeline/internal";

    private static final Set<String> FORMATS = Set.of("application-json", "plain-text", "application-octet-stream",
            "application-x-java-object");

    /** Words that need no capital in a title. */
    private static final Set<String> SMALL = Set.of("a", "an", "and", "for", "in", "of", "or", "the", "to");

    /** The component behind a name of ours, and of a step. */
    private static final Pattern SCHEME = Pattern.compile("(?:spotify-(?:cover-)?)?([a-z-]+):.*", Pattern.DOTALL);

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??([\\w.-]+)(?::[^}]*)?}}");

    private final String name;
    private final JsonNode kamelet;
    private final String version;
    private final List<String> faults = new ArrayList<>();

    private KameletRules(String name, JsonNode kamelet, String version) {
        this.name = name;
        this.kamelet = kamelet;
        this.version = version;
    }

    /** What is wrong with a Kamelet, each with what to do. @param name of its file, without the endings */
    static List<String> faults(String name, JsonNode kamelet, String version) {
        KameletRules rules = new KameletRules(name, kamelet, version);
        rules.identity();
        rules.annotations();
        rules.definition();
        rules.template();
        rules.dependencies();
        if (!isInternal(kamelet)) {
            rules.forUsers();
        }
        return rules.faults;
    }

    static boolean isInternal(JsonNode kamelet) {
        return kamelet.at("/metadata/annotations").path(INTERNAL).asBoolean();
    }

    static String type(JsonNode kamelet) {
        return kamelet.at("/metadata/labels").path(OF_CAMEL + "kamelet.type").asText();
    }

    private void require(boolean holds, String otherwise) {
        if (!holds) {
            faults.add(otherwise);
        }
    }

    private void identity() {
        require(kamelet.path("apiVersion").asText().equals("camel.apache.org/v1")
                && kamelet.path("kind").asText().equals("Kamelet"),
                "begin with apiVersion: camel.apache.org/v1 and kind: Kamelet");
        require(kamelet.at("/metadata/name").asText().equals(name), "metadata.name must be the file's name, " + name);
        require(Set.of("source", "sink", "action").contains(type(kamelet)) && name.endsWith("-" + type(kamelet)),
                "the label " + OF_CAMEL + "kamelet.type must be source, sink or action, and the name end with it");
    }

    private void annotations() {
        JsonNode annotations = kamelet.at("/metadata/annotations");
        require(annotations.path(OF_CAMEL + "catalog.version").asText().equals(version), "the annotation " + OF_CAMEL
                + "catalog.version must be the version in pom.xml, " + version);
        require(Set.of("Stable", "Preview").contains(annotations.path(OF_CAMEL + "kamelet.support.level").asText()),
                "the annotation " + OF_CAMEL + "kamelet.support.level must be Stable or Preview");
        require(annotations.path(OF_CAMEL + "provider").asText().equals("Spotify Pipeline"),
                "the annotation " + OF_CAMEL + "provider must be Spotify Pipeline");
        for (String group : List.of("kamelet.group", "kamelet.namespace")) {
            require(annotations.path(OF_CAMEL + group).asText().equals("Spotify"), "the annotation " + OF_CAMEL + group
                    + " must be Spotify");
        }
        require(isImage(annotations.path(OF_CAMEL + "kamelet.icon").asText()), "the annotation " + OF_CAMEL
                + "kamelet.icon must be the image of the others: data:image/svg+xml;base64,…, 2 KB at most");
    }

    private static boolean isImage(String icon) {
        String form = "data:image/svg+xml;base64,";
        return icon.startsWith(form) && icon.length() <= 2048
                && new String(Base64.getDecoder().decode(icon.substring(form.length())), StandardCharsets.UTF_8)
                        .matches("<svg xmlns=\"http://www.w3.org/2000/svg\"[^\\x00]*</svg>");
    }

    private void definition() {
        JsonNode definition = kamelet.at("/spec/definition");
        String type = type(kamelet);
        String ending = type.isEmpty() ? "?" : " " + Character.toUpperCase(type.charAt(0)) + type.substring(1);
        String title = definition.path("title").asText();
        require(isTitle(title) && title.endsWith(ending), "definition.title must be words with capitals that end with"
                + ending);
        require(isSentence(definition), "definition.description must be sentences");
        require(definition.path("type").asText().equals("object"), "definition.type must be object");
        List<String> required = texts(definition.path("required"));
        require(required.size() == Set.copyOf(required).size(), "definition.required names a parameter twice");
        required.forEach(one -> require(definition.path("properties").has(one), "definition.required names " + one
                + ", which is no parameter"));
        definition.path("properties").properties().forEach(property ->
                parameter(property.getKey(), property.getValue(), required.contains(property.getKey())));
    }

    private void parameter(String called, JsonNode parameter, boolean required) {
        require(called.matches("[a-z][A-Za-z0-9]*"), "the name of the parameter " + called + " must be in camelCase");
        require(isTitle(parameter.path("title").asText()), called + ".title must be words that begin with capitals,"
                + " and not with The, A or An");
        require(isSentence(parameter), called + ".description must be sentences");
        require(Set.of("string", "boolean", "integer", "number").contains(parameter.path("type").asText()), called
                + ".type must be string, boolean, integer or number");
        require(parameter.has("example"), called + ".example is missing");
        require(parameter.has("default") != required, called + " must either be required or have a default");
        List<String> descriptors = texts(parameter.path("x-descriptors"));
        require(descriptors.size() == Set.copyOf(descriptors).size() && descriptors.stream().noneMatch(one ->
                one.startsWith("urn:alm:descriptor:com.tectonic.ui")), called + ".x-descriptors has one twice, or an"
                + " old one");
        require(!parameter.path("format").asText().equals("password")
                || descriptors.contains("urn:camel:group:credentials"), called + " is a password: it needs"
                + " x-descriptors: [urn:camel:group:credentials]");
    }

    private static boolean isTitle(String title) {
        return !title.isBlank() && !title.matches("(The|A|An) .*") && Arrays.stream(title.split(" ", -1))
                .allMatch(word -> SMALL.contains(word) || word.matches("[A-Z0-9].*"));
    }

    private static boolean isSentence(JsonNode described) {
        return described.path("description").asText().matches("(?s)[A-Z_`].*\\.");
    }

    private void template() {
        JsonNode template = kamelet.at("/spec/template");
        String text = template.toString();
        String end = type(kamelet).equals("source") ? "kamelet:sink" : "kamelet:source";
        require(text.contains("\"" + end + "\""), "the template must hold " + end);
        Set<String> known = new TreeSet<>();
        kamelet.at("/spec/definition/properties").fieldNames().forEachRemaining(known::add);
        Set<String> used = new TreeSet<>();
        PLACEHOLDER.matcher(text).results().forEach(found -> used.add(found.group(1)));
        used.stream().filter(one -> !known.contains(one) && !one.equals("parentRouteId")
                && !one.startsWith("spotify-kamelets.")).forEach(one -> faults.add("the template uses {{" + one
                + "}}, which is no parameter"));
        known.removeAll(used);
        require(known.isEmpty() || name.equals("spotify-source"), "the template does not use " + known);
    }

    private void dependencies() {
        List<String> dependencies = texts(kamelet.at("/spec/dependencies"));
        List<String> wanted = new ArrayList<>(List.of("camel:core",
                "mvn:io.github.spotifypipeline:spotify-pipeline:" + version));
        kamelet.at("/spec/template").findValuesAsText("uri").forEach(uri -> {
            Matcher scheme = SCHEME.matcher(uri);
            require(scheme.matches(), "a uri without a component: " + uri);
            wanted.add("camel:" + scheme.group(1));
        });
        if (!kamelet.at("/spec/template").findValues("bean").isEmpty()
                || !kamelet.at("/spec/template").findValues("method").isEmpty()) {
            wanted.add("camel:bean");
        }
        wanted.removeAll(dependencies);
        require(wanted.isEmpty(), "dependencies lack " + new TreeSet<>(wanted));
        require(dependencies.stream().allMatch(one -> one.matches("camel:[a-z0-9-]+|mvn:[^:]+:[^:]+:[^:]+")),
                "dependencies must be camel:NAME or mvn:GROUP:ARTIFACT:VERSION");
    }

    /** What who writes a route needs to know. */
    private void forUsers() {
        require(kamelet.at("/spec/definition/example").asText().contains(name),
                "definition.example must be a route that uses it, as a text of YAML");
        String type = type(kamelet);
        for (String end : type.equals("source") ? List.of("out") : type.equals("sink") ? List.of("in")
                : List.of("in", "out")) {
            JsonNode data = kamelet.at("/spec/dataTypes").path(end);
            require(data.path("types").has(data.path("default").asText()), "dataTypes." + end + " must have types and"
                    + " name the default");
        }
        kamelet.at("/spec/dataTypes").forEach(data -> data.path("types").properties().forEach(one ->
                require(FORMATS.contains(one.getValue().path("format").asText()) && one.getValue().has("mediaType")
                        && isSentence(one.getValue()), "the data type " + one.getKey() + " must have a format of "
                        + new TreeSet<>(FORMATS) + ", a mediaType and a description of sentences")));
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(one -> texts.add(one.asText()));
        return texts;
    }
}
