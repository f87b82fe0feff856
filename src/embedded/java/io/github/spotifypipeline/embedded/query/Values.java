package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.Map;
import java.util.UUID;

/** BSON values: their order, what equals what, about how large they are. */
final class Values {

    /** No value at all, which is not null. */
    static final Object MISSING = Missing.getInstance();

    private Values() {
    }

    static boolean isMissing(Object value) {
        return value instanceof Missing;
    }

    static boolean isNullish(Object value) {
        return value == null || isMissing(value);
    }

    static boolean anyNullish(Object... values) {
        for (Object value : values) {
            if (isNullish(value)) {
                return true;
            }
        }
        return false;
    }

    static boolean isTrue(Object value) {
        return value instanceof Boolean bool ? bool
                : value instanceof Decimal128 decimal ? Numbers.compare(decimal, 0) != 0
                : value instanceof Number number ? number.doubleValue() != 0 : !isNullish(value);
    }

    /** The name that {@code $type} knows. */
    static String typeName(Object value) {
        return BsonType.of(value).toString();
    }

    /** Values of different ranks are ordered by rank, and no range reaches from one to another. */
    static int rank(Object value) {
        return BsonType.of(value).rank();
    }

    static boolean equal(Object one, Object other) {
        return compare(one, other) == 0;
    }

    static int compare(Object one, Object other) {
        if (one instanceof String text && other instanceof String otherText) {
            return compareTexts(text, otherText);
        }
        BsonType type = BsonType.of(one);
        int ranks = Integer.compare(type.rank(), rank(other));
        if (ranks != 0) {
            return ranks;
        }
        return switch (type) {
            case INT, LONG, DOUBLE, DECIMAL -> Numbers.compare((Number) one, (Number) other);
            case OBJECT -> compareObjects((Map<?, ?>) one, (Map<?, ?>) other);
            case ARRAY -> compareLists((Collection<?>) one, (Collection<?>) other);
            case BIN_DATA -> compareBytes(one, other);
            case OBJECT_ID -> Arrays.compareUnsigned(((ObjectId) one).toByteArray(), ((ObjectId) other).toByteArray());
            case BOOL -> Boolean.compare((Boolean) one, (Boolean) other);
            case DATE -> Long.compare(((Instant) one).toEpochMilli(), ((Instant) other).toEpochMilli());
            case TIMESTAMP ->
                    Long.compareUnsigned(((BsonTimestamp) one).getValue(), ((BsonTimestamp) other).getValue());
            case REGEX, JAVASCRIPT -> one.toString().compareTo(other.toString());
            default -> 0;
        };
    }

    /** By code points, which is the order of UTF-8. Java compares by UTF-16. */
    static int compareTexts(String one, String other) {
        int length = Math.min(one.length(), other.length());
        for (int i = 0; i < length; i++) {
            char c = one.charAt(i);
            char d = other.charAt(i);
            if (c != d) {
                boolean surrogates = Character.isSurrogate(c) != Character.isSurrogate(d);
                return surrogates ? (Character.isSurrogate(c) ? (d >= 0xE000 ? 1 : c - d) : (c >= 0xE000 ? -1 : c - d))
                        : c - d;
            }
        }
        return one.length() - other.length();
    }

    private static int compareObjects(Map<?, ?> one, Map<?, ?> other) {
        Iterator<? extends Map.Entry<?, ?>> others = other.entrySet().iterator();
        for (Map.Entry<?, ?> entry : one.entrySet()) {
            if (!others.hasNext()) {
                return 1;
            }
            Map.Entry<?, ?> otherEntry = others.next();
            int ranks = Integer.compare(rank(entry.getValue()), rank(otherEntry.getValue()));
            if (ranks != 0) {
                return ranks;
            }
            int names = compareTexts((String) entry.getKey(), (String) otherEntry.getKey());
            if (names != 0) {
                return names;
            }
            int values = compare(entry.getValue(), otherEntry.getValue());
            if (values != 0) {
                return values;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compareLists(Collection<?> one, Collection<?> other) {
        Iterator<?> others = other.iterator();
        for (Object value : one) {
            if (!others.hasNext()) {
                return 1;
            }
            int values = compare(value, others.next());
            if (values != 0) {
                return values;
            }
        }
        return others.hasNext() ? -1 : 0;
    }

    private static int compareBytes(Object one, Object other) {
        if (one instanceof BinData data && other instanceof BinData otherData) {
            int lengths = Integer.compare(data.getData().length, otherData.getData().length);
            return lengths != 0 ? lengths : Arrays.compareUnsigned(data.getData(), otherData.getData());
        }
        if (one instanceof UUID uuid && other instanceof UUID otherUuid) {
            int high = Long.compareUnsigned(uuid.getMostSignificantBits(), otherUuid.getMostSignificantBits());
            return high != 0 ? high
                    : Long.compareUnsigned(uuid.getLeastSignificantBits(), otherUuid.getLeastSignificantBits());
        }
        throw Refusal.unsupported("to compare binary data of different subtypes", "it does not know their order");
    }

    /** Equal values have equal codes. */
    static int hash(Object value) {
        if (value instanceof String) {
            return value.hashCode();
        }
        return switch (BsonType.of(value)) {
            case INT, LONG, DOUBLE, DECIMAL -> hashNumber((Number) value);
            case OBJECT -> {
                int hash = 20;
                for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
                    hash = 31 * hash + entry.getKey().hashCode() * 17 + hash(entry.getValue());
                }
                yield hash;
            }
            case ARRAY -> {
                int hash = 25;
                for (Object element : (Collection<?>) value) {
                    hash = 31 * hash + hash(element);
                }
                yield hash;
            }
            case BIN_DATA -> value instanceof BinData data ? Arrays.hashCode(data.getData()) : 30;
            case REGEX, JAVASCRIPT -> value.toString().hashCode();
            default -> value == null ? 5 : value.hashCode();
        };
    }

    private static int hashNumber(Number number) {
        double rounded = number instanceof Decimal128 decimal ? Numbers.toDouble(decimal) : number.doubleValue();
        return Double.hashCode(rounded == 0 ? 0.0 : rounded);
    }

    /** About how much memory a value takes, in bytes. It is counted, not measured, and rather too much. */
    static long size(Object value) {
        if (value instanceof String text) {
            return 56 + text.length();
        } else if (value instanceof Map<?, ?> map) {
            long size = 160;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                size += 80 + size(entry.getValue());
            }
            return size;
        } else if (value instanceof Collection<?> list) {
            long size = 64;
            for (Object element : list) {
                size += 8 + size(element);
            }
            return size;
        }
        return value instanceof BinData data ? 40 + data.getData().length : value == null ? 0 : 24;
    }

    /** A value as a key of a hash table. */
    record Key(Object value) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key key && Values.equal(value, key.value);
        }

        @Override
        public int hashCode() {
            return hash(value);
        }
    }

    static BigDecimal exact(Number number) {
        return number instanceof Double || number instanceof Float ? new BigDecimal(number.doubleValue())
                : number instanceof Decimal128 decimal ? decimal.toBigDecimal()
                        : BigDecimal.valueOf(number.longValue());
    }

    /** A shallow copy that may be changed. */
    static Document copy(Document document) {
        return new Document(document);
    }
}
