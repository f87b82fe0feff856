package io.github.spotifypipeline.endpoint;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.camel.model.ProcessorDefinition;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.BeanIntrospection;

/**
 * The steps of a route as text: the kind and all options of each step, with their placeholders. The text is the same in
 * each process that has the same route. Camel's own text of a route differs.
 */
final class RouteSteps {

    /** Properties that differ between starts, are only for people, or lead to the parent. */
    private static final Set<String> LEFT_OUT = Set.of("id", "lineNumber", "location", "description", "note", "parent");

    /** Names that Java makes up for objects such as lambdas; they differ between processes. */
    private static final Pattern NAMELESS = Pattern.compile("(\\$\\$Lambda[\\w$/.]*)?@[0-9a-f]+\\b");

    private static final String MODEL = ProcessorDefinition.class.getPackageName();

    private final BeanIntrospection introspection;

    RouteSteps(BeanIntrospection introspection) {
        this.introspection = introspection;
    }

    /** The steps without those that Camel adds: error handlers and interceptors. */
    String of(RouteDefinition route) {
        return NAMELESS.matcher(text(route.getOutputs().stream().filter(step -> !step.isAbstract()).toList()))
                .replaceAll("");
    }

    private String text(Object value) {
        if (value instanceof Collection<?> all) {
            return all.stream().map(this::text).toList().toString();
        }
        if (value instanceof String || value instanceof Boolean || value instanceof Number || value instanceof Class) {
            return value.toString();
        }
        // the text of a Java object may differ between processes
        return value.getClass().getPackageName().startsWith(MODEL) ? options(value) : "";
    }

    private String options(Object definition) {
        Map<String, Object> options = new TreeMap<>();
        introspection.getProperties(definition, options, null, false);
        options.keySet().removeAll(LEFT_OUT);
        options.replaceAll((name, value) -> text(value));
        options.values().removeAll(List.of("", "[]"));
        return definition.getClass().getSimpleName() + options;
    }
}
