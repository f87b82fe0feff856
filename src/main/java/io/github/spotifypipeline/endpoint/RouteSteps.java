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
 * The steps of a route as text: of each its kind and all its options, as they were written, placeholders included. It
 * is the same in each process that has the same route, which Camel's own text of a route is not.
 */
final class RouteSteps {

    /** What differs from one start to the next, what is only for people to read, and what leads back upwards. */
    private static final Set<String> LEFT_OUT = Set.of("id", "lineNumber", "location", "description", "note", "parent");

    /** The names that Java gives to objects without one, such as a lambda, in each process others. */
    private static final Pattern NAMELESS = Pattern.compile("(\\$\\$Lambda[\\w$/.]*)?@[0-9a-f]+\\b");

    private static final String MODEL = ProcessorDefinition.class.getPackageName();

    private final BeanIntrospection introspection;

    RouteSteps(BeanIntrospection introspection) {
        this.introspection = introspection;
    }

    /** Without what Camel puts beside them: error handlers and interceptors. */
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
        // an object of Java code has no text that lasts
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
