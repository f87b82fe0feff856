package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Which fields a document keeps, and which it gets: projections of find, {@code $project}, {@code $addFields}. */
final class Projection {

    private enum Mode { INCLUDE, EXCLUDE, ADD }

    /** A field of the projection: what becomes of it, or its own fields. */
    private static final class Node {
        private final Map<String, Node> fields = new LinkedHashMap<>();
        private Boolean included;
        private Expression computed;
        private UnaryOperator<Object> cut;

        private boolean isLeaf() {
            return included != null || computed != null || cut != null;
        }

        private boolean computes() {
            return computed != null || fields.values().stream().anyMatch(Node::computes);
        }
    }

    private final Node root = new Node();
    private final ExpressionCompiler expressions;
    private final boolean ofFind;
    private Mode mode;
    private boolean hasElement;

    private Projection(ExpressionCompiler expressions, Mode mode, boolean ofFind) {
        this.expressions = expressions;
        this.mode = mode;
        this.ofFind = ofFind;
    }

    static Projection project(Document spec, ExpressionCompiler expressions) {
        if (spec.isEmpty()) {
            throw Refusal.invalid("$project specification must have at least one field");
        }
        return new Projection(expressions, null, false).read(spec);
    }

    static Projection addFields(Document spec, ExpressionCompiler expressions) {
        return new Projection(expressions, Mode.ADD, false).read(spec);
    }

    static Projection find(Document spec, ExpressionCompiler expressions) {
        return new Projection(expressions, null, true).read(spec);
    }

    private Projection read(Document spec) {
        spec.forEach((path, value) -> read(root, path, value, ""));
        if (mode == null) {
            Node id = root.fields.get("_id");
            boolean onlyId = root.fields.size() == 1 && id != null && id.included != null;
            boolean onlyCuts = root.fields.values().stream().allMatch(node -> node.cut != null && node.included == null
                    || node == id && node.included != null && !node.included);
            mode = onlyId && !id.included || onlyCuts && !hasElement ? Mode.EXCLUDE : Mode.INCLUDE;
        }
        if (mode == Mode.EXCLUDE && hasElement) {
            throw Refusal.unsupported("$elemMatch beside excluded fields", "the fields would be in another order");
        }
        if (mode == Mode.INCLUDE && !root.fields.containsKey("_id")) {
            Node id = new Node();
            id.included = true;
            root.fields.put("_id", id);
        }
        return this;
    }

    private void read(Node parent, String path, Object value, String prefix) {
        if (path.endsWith(".$")) {
            throw Refusal.unsupported("the positional projection '" + prefix + path + "'",
                    "$elemMatch shows the first element that matches");
        }
        String[] fields = FieldPath.split(path);
        Node node = parent;
        for (String field : fields) {
            if (node.isLeaf()) {
                throw Refusal.invalid("Path collision at " + prefix + path);
            }
            node = node.fields.computeIfAbsent(field, name -> new Node());
        }
        if (node.isLeaf() || !node.fields.isEmpty() && !(value instanceof Document)) {
            throw Refusal.invalid("Path collision at " + prefix + path);
        }
        boolean isId = prefix.isEmpty() && path.equals("_id");
        if (mode != Mode.ADD && (value instanceof Number || value instanceof Boolean)) {
            node.included = Values.isTrue(value);
            if (!isId) {
                decide(node.included ? Mode.INCLUDE : Mode.EXCLUDE, prefix + path);
            }
        } else if (value instanceof Document document && isNested(document)) {
            if (document.isEmpty()) {
                throw Refusal.invalid("An empty sub-projection is not a valid value. Found empty object at path");
            }
            Node inner = node;
            document.forEach((name, nested) -> read(inner, name, nested, prefix + path + "."));
        } else if (ofFind && value instanceof Document document && document.containsKey("$slice")
                && !(document.get("$slice") instanceof List<?> list && list.stream().anyMatch(e ->
                        !(e instanceof Number)))) {
            slice(node, document, fields.length > 1 || !prefix.isEmpty());
        } else if (ofFind && value instanceof Document document && document.containsKey("$elemMatch")) {
            element(node, document, fields.length > 1 || !prefix.isEmpty());
        } else {
            node.computed = expressions.compile(value);
            if (!isId) {
                decide(mode == Mode.ADD ? Mode.ADD : Mode.INCLUDE, prefix + path);
            }
        }
    }

    private static boolean isNested(Document document) {
        return document.isEmpty() || !document.keySet().iterator().next().startsWith("$");
    }

