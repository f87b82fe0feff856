package io.github.spotifysandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds the endpoint for a request by method and path; the first route whose path matches decides. */
final class Router implements Endpoint {

    private record Route(String method, PathPattern path, PathEndpoint endpoint) {
    }

    private record Match(Route route, String value) {
    }

    private final List<Route> routes = new ArrayList<>();

    Router get(String pattern, Endpoint endpoint) {
        return get(pattern, (http, none) -> endpoint.answer(http));
    }

    /** @param pattern with a {@code {name}} in it, whose value the endpoint gets */
    Router get(String pattern, PathEndpoint endpoint) {
        routes.add(new Route("GET", new PathPattern(pattern), endpoint));
        return this;
    }

    Router post(String pattern, Endpoint endpoint) {
        routes.add(new Route("POST", new PathPattern(pattern), (http, none) -> endpoint.answer(http)));
        return this;
    }

    @Override
    public Answer answer(RecordedRequest request) {
        Optional<Match> found = match(request.path());
        if (found.isEmpty()) {
            return Answer.apiError(404, "Service not found");
        }
        Route route = found.get().route();
        if (!route.method().equals(request.method())) {
            return Answer.apiError(405, "Method not allowed").with("Allow", route.method());
        }
        try {
            return route.endpoint().answer(request, found.get().value());
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }

    private Optional<Match> match(String path) {
        return routes.stream()
                .flatMap(route -> route.path().match(path).map(value -> new Match(route, value)).stream())
                .findFirst();
    }
}
