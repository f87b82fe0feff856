package io.github.spotifypipeline.embedded.query;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/** The operators of expressions, by name. Each of them was compared with a MongoDB 6.0. */
final class OperatorTable {

    /** No greatest number of arguments. */
    static final int MANY = Integer.MAX_VALUE;

    /** Makes an expression of what stands beside an operator's name. */
    interface Operator {
        Expression compile(Object argument, ExpressionCompiler scope);
    }

    private static final OperatorTable ALL = new OperatorTable();

    static {
        LogicOperators.addTo(ALL);
        ArithmeticOperators.addTo(ALL);
        TextOperators.addTo(ALL);
        PatternOperators.addTo(ALL);
        ListOperators.addTo(ALL);
        SetOperators.addTo(ALL);
        ObjectOperators.addTo(ALL);
        TypeOperators.addTo(ALL);
        DateOperators.addTo(ALL);
        DateUnitOperators.addTo(ALL);
    }

    private final Map<String, Operator> byName = new TreeMap<>();

    private OperatorTable() {
    }

    static Set<String> names() {
        return ALL.byName.keySet();
    }

    static Operator named(String name) {
        Operator operator = ALL.byName.get(name);
        if (operator == null) {
            throw Refusal.unknown("the expression " + name);
        }
        return operator;
    }

    void add(String name, Operator operator) {
        byName.put(name, operator);
    }

    /** Adds an operator of at least and at most so many values. */
    void add(String name, int least, int most, Function<Object[], Object> function) {
        add(name, (argument, scope) -> {
            Expression[] arguments = scope.arguments(name, argument, least, most).toArray(new Expression[0]);
            return in -> {
                Object[] values = new Object[arguments.length];
                for (int i = 0; i < values.length; i++) {
                    values[i] = arguments[i].in(in);
                }
                return function.apply(values);
            };
        });
    }

    /** The same; null where one of the values is null or missing. */
    void addOrNull(String name, int least, int most, Function<Object[], Object> function) {
        add(name, least, most, values -> Values.anyNullish(values) ? null : function.apply(values));
    }

    /** The same of one value. */
    void addOrNull(String name, Function<Object, Object> function) {
        addOrNull(name, 1, 1, values -> function.apply(values[0]));
    }

    /** An operator with named arguments. @param known their names, as in {@link ExpressionCompiler#named} */
    void addNamed(String name, String known, Function<NamedValues, Object> function) {
        add(name, (argument, scope) -> {
            Map<String, Expression> named = scope.named(name, argument, known);
            return in -> function.apply(new NamedValues(named, in));
        });
    }
}
