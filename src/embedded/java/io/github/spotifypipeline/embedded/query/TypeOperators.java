package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import de.bwaldvogel.mongo.exception.MongoServerError;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;

/** Types of values, and conversions from one to another. */
final class TypeOperators {

    private static final Map<BsonType, Function<Object, Object>> CONVERSIONS = Map.of(
            BsonType.STRING, TypeOperators::string,
            BsonType.INT, TypeOperators::integer,
            BsonType.LONG, value -> whole(value, "long"),
            BsonType.DOUBLE, TypeOperators::doubleOf,
            BsonType.BOOL, Values::isTrue,
            BsonType.DATE, TypeOperators::date);

    private TypeOperators() {
    }

    static void addTo(OperatorTable operators) {
        operators.add("$type", 1, 1, a -> Values.typeName(a[0]));
        operators.add("$isNumber", 1, 1, a -> a[0] instanceof Number);
        CONVERSIONS.forEach((type, function) -> {
            String name = type.toString();
            operators.addOrNull("$to" + Character.toUpperCase(name.charAt(0)) + name.substring(1), function);
        });
        operators.add("$convert", TypeOperators::convert);
    }

    private static MongoServerError cannot(Object value, String type) {
        if (value instanceof Decimal128 || value instanceof BsonTimestamp && type.equals("date")) {
            return Refusal.unsupported("to convert a " + Values.typeName(value), "it would lose digits");
        }
        return new MongoServerError(241, "ConversionFailure", "Unsupported conversion from " + Values.typeName(value)
                + " to " + type + ", or a value that cannot be converted, in $convert with no onError value");
    }

    private static Object string(Object value) {
        if (value instanceof Boolean || value instanceof ObjectId) {
            return value instanceof ObjectId id ? id.getHexData() : value.toString();
        }
        if (value instanceof Decimal128 || !(value instanceof String || value instanceof Number
                || value instanceof Instant)) {
            throw cannot(value, "string");
        }
        return TextOperators.text(value, "$toString");
    }

    private static Object integer(Object value) {
        if (value instanceof Instant) {
            throw cannot(value, "int");
        }
        long whole = whole(value, "int");
        if (whole != (int) whole) {
            throw cannot(value, "int");
        }
        return (int) whole;
    }

    private static long whole(Object value, String type) {
        if (value instanceof Integer || value instanceof Long) {
            return ((Number) value).longValue();
        } else if (value instanceof Boolean bool) {
            return bool ? 1 : 0;
        } else if (value instanceof Instant date) {
            return date.toEpochMilli();
        } else if (value instanceof Double number) {
            if (number.isNaN() || Math.abs(number) >= 9.2e18) {
                throw cannot(value, type);
            }
            return new BigDecimal(number).setScale(0, RoundingMode.DOWN).longValueExact();
        } else if (value instanceof String text && text.matches("[+-]?[0-9]{1,18}")) {
            return Long.parseLong(text);
        }
        throw cannot(value, type);
    }

    private static Object doubleOf(Object value) {
        if (value instanceof Number number && !(value instanceof Decimal128)) {
            return number.doubleValue();
        } else if (value instanceof Boolean bool) {
            return bool ? 1.0 : 0.0;
        } else if (value instanceof Instant date) {
            return (double) date.toEpochMilli();
        } else if (value instanceof String text
                && text.matches("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
            return Double.parseDouble(text);
        }
        throw cannot(value, "double");
    }

    private static Object date(Object value) {
        if (value instanceof Instant) {
            return value;
        } else if (value instanceof Long || value instanceof Double) {
            return Instant.ofEpochMilli(whole(value, "date"));
        } else if (value instanceof ObjectId id) {
            return DateOperators.instant(id);
        } else if (value instanceof String text) {
            return DateOperators.parse(text);
        }
        throw cannot(value, "date");
    }

    private static Expression convert(Object argument, ExpressionCompiler scope) {
        Map<String, Expression> named = scope.named("$convert", argument, "input* to* onError onNull");
        Object to = ((Document) argument).get("to");
        Function<Object, Object> function = BsonType.named(to).map(CONVERSIONS::get).orElseThrow(
                () -> Refusal.unsupported("$convert to " + to, "it knows string, int, long, double, bool, date"));
        return in -> {
            NamedValues values = new NamedValues(named, in);
            Object value = values.get("input");
            if (Values.isNullish(value)) {
                return values.get("onNull");
            }
            try {
                return function.apply(value);
            } catch (MongoServerError e) {
                if (values.has("onError") && e.getCode() == 241) {
                    return values.get("onError");
                }
                throw e;
            }
        };
    }
}
