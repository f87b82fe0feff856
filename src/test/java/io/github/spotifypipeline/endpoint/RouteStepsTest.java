package io.github.spotifypipeline.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.ThreadLocalRandom;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;

class RouteStepsTest {

    private static final String ROUTE = """
            - route:
                id: steps
                from:
                  uri: direct:steps
                  steps:
                    - choice:
                        when:
                          - expression:
                              simple:
                                expression: ${body.size} > 0
                            steps:
                              - setBody:
                                  expression:
                                    jq:
                                      expression: map(select(.name))
                                      resultType: java.util.List
                        otherwise:
                          steps:
                            - marshal:
                                json:
                                  prettyPrint: true
                    - doTry:
                        steps:
                          - to:
                              uri: "{{where}}"
                              parameters:
                                showBody: true
                        doCatch:
                          - exception:
                              - java.lang.RuntimeException
                            steps:
                              - stop: {}
            """;

    /** As a new process has it: other routes are there before it, and Camel numbers what has no id. */
    private static String steps(String yaml) throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().addInitialProperty("where",
                    "log:" + ThreadLocalRandom.current().nextInt(99));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    onException(IllegalStateException.class).process(exchange -> { });
                    for (int i = ThreadLocalRandom.current().nextInt(9); i >= 0; i--) {
                        from("direct:other" + i).choice().when(body().isNull()).stop().end().setBody(constant("x"));
                    }
                }
            });
            PluginHelper.getRoutesLoader(camel).loadRoutes(ResourceHelper.fromString("file:steps.camel.yaml", yaml));
            camel.start();
            return new RouteSteps(PluginHelper.getBeanIntrospection(camel)).of(camel.getRouteDefinition("steps"));
        }
    }

    @Test
    void areTheSameTextInEachProcess() throws Exception {
        assertThat(steps(ROUTE)).isEqualTo(steps(ROUTE)).contains("map(select(.name))", "{{where}}");
        assertThat(steps("# a comment\n" + ROUTE.replace("id: steps\n", "id: steps\n    description: Words\n")))
                .isEqualTo(steps(ROUTE));
    }

    @Test
    void areAnotherTextWhenAnOptionIsAnother() throws Exception {
        String before = steps(ROUTE);

        for (String[] edit : new String[][] {{".name", ".uri"}, {"java.util.List", "java.lang.String"},
            {"Print: true", "Print: false"}, {"showBody: true", "showBody: false"}, {"size} > 0", "size} > 1"},
            {"RuntimeEx", "Ex"}, {"- stop: {}", "- removeHeaders: {pattern: x}"}}) {
            assertThat(ROUTE).contains(edit[0]);
            assertThat(steps(ROUTE.replace(edit[0], edit[1]))).as(edit[1]).isNotEqualTo(before);
        }
    }

    @Test
    void ofJavaCodeAreTheSameTextToo() throws Exception {
        assertThat(java()).isEqualTo(java()).contains("a-header");
    }

    private static String java() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:steps").routeId("steps").process(exchange -> { }).bean(new StringBuilder(), "length")
                            .setHeader("a-header", () -> 1).filter(exchange -> true).stop().end()
                            .split(body(), (one, other) -> other).to("log:x").end()
                            .marshal().json();
                }
            });
            camel.start();
            return new RouteSteps(PluginHelper.getBeanIntrospection(camel)).of(camel.getRouteDefinition("steps"));
        }
    }
}
