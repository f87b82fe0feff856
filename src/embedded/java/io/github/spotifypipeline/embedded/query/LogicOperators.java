package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.OperatorTable.Operator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;

/** Comparisons, conditions and variables. */
final class LogicOperators {

    private LogicOperators() {
    }

    static void addTo(OperatorTable operators) {
        comparison(operators, "$eq", order -> order == 0);
        comparison(operators, "$ne", order -> order != 0);
        comparison(operators, "$gt", order -> order > 0);
        comparison(operators, "$gte", order -> order >= 0);
        comparison(operators, "$lt", order -> order < 0);
        comparison(operators, "$lte", order -> order <= 0);
        operators.add("$cmp", 2, 2, a -> Integer.signum(Values.compare(a[0], a[1])));
        operators.add("$not", 1, 1, a -> !Values.isTrue(a[0]));
        operators.add("$and", junction("$and", false));
        operators.add("$or", junction("$or", true));
        operators.add("$cond", LogicOperators::cond);
        operators.add("$ifNull", LogicOperators::ifNull);
        operators.add("$switch", LogicOperators::switchOf);
        operators.add("$let", LogicOperators::let);
        operators.add("$literal", (argument, scope) -> in -> argument);
    }

    private static void comparison(OperatorTable operators, String name, IntPredicate holds) {
        operators.add(name, 2, 2, a -> holds.test(Values.compare(a[0], a[1])));
    }

    /** Computes parts up to the first one that decides. */
    private static Operator junction(String name, boolean deciding) {
        return (argument, scope) -> {
            List<Expression> parts = scope.arguments(name, argument, 0, OperatorTable.MANY);
            return in -> {
                for (Expression part : parts) {
                    if (Values.isTrue(part.in(in)) == deciding) {
                        return deciding;
                    }
                }
                return !deciding;
            };
        };
    }

    private static Expression cond(Object argument, ExpressionCompiler scope) {
        List<Expression> parts;
        if (argument instanceof Document) {
            Map<String, Expression> named = scope.named("$cond", argument, "if* then* else*");
            parts = List.of(named.get("if"), named.get("then"), named.get("else"));
        } else {
            parts = scope.arguments("$cond", argument, 3, 3);
        }
        return in -> parts.get(Values.isTrue(parts.get(0).in(in)) ? 1 : 2).in(in);
    }

    private static Expression ifNull(Object argument, ExpressionCompiler scope) {
        List<Expression> parts = scope.arguments("$ifNull", argument, 2, OperatorTable.MANY);
        return in -> {
            Object value = null;
            for (Expression part : parts) {
                value = part.in(in);
                if (!Values.isNullish(value)) {
                    return value;
                }
            }
            return value;
        };
    }

    private static Expression switchOf(Object argument, ExpressionCompiler scope) {
        if (!(argument instanceof Document document) || !(document.get("branches") instanceof List<?> branches)
                || branches.isEmpty()) {
            throw Refusal.invalid("$switch requires an object with a list of branches");
        }
        if (!List.of("branches", "default").containsAll(document.keySet())) {
            throw Refusal.invalid("$switch found an unknown argument: " + document.keySet());
        }
        List<Map<String, Expression>> cases = new ArrayList<>();
        branches.forEach(branch -> cases.add(scope.named("a branch of $switch", branch, "case* then*")));
        Expression otherwise = document.containsKey("default") ? scope.compile(document.get("default")) : null;
        return in -> {
            for (Map<String, Expression> branch : cases) {
                if (Values.isTrue(branch.get("case").in(in))) {
                    return branch.get("then").in(in);
                }
            }
            if (otherwise == null) {
                throw Refusal.invalid("$switch could not find a matching branch for an input, and no default was"
                        + " specified");
            }
            return otherwise.in(in);
        };
    }

    private static Expression let(Object argument, ExpressionCompiler scope) {
        if (!(argument instanceof Document document) || !(document.get("vars") instanceof Document variables)
                || !document.containsKey("in") || document.size() != 2) {
            throw Refusal.invalid("$let takes vars and in");
        }
        Map<String, Expression> values = new HashMap<>();
        variables.forEach((name, value) -> values.put(name, scope.compile(value)));
        Expression result = scope.and(variables.keySet()).compile(document.get("in"));
        return in -> {
            Variables inner = in;
            for (Map.Entry<String, Expression> variable : values.entrySet()) {
                inner = inner.with(variable.getKey(), variable.getValue().in(in));
            }
            return result.in(inner);
        };
    }
}
