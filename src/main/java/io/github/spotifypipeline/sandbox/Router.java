package io.github.spotifypipeline.sandbox;

import java.util.Map;

/** Finds the endpoint for a request by method and exact path. */
final class Router implements Endpoint {

    private record Route(String method, Endpoint endpoint) {
    }

    private final Map<String, Route> routes;

    Router(Endpoint authorize, Endpoint token, Endpoint profile, Endpoint recentlyPlayed) {
        this.routes = Map.of(
                "/authorize", new Route("GET", authorize),
                "/api/token", new Route("POST", token),
                "/v1/me", new Route("GET", profile),
                RecentlyPlayedEndpoint.PATH, new Route("GET", recentlyPlayed));
    }

    @Override
    public Answer answer(RecordedRequest request) {
        Route route = routes.get(request.path());
        if (route == null) {
            return Answer.apiError(404, "Service not found");
        }
        if (!route.method().equals(request.method())) {
            return Answer.apiError(405, "Method not allowed").with("Allow", route.method());
        }
        try {
            return route.endpoint().answer(request);
        } catch (Refusal refusal) {
            return refusal.answer();
        }
    }
}
