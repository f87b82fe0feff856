package io.github.spotifypipeline.listening;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which artist, or which album, is meant where only a name is known, as in an export: the one with a uri that has this
 * name, where there is exactly one. Of two with one name, none is meant.
 */
final class NamedAlone {

    private static final int SEVERAL = -2;

    private final Map<String, Integer> known = new HashMap<>();
    private final Map<String, List<Integer>> faces = new HashMap<>();

    /**
     * Takes what a face says.
     *
     * @param alone whether it has the name alone
     * @param thing the number of what it is by its key
     * @return the faces with the name alone that mean something else from now on
     */
    List<Integer> learn(String name, boolean alone, int thing, int face) {
        if (alone) {
            faces.computeIfAbsent(name, any -> new ArrayList<>()).add(face);
            return List.of();
        }
        Integer before = known.get(name);
        int now = before == null || before == thing ? thing : SEVERAL;
        known.put(name, now);
        return before != null && before == now ? List.of() : faces.getOrDefault(name, List.of());
    }

    /** What a name means. @param otherwise what it means where that is not known */
    int meant(String name, int otherwise) {
        Integer one = known.get(name);
        return one == null || one == SEVERAL ? otherwise : one;
    }
}
