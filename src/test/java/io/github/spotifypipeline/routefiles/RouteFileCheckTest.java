package io.github.spotifypipeline.routefiles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RouteFileCheckTest {

    private static final CamelSchema SCHEMA = new CamelSchema();
    private static final CamelContext CAMEL = new DefaultCamelContext();

    @TempDir
    Path folder;

    @AfterAll
    static void stop() {
        CAMEL.stop();
    }

    private static void refuse(String id, Map<String, String> parameters) {
        if (parameters.getOrDefault("every", "").equals("soon")) {
            throw new IllegalArgumentException("every must be an interval");
        }
    }

    private static List<String> check(String yaml, boolean live) throws BrokenFileException {
        return new RouteFileCheck(new KameletCatalog(CAMEL, "classpath:nowhere,classpath:kamelets"),
                RouteFileCheckTest::refuse, expression -> { },
                text -> text.replace("{{pace}}", "soon").replace("{{list}}", "/me/x?a=1&b=2"))
                .check(RouteYaml.parse(yaml), SCHEMA, live).stream().map(finding -> finding.at("file")).toList();
    }

    private static String endpoint(String parameter) {
        return """
                - route:
                    id: mine
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/shows
                        %s
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(parameter);
    }

    @Test
    void hasNothingToSayAboutTheExample() throws Exception {
        assertThat(check(Files.readString(Path.of("docs/examples/new-endpoint.camel.yaml")), true)).isEmpty();
    }

    @Test
    void namesTheLineOfAnUnknownParameterAndThoseThatThereAre() throws Exception {
        assertThat(check(endpoint("evry: 1d"), true)).singleElement().asString()
                .startsWith("file:7: spotify-source has no parameter evry - use one of ")
                .contains(" collection, ", " every, ");
    }

    @Test
    void namesTheLineOfAValueThatIsNoneOfThoseAllowedButNotTheValue() throws Exception {
        assertThat(check(endpoint("cursor: hunter22"), true)).containsExactly(
                "file:7: cursor has a value that spotify-source does not know - write one of none, after, newest");
        assertThat(check(endpoint("bridgeErrorHandler: true"), true)).isEmpty();
        assertThat(check(endpoint("cursor: \"{{my.cursor}}\""), true)).isEmpty();
    }

    @Test
    void refusesAStopWhichWouldEndTheSyncItself() throws Exception {
        assertThat(check(endpoint("every: 1d") + """
                        - filter:
                            expression:
                              simple:
                                expression: ${body.size} == 50
                            steps:
                              - stop: {}
                """.indent(0), true)).singleElement().asString().startsWith("file:15: stop would end the sync itself");
    }

    @Test
    void namesAMissingParameterAndAnUnknownKamelet() throws Exception {
        assertThat(check(endpoint("every: 1d").replace("path: /me/shows", "items: items").replace("-sink", "-sinc"),
                true))
                .satisfiesExactly(
                        missing -> assertThat(missing)
                        .startsWith("file:4: spotify-source needs the parameter path - add it"),
                        unknown -> assertThat(unknown)
                        .startsWith("file:9: there is no Kamelet spotify-mongodb-sinc - "));
    }

    @Test
    void looksIntoQueriesAndIntoTheKameletStep() throws Exception {
        assertThat(check("""
                - route:
                    id: mine
                    from:
                      uri: kamelet:spotify-source/own?path=/me/shows&pathh=1
                      steps:
                        - toD: kamelet:${header.where}?x=1
                        - kamelet:
                            name: spotify-mongodb-sink
                            parameters:
                              colection: plays
                """, true)).satisfiesExactly(
                        query -> assertThat(query).startsWith("file:4: spotify-source has no parameter pathh"),
                        step -> assertThat(step)
                        .startsWith("file:10: spotify-mongodb-sink has no parameter colection"));
    }

    @Test
    void asksWhetherTheEndpointCanWorkWithItsSettingsInPlace() throws Exception {
        assertThat(check(endpoint("every: \"{{pace}}\""), true)).containsExactly(
                "file:7: the endpoint cannot work - every must be an interval");
    }

    @Test
    void refusesASettingThatWouldBeginAnotherParameterOfAQuery() throws Exception {
        String query = "uri: kamelet:spotify-source?path={{list}}\n      steps:";
        String yaml = endpoint("every: 1d").replaceFirst("(?s)uri: .*steps:", query);

        assertThat(check(yaml, true)).singleElement().asString().startsWith("file:4: path has a setting with & in it");
        assertThat(check(endpoint("every: 1d").replace("/me/shows", "\"{{list}}\""), true)).isEmpty();
    }

    @Test
    void namesTheLineOfWhatCamelDoesNotKnow() throws Exception {
        assertThat(check(endpoint("every: 1d").replace("- to: kamelet:spotify-mongodb-sink", "- setBdy: hunter22"),
                true))
                .anySatisfy(finding -> assertThat(finding).startsWith("file:9: Camel knows no setBdy here"))
                .noneMatch(finding -> finding.contains("hunter22"));
        assertThat(check(endpoint("every: 1d").replace("steps:", "stepps:"), true))
                .singleElement().asString().startsWith("file:8: Camel knows no stepps here");
    }

    @Test
    void aRouteWithoutStepsIsToldWhatToWrite() throws Exception {
        String words = "the route has no steps - write \"steps:\" below from's uri, and below that"
                + " \"- to: kamelet:spotify-mongodb-sink\"";
        String whole = endpoint("every: 1d");
        for (boolean live : new boolean[] {true, false}) {
            assertThat(check(whole.substring(0, whole.indexOf("      steps:")), live))
                    .containsExactly("file:2: " + words);
            assertThat(check(whole.substring(0, whole.indexOf("        - to:")), live))
                    .containsExactly("file:8: " + words);
            assertThat(check(whole.substring(0, whole.indexOf("        - to:")).replace("steps:", "steps: []"), live))
                    .containsExactly("file:8: " + words);
        }
    }

    @Test
    void saysWhereAKeyOfAnotherLevelBelongs() throws Exception {
        String whole = endpoint("every: 1d");
        assertThat(check(whole.replace("      steps:\n        - to", "    steps:\n      - to"), true)).containsExactly(
                "file:8: steps stands beside from - indent it and what is below it, until it stands below from's uri");
        assertThat(check(whole.replace("  path:", "path:").replace("      parameters:\n", "")
                .replace("  every:", "parameters:\n          every:"), true)).containsExactly(
                "file:5: path stands outside of parameters - put it below \"parameters:\", indented further than that");
    }

    @Test
    void namesATabInTheIndentation() {
        String whole = endpoint("every: 1d");
        for (String broken : List.of(whole.replace("        every", "\tevery"),
                whole.replace("        every", "      \tevery"), whole.replace("        every", "        \tevery"))) {
            assertThatThrownBy(() -> RouteYaml.parse(broken)).isInstanceOfSatisfying(BrokenFileException.class, e ->
                    assertThat(e.finding().at("file"))
                    .isEqualTo("file:7: the line is indented with a tab, which YAML does"
                            + " not take - write spaces"));
        }
        for (String broken : List.of(whole.replace("    id", "\tid"),
                whole.replace("      parameters", "\t\tparameters"),
                whole.replace("        - to", "\t- to"), whole.replaceAll(" {4}", "\t"))) {
            assertThatThrownBy(() -> RouteYaml.parse(broken)).hasMessageContaining("indented with a tab");
        }
    }

    @Test
    void anEndpointFileHoldsRoutesWithIdsOnly() throws Exception {
        String configuration = "- routeConfiguration:\n    errorHandler:\n      noErrorHandler: {}\n";
        assertThat(check(endpoint("every: 1d") + configuration, true)).singleElement().asString()
                .startsWith("file:10: routeConfiguration cannot be in an endpoint file");
        assertThat(check(configuration, false)).isEmpty();
        assertThat(check(endpoint("every: 1d").replace("    id: mine\n", ""), true)).singleElement().asString()
                .startsWith("file:2: the route has no id");
    }

    @Test
    void namesTheLineWhereTheYamlEnds() {
        assertThatThrownBy(() -> RouteYaml.parse(endpoint("every: \"1d")))
                .isInstanceOfSatisfying(BrokenFileException.class, e -> assertThat(e.finding().line()).isEqualTo(7));
        for (String open : List.of("every: '1d", "every: [1d", "every: {a: 1d", "every: [1d\n        mode: append",
                "every: \"1d\n        mode: append")) {
            assertThatThrownBy(() -> RouteYaml.parse(endpoint(open).replace("\n", "\r\n"))).as(open)
                    .isInstanceOfSatisfying(BrokenFileException.class, e -> assertThat(e.finding().line())
                    .isEqualTo(7));
        }
        assertThatThrownBy(() -> RouteYaml.parse(endpoint("path: /me")))
                .isInstanceOfSatisfying(BrokenFileException.class, e -> assertThat(e.finding().at("file"))
                        .isEqualTo("file:7: the key path is there twice - remove one of the two"));
        assertThatThrownBy(() -> RouteYaml.parse("route:\n")).hasMessageContaining("is a list");
        assertThatThrownBy(() -> RouteYaml.parse("# nothing\n")).hasMessageContaining("is empty");
    }

    @Test
    void refusesFilesThatAreTooLargeOrNoText() throws IOException {
        Path large = Files.write(folder.resolve("large.camel.yaml"), new byte[1_000_001]);
        Path latin = Files.write(folder.resolve("latin.camel.yaml"), "é".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> RouteFiles.read(large)).hasMessageContaining("1 MB");
        assertThatThrownBy(() -> RouteFiles.read(latin)).hasMessageContaining("UTF-8");
    }
}