    private void decide(Mode wanted, String path) {
        if (mode != null && mode != wanted) {
            throw Refusal.invalid("Cannot do inclusion or compute a field and do exclusion in one projection: " + path);
        }
        mode = wanted;
    }

    private void slice(Node node, Document spec, boolean nested) {
        if (nested) {
            throw Refusal.unsupported("$slice of a dotted path in a projection", "an aggregation can do it");
        }
        Object slice = spec.get("$slice");
        List<?> arguments = slice instanceof List<?> list ? list : List.of(slice);
        if (arguments.isEmpty() || arguments.size() > 2 || !(arguments.get(0) instanceof Number first)) {
            throw Refusal.invalid("$slice takes a number, or two");
        }
        int from = arguments.size() == 2 ? first.intValue() : Math.min(0, first.intValue());
        long count = arguments.size() == 2 ? ((Number) arguments.get(1)).intValue() : Math.abs((long) first.intValue());
        if (arguments.size() == 2 && count <= 0) {
            throw Refusal.invalid("the limit of $slice must be positive");
        }
        node.cut = value -> value instanceof List<?> list ? ListOperators.slice(list, from, count) : value;
    }

    private void element(Node node, Document spec, boolean nested) {
        if (nested) {
            throw Refusal.invalid("Cannot use $elemMatch projection on a nested field");
        }
        Predicate<Object> matches = FieldCondition.element(spec.get("$elemMatch"));
        hasElement = true;
        node.computed = scope -> Values.MISSING;
        node.cut = value -> {
            List<Object> found = new ArrayList<>(value instanceof List<?> list ? list : List.of());
            found.removeIf(matches.negate());
            return found.isEmpty() ? Values.MISSING : new ArrayList<>(found.subList(0, 1));
        };
    }

    /** Makes a document of another, which it does not change. */
    Document apply(Document document, Variables scope) {
        Document made = (Document) project(document, root);
        return root.computes() ? compute(document, made, root, scope) : made;
    }

    /** First pass: what is kept. Within lists, what is left out stays {@link Values#MISSING} until the second. */
    private Object project(Object value, Node node) {
        if (value instanceof Document document) {
            Document made = new Document();
            document.forEach((name, field) -> {
                Object kept = project(field, name, node);
                if (!Values.isMissing(kept)) {
                    made.put(name, kept);
                }
            });
            return made;
        } else if (value instanceof List<?> list) {
            List<Object> made = new ArrayList<>(list.size());
            boolean computes = node.computes();
            for (Object element : list) {
                Object kept = project(element, node);
                if (computes || !Values.isMissing(kept)) {
                    made.add(kept);
                }
            }
            return made;
        }
        return mode == Mode.INCLUDE ? Values.MISSING : value;
    }

    private Object project(Object value, String name, Node node) {
        Node field = node.fields.get(name);
        if (field == null) {
            return mode == Mode.INCLUDE ? Values.MISSING : value;
        } else if (field.cut != null) {
            return field.computed != null ? Values.MISSING : field.cut.apply(value);
        } else if (field.included != null) {
            return field.included ? value : Values.MISSING;
        } else if (field.computed != null) {
            return mode == Mode.ADD ? value : Values.MISSING;
        }
        return project(value, field);
    }

    /** Second pass: what is computed. */
    private Document compute(Document original, Document made, Node node, Variables scope) {
        node.fields.forEach((name, field) -> {
            Object value;
            if (field.cut != null && field.computed != null) {
                value = field.cut.apply(original.getOrDefault(name, Values.MISSING));
            } else if (field.computed != null) {
                value = field.computed.in(scope);
            } else if (field.computes()) {
                value = computeWithin(made.getOrDefault(name, Values.MISSING), field, scope);
            } else {
                return;
            }
            if (Values.isMissing(value)) {
                made.remove(name);
            } else if (node == root && name.equals("_id") && !field.fields.isEmpty() && !made.containsKey(name)) {
                Document behind = Values.copy(made);
                made.clear();
                made.put(name, value);
                made.putAll(behind);
            } else {
                made.put(name, value);
            }
        });
        return made;
    }

    private Object computeWithin(Object value, Node node, Variables scope) {
        if (value instanceof List<?> list) {
            List<Object> made = new ArrayList<>(list.size());
            list.forEach(element -> made.add(computeWithin(element, node, scope)));
            return made;
        }
        Document inner = value instanceof Document document ? Values.copy(document) : new Document();
        return compute(inner, inner, node, scope);
    }
}
