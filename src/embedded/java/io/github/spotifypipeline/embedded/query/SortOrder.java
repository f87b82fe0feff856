package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** An order of documents: by the least value of a list when it ascends, by the greatest when it descends. */
final class SortOrder {

    private record Field(String[] path, int direction) {
    }

    /** What is sorted, with what it is sorted by. */
    record Sorted<T>(T value, Object[] keys) {
    }

    private final List<Field> fields;

    private SortOrder(List<Field> fields) {
        this.fields = fields;
    }

    static SortOrder of(Document spec) {
        List<Field> fields = new ArrayList<>();
        spec.forEach((path, direction) -> {
            if (path.startsWith("$") || direction instanceof Document) {
                throw Refusal.unsupported("a sort by " + path + ": " + direction, "it sorts by fields");
            }
            if (!(direction instanceof Number number) || Math.abs(number.doubleValue()) != 1) {
                throw Refusal.invalid("$sort key ordering must be 1 (for ascending) or -1 (for descending)");
            }
            fields.add(new Field(FieldPath.split(path), number.intValue()));
        });
        if (fields.isEmpty()) {
            throw Refusal.invalid("$sort stage must have at least one sort key");
        }
        return new SortOrder(fields);
    }

    /** Whether it is the order of {@code _id}: 1 when it ascends, -1 when it descends, else 0. */
    int byId() {
        Field first = fields.get(0);
        return first.path.length == 1 && first.path[0].equals("_id") ? first.direction : 0;
    }

    Object[] keys(Document document) {
        Object[] keys = new Object[fields.size()];
        int lists = 0;
        for (int i = 0; i < keys.length; i++) {
            Field field = fields.get(i);
            Object value = single(document, field.path);
            if (value == null) {
                List<Object> found = new ArrayList<>();
                collect(document, field.path, 0, found);
                keys[i] = extreme(found, field.direction);
                lists++;
            } else {
                keys[i] = value == Values.MISSING ? null : value;
            }
        }
        if (lists > 1) {
            throw Refusal.unsupported("a sort by several lists", "it would take the order of each alone");
        }
        return keys;
    }

    /** The value behind a path without lists; null where there is a list. */
    private static Object single(Document document, String[] path) {
        Object here = document;
        for (String field : path) {
            if (!(here instanceof Document inner)) {
                return here instanceof List ? null : Values.MISSING;
            }
            here = inner.getOrDefault(field, Values.MISSING);
        }
        return here == null ? Values.MISSING : here instanceof List ? null : here;
    }

    private static Object extreme(List<Object> found, int direction) {
        Object extreme = null;
        boolean first = true;
        for (Object value : found) {
            if (first || Values.compare(value, extreme) * direction < 0) {
                extreme = value;
                first = false;
            }
        }
        return extreme;
    }

    /** Collects the values that an index would have. */
    private static void collect(Object value, String[] path, int from, List<Object> found) {
        if (from == path.length) {
            if (value instanceof List<?> list) {
                if (list.isEmpty()) {
                    found.add(Values.MISSING);
                } else {
                    found.addAll(list);
                }
            } else {
                found.add(value == Values.MISSING ? null : value);
            }
        } else if (value instanceof Document document) {
            collect(document.getOrDefault(path[from], Values.MISSING), path, from + 1, found);
        } else if (value instanceof List<?> list && from > 0) {
            if (path[from].matches("\\d+")) {
                throw Refusal.unsupported("a sort by a place in a list", "it would take the number for a field");
            }
            if (list.isEmpty()) {
                found.add(null);
            }
            for (Object element : list) {
                if (element instanceof Document document) {
                    collect(document.getOrDefault(path[from], Values.MISSING), path, from + 1, found);
                } else {
                    found.add(null);
                }
            }
        } else {
            found.add(null);
        }
    }

    Comparator<Object[]> comparator() {
        return (one, other) -> {
            for (int i = 0; i < one.length; i++) {
                int order = Values.compare(one[i], other[i]);
                if (order != 0) {
                    return order * fields.get(i).direction;
                }
            }
            return 0;
        };
    }

    /** Documents in this order. Equals keep theirs. */
    List<Object> sorted(List<?> documents) {
        return new ArrayList<>(documents.stream().map(document -> new Sorted<>(document, keys((Document) document)))
                .sorted(Comparator.comparing(Sorted::keys, comparator())).map(Sorted::value).toList());
    }

    /** Sorts all documents in memory. */
    Stream<Document> sorted(Stream<Document> documents, HeldMemory held) {
        List<Sorted<Document>> all = new ArrayList<>();
        documents.forEach(document -> {
            held.add(Values.size(document) + 64L + 24L * fields.size());
            all.add(new Sorted<>(document, keys(document)));
        });
        all.sort(Comparator.comparing(Sorted::keys, comparator()));
        return all.stream().map(Sorted::value);
    }

    /** The first few documents. It holds no more than those. */
    Stream<Document> first(Stream<Document> documents, long limit, HeldMemory held) {
        Comparator<Sorted<Document>> order = Comparator.comparing(Sorted::keys, comparator());
        List<Sorted<Document>> best = new ArrayList<>();
        documents.forEach(document -> {
            Sorted<Document> sorted = new Sorted<>(document, keys(document));
            // best is kept in order; a new document goes behind its equals
            int at = best.size();
            if (at == limit && (limit == 0 || order.compare(best.get(at - 1), sorted) <= 0)) {
                return;
            }
            int low = 0;
            while (low < at) {
                int middle = (low + at) >>> 1;
                if (order.compare(best.get(middle), sorted) <= 0) {
                    low = middle + 1;
                } else {
                    at = middle;
                }
            }
            best.add(low, sorted);
            held.add(Values.size(document));
            if (best.size() > limit) {
                held.add(-Values.size(best.remove(best.size() - 1).value()));
            }
        });
        return best.stream().map(Sorted::value);
    }
}
