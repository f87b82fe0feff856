package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.List;
import java.util.function.Predicate;

/** A dotted path as queries read it: through lists, and to an element of a list by its place. */
record SearchPath(String... fields) {

    static SearchPath of(String path) {
        return new SearchPath(path.split("\\.", -1));
    }

    /**
     * Whether a value at the end of the path passes a test, {@link Values#MISSING} where it ends in nothing. A list
     * stands for its elements and, at last, for itself.
     */
    Predicate<Object> anyElement(Predicate<Object> test) {
        return given -> any(given, 0, true, test);
    }

    /** The same, where a list stands for itself alone. */
    Predicate<Object> anyWhole(Predicate<Object> test) {
        return given -> any(given, 0, false, test);
    }

    private boolean any(Object given, int from, boolean expand, Predicate<Object> test) {
        if (from == fields.length) {
            return expand && given instanceof List<?> list && list.stream().anyMatch(test) || test.test(given);
        }
        if (given instanceof Document document) {
            return any(document.getOrDefault(fields[from], Values.MISSING), from + 1, expand, test);
        }
        if (given instanceof List<?> list && from > 0) {
            return anyOfList(list, from, expand, test);
        }
        return test.test(Values.MISSING);
    }

    private boolean anyOfList(List<?> list, int from, boolean expand, Predicate<Object> test) {
        for (Object element : list) {
            if (element instanceof Document && any(element, from, expand, test)) {
                return true;
            }
        }
        if (fields[from].matches("0|[1-9]\\d{0,8}") && Integer.parseInt(fields[from]) < list.size()) {
            Object element = list.get(Integer.parseInt(fields[from]));
            // a list that stands at a place is one value
            return any(element, from + 1, expand && from + 1 < fields.length, test);
        }
        return false;
    }
}
