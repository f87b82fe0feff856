package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Refusal;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Refuses the parts of an update that the stock collection does not do as a MongoDB. */
final class UpdateRules {

    private static final Set<String> OPERATORS = Set.of("$set", "$setOnInsert", "$unset", "$inc", "$mul", "$min",
            "$max",
            "$push", "$addToSet", "$currentDate");
    private static final Set<String> PUSH_MODIFIERS = Set.of("$each", "$slice", "$sort");
    private static final Set<String> OF_NUMBERS = Set.of("$inc", "$mul");
    private static final Set<String> OF_LISTS = Set.of("$push", "$addToSet");

    private UpdateRules() {
    }

    /** Refuses operators that were not compared with a MongoDB, or that do something else. */
    static void check(Document update) {
        update.forEach((operator, change) -> {
            if (!operator.startsWith("$")) {
                return;
            }
            if (!OPERATORS.contains(operator)) {
                throw Refusal.unknown("the update operator " + operator);
            }
            if (change instanceof Document fields) {
                fields.forEach((path, value) -> check(operator, path, value));
            }
        });
    }

    private static void check(String operator, String path, Object value) {
        if (path.endsWith(".$") || path.contains(".$.")) {
            throw Refusal.unsupported("the positional operator in '" + path + "'", "arrayFilters name an element");
        }
        if (operator.equals("$push") && value instanceof Document modifiers && modifiers.containsKey("$each")
                && !PUSH_MODIFIERS.containsAll(modifiers.keySet())) {
            throw Refusal.unsupported("$push with " + modifiers.keySet(), "it knows " + PUSH_MODIFIERS);
        }
        if (operator.equals("$push") && value instanceof Document modifiers
                && modifiers.get("$slice") instanceof Number kept
                && kept.doubleValue() >= 0) {
            throw Refusal.unsupported("$push that keeps the first with $slice",
                    "it keeps the last, with a negative one");
        }
        if (operator.equals("$addToSet")) {
            Object added = value instanceof Document each && each.containsKey("$each") ? each.get("$each") : List.of();
            for (Object one : added instanceof List<?> list && !list.isEmpty() ? list : List.of(value == null ? ""
                    : value)) {
                if (one instanceof Number || one instanceof Document || one instanceof List) {
                    throw Refusal.unsupported("$addToSet of a number, an object or a list",
                            "1 and 1.0 would be two values");
                }
            }
        }
    }

    /** Whether {@link #check(Document, Document)} may find something. */
    static boolean dependsOnDocument(Document update) {
        return update.entrySet().stream().anyMatch(change -> change.getValue() instanceof Document fields
                && change.getKey().startsWith("$") && (OF_NUMBERS.contains(change.getKey())
                        || OF_LISTS.contains(change.getKey()) || fields.keySet().stream().anyMatch(p ->
                                p.contains("."))));
    }

    /** Refuses an update that a MongoDB refuses for this document, but the stock collection does not. */
    static void check(Document update, Document document) {
        for (Map.Entry<String, Object> change : update.entrySet()) {
            if (change.getKey().startsWith("$") && change.getValue() instanceof Document fields) {
                fields.keySet().forEach(path -> check(change.getKey(), path, document));
            }
        }
    }

    private static void check(String operator, String path, Document document) {
        Object here = document;
        boolean found = true;
        for (String field : path.split("\\.")) {
            if (here instanceof List<?> list) {
                if (field.startsWith("$[")) {
                    return;
                }
                if (!field.matches("\\d{1,9}")) {
                    throw Refusal.invalid("Cannot create field '" + field + "' in a list: '" + path + "'");
                }
                found = Integer.parseInt(field) < list.size();
                here = found ? list.get(Integer.parseInt(field)) : null;
            } else if (here instanceof Document inner) {
                found = inner.containsKey(field);
                here = inner.get(field);
            } else if (found) {
                if (operator.equals("$unset")) {
                    return;
                }
                throw Refusal.invalid("Cannot create field '" + field + "' in a value of another type: '" + path + "'");
            } else {
                return;
            }
        }
        if (found && (OF_LISTS.contains(operator) && !(here instanceof List)
                || OF_NUMBERS.contains(operator) && !(here instanceof Number))) {
            throw Refusal.invalid("Cannot apply " + operator + " to the value of '" + path
                    + "', which has another type");
        }
    }
}
