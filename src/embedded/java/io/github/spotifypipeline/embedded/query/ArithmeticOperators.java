package io.github.spotifypipeline.embedded.query;

import io.github.spotifypipeline.embedded.query.Expressions.Operator;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/** Numbers, and dates as far as one adds to them. */
final class ArithmeticOperators {

    private static final int MANY = Integer.MAX_VALUE;

    /** A double knows each millisecond up to here, which is the year 287396. */
    private static final double LAST_DATE = 9.0e15;

    private ArithmeticOperators() {
    }

    static void addTo(Map<String, Operator> operators) {
        operators.put("$add", Expressions.of("$add", 0, MANY, ArithmeticOperators::add));
        operators.put("$subtract", Expressions.of("$subtract", 2, 2, ArithmeticOperators::subtract));
        operators.put("$multiply", (argument, scope) -> {
            List<Expression> factors = scope.constantsLast("$multiply", argument);
            return in -> multiply(factors.stream().map(factor -> factor.in(in)).toArray());
        });
        operators.put("$divide", Expressions.of("$divide", 2, 2, ArithmeticOperators::divide));
        operators.put("$mod", Expressions.of("$mod", 2, 2, ArithmeticOperators::mod));
        operators.put("$abs", Expressions.of("$abs", 1, 1, ArithmeticOperators::abs));
        operators.put("$pow", Expressions.of("$pow", 2, 2, ArithmeticOperators::pow));
        operators.put("$round", Expressions.of("$round", 1, 2, a -> rounded("$round", a, false)));
        operators.put("$trunc", Expressions.of("$trunc", 1, 2, a -> rounded("$trunc", a, true)));
        whole(operators, "$ceil", Math::ceil);
        whole(operators, "$floor", Math::floor);
        real(operators, "$sqrt", Math::sqrt, 0, true);
        real(operators, "$exp", Math::exp, Double.NEGATIVE_INFINITY, true);
        real(operators, "$ln", Math::log, 0, false);
        real(operators, "$log10", Math::log10, 0, false);
        operators.put("$sum", (argument, scope) -> list(scope.arguments("$sum", argument, 0, MANY), "$sum"));
        operators.put("$avg", (argument, scope) -> list(scope.arguments("$avg", argument, 0, MANY), "$avg"));
        operators.put("$min", (argument, scope) -> list(scope.constantsLast("$min", argument), "$min"));
        operators.put("$max", (argument, scope) -> list(scope.constantsLast("$max", argument), "$max"));
    }

    private static boolean anyNull(Object... values) {
        for (Object value : values) {
            if (Values.isNullish(value)) {
                return true;
            }
        }
        return false;
    }

    /** Null decides, or what is no number: a MongoDB takes the constants last. */
    private static void requireNoMixture(Object[] values, String operator) {
        if (anyNull(values) && Arrays.stream(values).anyMatch(value -> !Values.isNullish(value)
                && !(value instanceof Number) && !(value instanceof Instant))) {
            throw Refusal.mixed(operator);
        }
    }

    private static Instant date(double millis, String operator) {
        if (!(Math.abs(millis) < LAST_DATE)) {
            throw Refusal.invalid("date overflow in " + operator);
        }
        return Instant.ofEpochMilli((long) millis);
    }

    private static Object add(Object[] values) {
        requireNoMixture(values, "$add");
        Instant date = null;
        Numbers.Sum sum = new Numbers.Sum();
        boolean isNull = false;
        for (Object value : values) {
            if (Values.isNullish(value)) {
                isNull = true;
            } else if (value instanceof Instant instant) {
                if (date != null) {
                    throw Refusal.invalid("only one date allowed in an $add expression");
                }
                date = instant;
            } else {
                sum.add(value, "$add");
            }
        }
        if (isNull) {
            return null;
        }
        if (date == null) {
            return sum.result();
        }
        sum.add(date.toEpochMilli(), "$add");
        return date(sum.toDouble(), "$add");
    }

    private static Object subtract(Object[] a) {
        if (anyNull(a)) {
            return null;
        }
        if (a[0] instanceof Instant date) {
            return a[1] instanceof Instant other ? (Object) (date.toEpochMilli() - other.toEpochMilli())
                    : date((double) date.toEpochMilli() - (long) Numbers.plain(a[1], "$subtract").doubleValue(),
                            "$subtract");
        }
        Number one = Numbers.plain(a[0], "$subtract");
        Number other = Numbers.plain(a[1], "$subtract");
        if (Numbers.isDouble(one, other)) {
            return one.doubleValue() - other.doubleValue();
        }
        try {
            return Numbers.whole(Math.subtractExact(one.longValue(), other.longValue()), !Numbers.isLong(one, other));
        } catch (ArithmeticException e) {
            throw Refusal.unsupported("$subtract beyond 64 bits", "it would lose digits");
        }
    }

