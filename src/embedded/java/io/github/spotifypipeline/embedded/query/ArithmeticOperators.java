package io.github.spotifypipeline.embedded.query;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/** Operators of numbers, and those that add to dates. */
final class ArithmeticOperators {

    /** Up to here a double can hold each millisecond; it is the year 287396. */
    private static final double LAST_DATE = 9.0e15;

    private ArithmeticOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.add("$add", 0, OperatorTable.MANY, ArithmeticOperators::add);
        operators.addOrNull("$subtract", 2, 2, ArithmeticOperators::subtract);
        operators.add("$multiply", (argument, scope) -> {
            List<Expression> factors = scope.constantsLast("$multiply", argument);
            return in -> multiply(factors.stream().map(factor -> factor.in(in)).toArray());
        });
        operators.addOrNull("$divide", 2, 2, ArithmeticOperators::divide);
        operators.addOrNull("$mod", 2, 2, ArithmeticOperators::mod);
        operators.addOrNull("$abs", ArithmeticOperators::abs);
        operators.addOrNull("$pow", 2, 2, a -> pow(Numbers.plain(a[0], "$pow"), Numbers.plain(a[1], "$pow")));
        operators.add("$round", 1, 2, a -> rounded("$round", a, false));
        operators.add("$trunc", 1, 2, a -> rounded("$trunc", a, true));
        whole(operators, "$ceil", Math::ceil);
        whole(operators, "$floor", Math::floor);
        real(operators, "$sqrt", Math::sqrt, 0, true);
        real(operators, "$exp", Math::exp, Double.NEGATIVE_INFINITY, true);
        real(operators, "$ln", Math::log, 0, false);
        real(operators, "$log10", Math::log10, 0, false);
        for (String name : List.of("$sum", "$avg")) {
            operators.add(name, 0, OperatorTable.MANY, values -> Accumulator.of(name, Arrays.asList(values)));
        }
        for (String name : List.of("$min", "$max")) {
            operators.add(name, (argument, scope) -> {
                List<Expression> arguments = scope.constantsLast(name, argument);
                return in -> {
                    List<Object> values = new ArrayList<>();
                    arguments.forEach(value -> values.add(value.in(in)));
                    return Accumulator.of(name, values);
                };
            });
        }
    }

    /** A MongoDB returns null, or fails for what is no number, by which it sees first; it takes constants last. */
    private static void requireNoMixture(Object[] values, String operator) {
        if (Values.anyNullish(values) && Arrays.stream(values).anyMatch(value -> !Values.isNullish(value)
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
        Number one = Numbers.plain(a[0], "$divide");
        Number other = Numbers.plain(a[1], "$divide");
        if (other.doubleValue() == 0) {
            throw Refusal.invalid("can't $divide by zero");
        }
        return one.doubleValue() / other.doubleValue();
    }

    private static Object mod(Object[] a) {
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

    private static Object abs(Object value) {
        Number number = Numbers.plain(value, "$abs");
        if (number instanceof Double) {
            return Math.abs(number.doubleValue());
        }
        if (number.longValue() == Long.MIN_VALUE) {
            throw Refusal.invalid("can't take $abs of long long min");
        }
        return Numbers.whole(Math.abs(number.longValue()), number instanceof Integer);
    }

    private static Object pow(Number base, Number exponent) {
        double one = base.doubleValue();
        if (one == 0 && exponent.doubleValue() < 0) {
            throw Refusal.invalid("$pow cannot take a base of 0 and a negative exponent");
        }
        boolean isOne = one == 1 || one == -1 && Double.isInfinite(exponent.doubleValue());
        double real = isOne ? 1 : Math.pow(one, exponent.doubleValue());
        boolean isDouble = Numbers.isDouble(base, exponent);
        if (real == Long.MIN_VALUE && !isDouble) {
            return Long.MIN_VALUE;
        }
        if (isDouble || Math.abs(real) > 9.2e18 || real != Math.rint(real)) {
            return real;
        }
        long times = exponent.longValue();
        long exact = times < 0 || Math.abs(base.longValue()) <= 1 ? (long) real
                : BigInteger.valueOf(base.longValue()).pow((int) times).longValueExact();
        return Numbers.whole(exact, !Numbers.isLong(base, exponent));
    }

    private static Object rounded(String name, Object[] a, boolean truncate) {
        if (a.length == 2 && Values.anyNullish(a)) {
            requireNoMixture(a, name);
            boolean fraction = a[1] instanceof Double place && place != Math.rint(place);
            if (fraction) {
                throw Refusal.mixed(name);
            }
            return null;
        }
        return Numbers.round(a[0], a.length == 2 ? Numbers.toInt(a[1], "The place of " + name) : 0, truncate);
    }

    private static void whole(OperatorTable operators, String name, DoubleUnaryOperator function) {
        operators.addOrNull(name, value -> Numbers.plain(value, name) instanceof Double real
                ? (Object) function.applyAsDouble(real) : value);
    }

    private static void real(OperatorTable operators, String name, DoubleUnaryOperator function, double least,
            boolean included) {
        operators.addOrNull(name, given -> {
            double value = Numbers.plain(given, name).doubleValue();
            if (value < least || value == least && !included) {
                throw Refusal.invalid(name + "'s argument must be " + (included ? "at least " : "more than ") + least);
            }
            return function.applyAsDouble(value);
        });
    }
}
