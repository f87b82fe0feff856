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
record Scope(Document root, String name, Object value, Scope outer) {

    static final String NOW = "NOW";

    static Scope of(Document root) {
        return new Scope(root, null, null, null);
    }

    /** @param variables names and values, without dollars */
    static Scope of(Document root, Map<String, Object> variables) {
        Scope scope = of(root);
        for (Map.Entry<String, Object> variable : variables.entrySet()) {
            scope = scope.with(variable.getKey(), variable.getValue());
        }
        return scope;
    }

    Scope with(String variable, Object itsValue) {
        return new Scope(root, variable, itsValue, this);
    }

    Object variable(String wanted) {
        for (Scope scope = this; scope != null && scope.name != null; scope = scope.outer) {
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
