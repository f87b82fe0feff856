package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.Map;

/**
 * What an expression sees.
 *
 * @param root the document, {@code $$ROOT}
 * @param name of the innermost variable; null when there is none
 * @param outer where the other variables are
 */
record Variables(Document root, String name, Object value, Variables outer) {

    static final String NOW = "NOW";

    static Variables of(Document root) {
        return new Variables(root, null, null, null);
    }

    /** @param variables names and values, without dollars */
    static Variables of(Document root, Map<String, Object> variables) {
        Variables scope = of(root);
        for (Map.Entry<String, Object> variable : variables.entrySet()) {
            scope = scope.with(variable.getKey(), variable.getValue());
        }
        return scope;
    }

    Variables with(String variable, Object itsValue) {
        return new Variables(root, variable, itsValue, this);
    }

    Object variable(String wanted) {
        for (Variables scope = this; scope != null && scope.name != null; scope = scope.outer) {
            if (scope.name.equals(wanted)) {
                return scope.value;
            }
        }
        return switch (wanted) {
            case "ROOT", "CURRENT" -> root;
            case "REMOVE" -> Values.MISSING;
            case NOW -> Instant.ofEpochMilli(System.currentTimeMillis());
            default -> throw Refusal.invalid("Use of undefined variable: " + wanted);
        };
    }
}