    private static Object multiply(Object[] values) {
        requireNoMixture(values, "$multiply");
        BigInteger product = BigInteger.ONE;
        double real = 1;
        boolean isDouble = false;
        boolean isLong = false;
        boolean isNull = false;
        for (Object value : values) {
            if (Values.isNullish(value)) {
                isNull = true;
                continue;
            }
            Number number = Numbers.plain(value, "$multiply");
            isDouble |= number instanceof Double;
            isLong |= number instanceof Long;
            real *= number.doubleValue();
            product = number instanceof Double ? product : product.multiply(BigInteger.valueOf(number.longValue()));
        }
        return isNull ? null : isDouble || product.bitLength() > 63 ? (Object) real
                : Numbers.whole(product.longValue(), !isLong);
    }

    private static Object divide(Object[] a) {
        if (anyNull(a)) {
            return null;
        }
        Number one = Numbers.plain(a[0], "$divide");
        Number other = Numbers.plain(a[1], "$divide");
        if (other.doubleValue() == 0) {
            throw Refusal.invalid("can't $divide by zero");
        }
        return one.doubleValue() / other.doubleValue();
    }

    private static Object mod(Object[] a) {
        if (anyNull(a)) {
            return null;
        }
        Number one = Numbers.plain(a[0], "$mod");
        Number other = Numbers.plain(a[1], "$mod");
        if (other.doubleValue() == 0) {
            throw Refusal.invalid("can't $mod by zero");
        }
        boolean wholeDivisor = other.doubleValue() == other.longValue() && Math.abs(other.doubleValue()) < 9.0e15;
        return one instanceof Double || other instanceof Double && !wholeDivisor
                ? (Object) (one.doubleValue() % other.doubleValue())
                : Numbers.whole(one.longValue() % other.longValue(), !Numbers.isLong(one, other));
    }

    private static Object abs(Object[] a) {
        if (anyNull(a)) {
            return null;
        }
        Number number = Numbers.plain(a[0], "$abs");
        if (number instanceof Double) {
            return Math.abs(number.doubleValue());
        }
        if (number.longValue() == Long.MIN_VALUE) {
            throw Refusal.invalid("can't take $abs of long long min");
        }
        return Numbers.whole(Math.abs(number.longValue()), number instanceof Integer);
    }

    private static Object pow(Object[] a) {
        if (anyNull(a)) {
            return null;
        }
        Number base = Numbers.plain(a[0], "$pow");
        Number exponent = Numbers.plain(a[1], "$pow");
        if (base.doubleValue() == 0 && exponent.doubleValue() < 0) {
            throw Refusal.invalid("$pow cannot take a base of 0 and a negative exponent");
        }
        double real = base.doubleValue() == 1 || base.doubleValue() == -1 && Double.isInfinite(exponent.doubleValue())
                ? 1
                : Math.pow(base.doubleValue(), exponent.doubleValue());
        if (real == Long.MIN_VALUE && !Numbers.isDouble(base, exponent)) {
            return Long.MIN_VALUE;
        }
        if (Numbers.isDouble(base, exponent) || Math.abs(real) > 9.2e18 || real != Math.rint(real)) {
            return real;
        }
        long times = exponent.longValue();
        long small = base.longValue();
        long exact = times >= 0 && Math.abs(small) > 1 ? BigInteger.valueOf(small).pow((int) times).longValueExact()
                : (long) real;
        return Numbers.whole(exact, !Numbers.isLong(base, exponent));
    }

    private static Object rounded(String name, Object[] a, boolean truncate) {
        if (a.length == 2 && anyNull(a)) {
            requireNoMixture(a, name);
            boolean fraction = a[1] instanceof Double place && place != Math.rint(place);
            if (fraction) {
                throw Refusal.mixed(name);
            }
            return null;
        }
        return Numbers.round(a[0], a.length == 2 ? Numbers.toInt(a[1], "The place of " + name) : 0, truncate);
    }

    private static void whole(Map<String, Operator> operators, String name, DoubleUnaryOperator function) {
        operators.put(name, Expressions.of(name, 1, 1, a -> anyNull(a) ? null
                : Numbers.plain(a[0], name) instanceof Double real ? (Object) function.applyAsDouble(real) : a[0]));
    }

    private static void real(Map<String, Operator> operators, String name, DoubleUnaryOperator function, double least,
            boolean included) {
        operators.put(name, Expressions.of(name, 1, 1, a -> {
            if (anyNull(a)) {
                return null;
            }
            double value = Numbers.plain(a[0], name).doubleValue();
            if (value < least || value == least && !included) {
                throw Refusal.invalid(name + "'s argument must be " + (included ? "at least " : "more than ") + least);
            }
            return function.applyAsDouble(value);
        }));
    }

    /** With one argument that is a list, its elements count; with several, a list among them is one value. */
    private static Expression list(List<Expression> arguments, String name) {
        return in -> {
            Accumulator accumulator = Accumulator.of(name);
            if (arguments.size() == 1 && arguments.get(0).in(in) instanceof Collection<?> list) {
                list.forEach(accumulator::add);
            } else {
                arguments.forEach(argument -> accumulator.add(argument.in(in)));
            }
            return accumulator.result();
        };
    }
}
