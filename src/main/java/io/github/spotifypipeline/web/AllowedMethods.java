package io.github.spotifypipeline.web;

import io.undertow.util.PathTemplate;
import io.undertow.util.URLUtils;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.component.undertow.HttpHandlerRegistrationInfo;

/** Which methods the routes of a server take at a path, for the answer 405 to one that none of them takes. */
final class AllowedMethods {

    private final List<HttpHandlerRegistrationInfo> routes = new CopyOnWriteArrayList<>();

    void add(HttpHandlerRegistrationInfo route) {
        routes.add(route);
    }

    void remove(HttpHandlerRegistrationInfo route) {
        routes.remove(route);
    }

    /** The methods of a path, sorted; none when no route is there. @param path decoded */
    Set<String> at(String path) {
        String asked = URLUtils.normalizeSlashes(path);
        Set<String> methods = new TreeSet<>();
        routes.stream().filter(route -> covers(route, asked)).map(AllowedMethods::path)
                .max(Comparator.comparing(String::length)).ifPresent(longest -> {
                    methods.add("OPTIONS");
                    routes.stream().filter(route -> path(route).equals(longest) && route.getMethodRestrict() != null)
                            .forEach(route -> methods.addAll(List.of(route.getMethodRestrict().split(","))));
                });
        return methods;
    }

    private static String path(HttpHandlerRegistrationInfo route) {
        return URLUtils.normalizeSlashes(route.getUri().getPath());
    }

    private static boolean covers(HttpHandlerRegistrationInfo route, String asked) {
        String path = path(route);
        if (path.contains("{")) {
            return PathTemplate.create(path).matches(asked, new HashMap<>());
        }
        // the page's route is at the root, but takes nothing of what lies below
        return asked.equals(path) || route.isMatchOnUriPrefix() && path.length() > 1 && asked.startsWith(path + "/");
    }
}
