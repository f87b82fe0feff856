package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes expressions of what a command says, before a document is read. Refuses unknown operators and arguments. */
final class ExpressionCompiler {

    private static final Set<String> SYSTEM_VARIABLES = Set.of("ROOT", "CURRENT", "REMOVE", Variables.NOW);

    private final Set<String> variables;

    private ExpressionCompiler(Set<String> variables) {
        this.variables = variables;
    }

    /** @param variables those that the command defines, without dollars */
    static ExpressionCompiler with(Collection<String> variables) {
        return new ExpressionCompiler(Set.copyOf(variables));
    }

    /** The same, with more variables. */
    ExpressionCompiler and(Collection<String> more) {
        Set<String> all = new HashSet<>(variables);
        for (String name : more) {
            if (name.isEmpty() || !(Character.isLowerCase(name.charAt(0)) || name.charAt(0) > 127
                    || name.equals("CURRENT")) || !name.chars().allMatch(c -> Character.isLetterOrDigit(c) || c == '_'
                            || c > 127)) {
                throw Refusal.invalid("'" + name + "' is no name for a variable: it starts with a lower case letter");
            }
            if (name.equals("CURRENT")) {
                throw Refusal.unsupported("another $$CURRENT", "paths would still begin at the document");
            }
            all.add(name);
        }
        return new ExpressionCompiler(all);
    }

    Expression compile(Object spec) {
        if (spec instanceof String text) {
            return text.startsWith("$") ? path(text) : scope -> text;
        } else if (spec instanceof Document document) {
            return document(document);
        } else if (spec instanceof Collection<?> list) {
            return list(list);
        }
        return scope -> spec;
    }

    private Expression path(String text) {
        if (text.startsWith("$$")) {
            String name = text.substring(2).split("\\.", 2)[0];
            if (!variables.contains(name) && !SYSTEM_VARIABLES.contains(name)) {
                throw Refusal.invalid("Use of undefined variable: " + name);
            }
            if (name.length() + 2 == text.length()) {
                return scope -> scope.variable(name);
            }
            String[] fields = FieldPath.split(text.substring(name.length() + 3));
            return scope -> FieldPath.read(scope.variable(name), fields, 0);
        }
        String[] fields = FieldPath.split(text.substring(1));
        if (fields.length == 1) {
            return scope -> scope.root().getOrDefault(fields[0], Values.MISSING);
        }
        return scope -> FieldPath.read(scope.root(), fields, 0);
    }

    private Expression document(Document document) {
        for (String name : document.keySet()) {
            if (name.startsWith("$")) {
                if (document.size() != 1) {
                    throw Refusal.invalid("an object that represents an expression must have exactly one field, not "
                            + document.keySet());
                }
                return OperatorTable.named(name).compile(document.get(name), this);
            }
        }
        Map<String, Expression> fields = new LinkedHashMap<>();
        document.forEach((name, value) -> fields.put(FieldPath.requireField(name), compile(value)));
        return scope -> {
            Document made = new Document();
            fields.forEach((name, field) -> {
                Object value = field.in(scope);
                if (!Values.isMissing(value)) {
                    made.put(name, value);
                }
            });
            return made;
        };
    }

    private Expression list(Collection<?> list) {
        List<Expression> elements = list.stream().map(this::compile).toList();
        return scope -> {
            List<Object> made = new ArrayList<>(elements.size());
            for (Expression element : elements) {
                Object value = element.in(scope);
                made.add(Values.isMissing(value) ? null : value);
            }
            return made;
        };
    }

    /** The arguments of an operator. What is no list is the only argument. */
    List<Expression> arguments(String name, Object argument, int least, int most) {
        List<?> all = argument instanceof List<?> list ? list : Collections.singletonList(argument);
        if (all.size() < least || all.size() > most) {
            throw Refusal.invalid("Expression " + name + " takes " + (least == most ? "exactly " + least
                    : "at least " + least + " arguments, and at most " + most) + " arguments. " + all.size()
                    + " were passed in");
        }
        return all.stream().map(this::compile).toList();
    }

    /** The arguments of an operator in the order in which a MongoDB takes them when it may choose. */
    List<Expression> constantsLast(String name, Object argument) {
        if (!(argument instanceof List<?> list)) {
            return arguments(name, argument, 0, Integer.MAX_VALUE);
        }
        List<Object> ordered = new ArrayList<>(list);
        ordered.sort(Comparator.comparing(ExpressionCompiler::isConstant));
        return arguments(name, ordered, 0, Integer.MAX_VALUE);
    }

    private static boolean isConstant(Object spec) {
        return spec instanceof String text ? !text.startsWith("$")
                : spec instanceof Document document ? document.containsKey("$literal")
                        || document.values().stream().allMatch(ExpressionCompiler::isConstant)
                : !(spec instanceof Collection<?> list) || list.stream().allMatch(ExpressionCompiler::isConstant);
    }

    /**
     * The arguments of an operator that are named.
     *
     * @param known all of them, in a text, those that must be there with a star behind them
     */
    Map<String, Expression> named(String name, Object argument, String known) {
        if (!(argument instanceof Document document)) {
            throw Refusal.invalid(name + " takes an object: " + known);
        }
        Map<String, Expression> arguments = new HashMap<>();
        List<String> names = List.of(known.split(" "));
        document.forEach((field, value) -> {
            if (!names.contains(field) && !names.contains(field + "*")) {
                throw Refusal.unsupported("'" + field + "' in " + name, "it knows " + known.replace("*", ""));
            }
            arguments.put(field, compile(value));
        });
        for (String field : names) {
            if (field.endsWith("*") && !arguments.containsKey(field.substring(0, field.length() - 1))) {
                throw Refusal.invalid(name + " requires '" + field.substring(0, field.length() - 1) + "'");
            }
        }
        return arguments;
    }
}
