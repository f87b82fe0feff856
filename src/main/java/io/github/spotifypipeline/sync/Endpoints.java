package io.github.spotifypipeline.sync;

import java.util.List;
import java.util.TreeSet;

/** The endpoints that the routes declare. */
public interface Endpoints {

    /** All of them, ordered by id. */
    List<Endpoint> all();

    /** @throws IllegalArgumentException when there is none with this id */
    default Endpoint byId(String id) {
        return all().stream().filter(endpoint -> endpoint.id().equals(id)).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("There is no endpoint " + id));
    }

    /** What a sign-in asks for: the scopes of all endpoints, each once, separated by spaces. */
    default String scopes() {
        TreeSet<String> scopes = new TreeSet<>();
        all().forEach(endpoint -> scopes.addAll(endpoint.scopes()));
        return String.join(" ", scopes);
    }
}
