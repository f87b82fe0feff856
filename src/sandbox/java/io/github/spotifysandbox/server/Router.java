package io.github.spotifysandbox.server;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the endpoint for a request by method and path; the first route whose path matches decides. */
public final class Router implements SandboxEndpoint {

    private record Route(String method, Pattern path, SandboxEndpoint endpoint) {
    }

    private final List<Route> routes = new ArrayList<>();

    /** @param path may hold {@code {id}}, which stands for one segment, or end in {@code /**} for all that is below */
    public Router get(String path, SandboxEndpoint endpoint) {
        return add("GET", path, endpoint);
    }

    /** As {@link #get}. */
    public Router post(String path, SandboxEndpoint endpoint) {
        return add("POST", path, endpoint);
    }

    @Override
    public SandboxAnswer answer(SandboxRequest request) {
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (path.matches()) {
                return answer(route, request.withId(path.groupCount() == 0 ? "" : path.group(1)));
            }
        }
        return SandboxAnswer.apiError(404, "Service not found");
    }

    private static SandboxAnswer answer(Route route, SandboxRequest request) {
        if (!route.method().equals(request.method())) {
            return SandboxAnswer.apiError(405, "Method not allowed").with("Allow", route.method());
        }
        try {
            return route.endpoint().answer(request);
        } catch (RefusedRequest refused) {
            return refused.answer();
        }
    }

    private Router add(String method, String path, SandboxEndpoint endpoint) {
        String pattern = path.replace("{id}", "([^/]+)").replace("/**", "/.*");
        routes.add(new Route(method, Pattern.compile(pattern, Pattern.DOTALL), endpoint));
        return this;
    }
}
