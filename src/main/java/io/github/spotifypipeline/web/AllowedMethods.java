package io.github.spotifypipeline.web;

import io.undertow.util.PathTemplate;
import io.undertow.util.URLUtils;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which methods the routes of a server take at a path, for the answer to one that none takes. */
final class AllowedMethods {

    /** @param methods without OPTIONS, which every path takes */
    private record Entry(String path, boolean prefix, List<String> methods) {

        boolean covers(String asked) {
            if (path.contains("{")) {
                return PathTemplate.create(path).matches(asked, new HashMap<>());
            }
            // the page is at the root; that it is asked for what lies below means nothing
            return asked.equals(path) || prefix && path.length() > 1 && asked.startsWith(path + "/");
        }
    }

    private final List<Entry> entries = new CopyOnWriteArrayList<>();

    /** @param methods separated by commas; null: all */
    void add(String path, boolean prefix, String methods) {
        entries.add(new Entry(URLUtils.normalizeSlashes(path), prefix, list(methods)));
    }

    void remove(String path, String methods) {
        String normal = URLUtils.normalizeSlashes(path);
        entries.stream().filter(entry -> entry.path().equals(normal) && entry.methods().equals(list(methods))).findFirst()
                .ifPresent(entries::remove);
    }

    /** The methods of a path, sorted; none when no route is there. @param path decoded */
    Set<String> at(String path) {
        String normal = URLUtils.normalizeSlashes(path);
        Set<String> methods = new TreeSet<>();
        entries.stream().filter(entry -> entry.covers(normal)).max(Comparator.comparing(entry -> entry.path().length()))
                .ifPresent(best -> entries.stream().filter(entry -> entry.path().equals(best.path()))
                        .forEach(entry -> methods.addAll(entry.methods())));
        if (!methods.isEmpty()) {
            methods.add("OPTIONS");
        }
        return methods;
    }

    private static List<String> list(String methods) {
        return methods == null ? List.of() : Arrays.stream(methods.split(",")).map(String::strip).toList();
    }
}
