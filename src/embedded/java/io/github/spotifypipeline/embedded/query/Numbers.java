package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.function.Supplier;

/** Numbers of BSON: int, long and double. Decimals are compared and passed on; to compute with one is refused. */
final class Numbers {

    private Numbers() {
    }

    static int compare(Number one, Number other) {
        if (one instanceof Integer && other instanceof Integer) {
            return Integer.compare(one.intValue(), other.intValue());
        }
        double a = toDouble(one);
        double b = toDouble(other);
        if (Double.isNaN(a) || Double.isNaN(b)) {
            return Boolean.compare(!Double.isNaN(a), !Double.isNaN(b));
        }
        if (Double.isInfinite(a) || Double.isInfinite(b)) {
            return Double.compare(a, b);
        }
        return Values.exact(one).compareTo(Values.exact(other));
    }

    static double toDouble(Number number) {
        return number instanceof Decimal128 decimal ? special(decimal) : number.doubleValue();
    }

    private static double special(Decimal128 decimal) {
        return switch (decimal.toString()) {
            case "NaN" -> Double.NaN;
            case "Infinity" -> Double.POSITIVE_INFINITY;
            case "-Infinity" -> Double.NEGATIVE_INFINITY;
            default -> new BigDecimal(decimal.toString()).doubleValue();
        };
    }

    /** A number to compute with. */
    static Number plain(Object value, String operator) {
        if (value instanceof Decimal128) {
            throw Refusal.unsupported(operator + " of a decimal", "it would lose digits");
        }
        if (!(value instanceof Number number)) {
            throw Refusal.invalid(operator + " only takes numbers, not " + Values.typeName(value));
        }
        return number;
    }

    static boolean isDouble(Number... numbers) {
        return Arrays.stream(numbers).anyMatch(Double.class::isInstance);
    }

    static boolean isLong(Number... numbers) {
        return Arrays.stream(numbers).anyMatch(Long.class::isInstance);
    }

    /** An int when it may be one and fits, else a long. */
    static Number whole(long value, boolean mayBeInt) {
        return mayBeInt && (int) value == value ? (Number) (int) value : (Number) value;
    }

    /** A whole number that fits an int, of whatever type. */
    static int toInt(Object value, String what) {
        Number number = plain(value, what);
        double exact = number.doubleValue();
        if (exact != Math.rint(exact) || Math.abs(exact) > Integer.MAX_VALUE) {
            throw Refusal.invalid(what + " must be a whole number of 32 bits, not " + number);
        }
        return number.intValue();
    }

    /** A whole number that is not less than another. */
    static long wholeFrom(long least, Object value, Supplier<MongoServerError> otherwise) {
        if (value instanceof Number number && number.doubleValue() == number.longValue()
                && number.longValue() >= least) {
            return number.longValue();
        }
        throw otherwise.get();
    }

    static Object round(Object value, int place, boolean truncate) {
        if (Values.isNullish(value)) {
            return null;
        }
        Number number = plain(value, truncate ? "$trunc" : "$round");
        if (place < -20 || place > 100) {
            throw Refusal.invalid("The place must be from -20 to 100");
        }
        RoundingMode mode = truncate ? RoundingMode.DOWN : RoundingMode.HALF_EVEN;
        if (number instanceof Double) {
            double exact = number.doubleValue();
            if (Double.isNaN(exact) || Double.isInfinite(exact)) {
                return exact;
            }
            double rounded = (place == 0 ? new BigDecimal(exact) : BigDecimal.valueOf(exact)).setScale(place, mode)
                    .doubleValue();
            return rounded == 0 && Math.copySign(1, exact) < 0 ? (Object) (-0.0) : (Object) rounded;
        }
        if (place >= 0) {
            return number;
        }
        long rounded = BigDecimal.valueOf(number.longValue()).setScale(place, mode).longValueExact();
        return whole(rounded, number instanceof Integer);
    }

    /** The text that MongoDB makes of a double: C's {@code %.16g}. */
    static String text(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "Infinity" : "-Infinity";
        }
        if (value == 0) {
            return Math.copySign(1, value) < 0 ? "-0" : "0";
        }
        BigDecimal digits = new BigDecimal(value).round(new MathContext(16,
                RoundingMode.HALF_EVEN)).stripTrailingZeros();
        int exponent = digits.precision() - digits.scale() - 1;
        if (exponent >= -4 && exponent < 16) {
            return digits.toPlainString();
        }
        String unscaled = digits.unscaledValue().abs().toString();
        String mantissa = unscaled.length() == 1 ? unscaled : unscaled.charAt(0) + "." + unscaled.substring(1);
        return (value < 0 ? "-" : "") + mantissa + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "")
                + Math.abs(exponent);
    }

    /** An exact sum. Its type is the widest of the types that were added: int, long or double. */
    static final class Sum {
        private BigDecimal total = BigDecimal.ZERO;
        private double special;
        private boolean hasDouble;
        private boolean hasLong;
        private long smallTotal;
        private long count;

        void add(Object value, String operator) {
            if (value instanceof Integer number && Math.abs(smallTotal) < Long.MAX_VALUE / 4) {
                smallTotal += number;
            } else {
                addSlowly(plain(value, operator));
            }
            count++;
        }

        private void addSlowly(Number number) {
            hasDouble |= number instanceof Double;
            hasLong |= number instanceof Long;
            double rounded = number.doubleValue();
            if (Double.isNaN(rounded) || Double.isInfinite(rounded)) {
                special += rounded;
            } else {
                total = total.add(Values.exact(number));
            }
        }

        long count() {
            return count;
        }

        double toDouble() {
            return Double.isNaN(special) || special != 0 ? special : exact().doubleValue();
        }

        private BigDecimal exact() {
            return total.add(BigDecimal.valueOf(smallTotal));
        }

        Number result() {
            if (hasDouble) {
                return toDouble();
            }
            BigDecimal exact = exact();
            boolean fits = exact.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0
                    && exact.compareTo(BigDecimal.valueOf(Long.MIN_VALUE)) >= 0;
            return fits ? whole(exact.longValue(), !hasLong) : (Number) exact.doubleValue();
        }
    }
}
