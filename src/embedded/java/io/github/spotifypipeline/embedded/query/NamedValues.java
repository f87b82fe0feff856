package io.github.spotifypipeline.embedded.query;

import java.util.Map;

/** The named arguments of an operator for one document, each computed when it is asked for. */
record NamedValues(Map<String, Expression> arguments, Variables scope) {

    boolean has(String name) {
        return arguments.containsKey(name);
    }

    /** The value of an argument; null when it is not there. */
    Object get(String name) {
        return get(name, null);
    }

    Object get(String name, Object otherwise) {
        return has(name) ? arguments.get(name).in(scope) : otherwise;
    }

    boolean anyNullish() {
        return arguments.values().stream().anyMatch(value -> Values.isNullish(value.in(scope)));
    }
}
