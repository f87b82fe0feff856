package io.github.spotifypipeline.json;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ValueNode;
import java.math.BigDecimal;

/**
 * A whole number is one number, however it is spelt: {@code 200001}, {@code 200001.0} and {@code 2.00001E5} are the
 * same (RFC 8259, section 6, knows no integers). Spotify has sent durations and totals in each of these spellings.
 */
public final class WholeNumbers {

    /** The digits of {@link Long#MAX_VALUE}. */
    private static final int MOST_DIGITS = 19;

    private WholeNumbers() {
    }

    /** Reads JSON so that each whole number within the range of a long is an int or a long. */
    public static JsonMapper.Builder reader() {
        return JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .nodeFactory(new Factory());
    }

    /**
     * One number.
     *
     * @param number any number
     * @return an int or a long where it is whole and fits, else a double
     */
    public static ValueNode of(JsonNode number) {
        if (number.isIntegralNumber() && number.canConvertToLong()) {
            return whole(number.longValue());
        }
        double approximate = number.doubleValue();
        if (!Double.isFinite(approximate)) {
            return DoubleNode.valueOf(approximate);
        }
        BigDecimal exact = number.decimalValue().stripTrailingZeros();
        if (exact.scale() <= 0 && exact.precision() - exact.scale() <= MOST_DIGITS
                && exact.equals(BigDecimal.valueOf(exact.longValue()).stripTrailingZeros())) {
            return whole(exact.longValue());
        }
        return DoubleNode.valueOf(approximate);
    }

    private static ValueNode whole(long number) {
        return (int) number == number ? IntNode.valueOf((int) number) : LongNode.valueOf(number);
    }

    private static final class Factory extends JsonNodeFactory {

        private static final long serialVersionUID = 1L;

        @Override
        public ValueNode numberNode(BigDecimal value) {
            return value == null ? nullNode() : of(DecimalNode.valueOf(value));
        }
    }
}
