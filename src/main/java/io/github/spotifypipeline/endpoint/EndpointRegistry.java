package io.github.spotifypipeline.endpoint;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** The endpoints that the routes declare. */
public interface EndpointRegistry {

    /** All endpoints, ordered by id. */
    List<Endpoint> all();

    /** The endpoint with this id. */
    default Optional<Endpoint> find(String id) {
        return all().stream().filter(endpoint -> endpoint.id().equals(id)).findFirst();
    }

    /** The scopes of all endpoints, which a sign-in asks for: each once, separated by spaces. */
    default String scopes() {
        TreeSet<String> scopes = new TreeSet<>();
        all().forEach(endpoint -> scopes.addAll(endpoint.scopes()));
        return String.join(" ", scopes);
    }
}
