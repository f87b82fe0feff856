package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.List;

/** Dotted paths, as aggregations read them. */
final class FieldPath {

    private FieldPath() {
    }

    /** The fields of a path. */
    static String[] split(String path) {
        String[] fields = path.split("\\.", -1);
        for (String field : fields) {
            if (field.isEmpty()) {
                throw Refusal.invalid("FieldPath '" + path + "' has an empty field");
            }
            if (field.startsWith("$")) {
                throw Refusal.invalid("FieldPath field names may not start with '$'");
            }
        }
        return fields;
    }

    /** A name that a computed field may have. */
    static String requireField(String name) {
        if (name.contains(".") || name.isEmpty() || name.startsWith("$")) {
            throw Refusal.invalid("FieldPath field names may not contain '.', be empty or start with '$': '" + name
                    + "'");
        }
        return name;
    }

    /** The value behind a path. Behind a list, it is the list of what its documents have. */
    static Object read(Object value, String[] fields, int from) {
        Object here = value;
        for (int i = from; i < fields.length; i++) {
            if (here instanceof Document document) {
                here = document.getOrDefault(fields[i], Values.MISSING);
            } else if (here instanceof List<?> list) {
                List<Object> found = new ArrayList<>();
                for (Object element : list) {
                    Object nested = element instanceof Document ? read(element, fields, i) : Values.MISSING;
                    if (!Values.isMissing(nested)) {
                        found.add(nested);
                    }
                }
                return found;
            } else {
                return Values.MISSING;
            }
        }
        return here;
    }

    /** A copy with a value behind a path; what is no document on the way is replaced. */
    static Document put(Object given, String[] fields, int from, Object value) {
        Document made = given instanceof Document document ? Values.copy(document) : new Document();
        if (from < fields.length - 1) {
            if (!Values.isMissing(value) || made.get(fields[from]) instanceof Document) {
                made.put(fields[from], put(made.get(fields[from]), fields, from + 1, value));
            }
        } else if (Values.isMissing(value)) {
            made.remove(fields[from]);
        } else {
            made.put(fields[from], value);
        }
        return made;
    }
}
