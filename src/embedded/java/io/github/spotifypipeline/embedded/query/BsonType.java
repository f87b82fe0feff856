package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.backend.Missing;
import de.bwaldvogel.mongo.bson.BinData;
import de.bwaldvogel.mongo.bson.BsonJavaScript;
import de.bwaldvogel.mongo.bson.BsonRegularExpression;
import de.bwaldvogel.mongo.bson.BsonTimestamp;
import de.bwaldvogel.mongo.bson.Decimal128;
import de.bwaldvogel.mongo.bson.LegacyUUID;
import de.bwaldvogel.mongo.bson.MaxKey;
import de.bwaldvogel.mongo.bson.MinKey;
import de.bwaldvogel.mongo.bson.ObjectId;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The types of BSON in the order of their values, from "Comparison/Sort Order" of MongoDB's manual. */
enum BsonType {

    MIN_KEY("minKey", -1, MinKey.class),
    MISSING("missing", null, Missing.class),
    NULL("null", 10),
    INT("int", 16, Integer.class),
    LONG("long", 18, Long.class),
    DOUBLE("double", 1, Double.class),
    DECIMAL("decimal", 19, Decimal128.class),
    STRING("string", 2, String.class),
    OBJECT("object", 3, Map.class),
    ARRAY("array", 4, Collection.class),
    BIN_DATA("binData", 5, BinData.class, UUID.class, LegacyUUID.class),
    OBJECT_ID("objectId", 7, ObjectId.class),
    BOOL("bool", 8, Boolean.class),
    DATE("date", 9, Instant.class),
    TIMESTAMP("timestamp", 17, BsonTimestamp.class),
    REGEX("regex", 11, BsonRegularExpression.class),
    JAVASCRIPT("javascript", 13, BsonJavaScript.class),
    MAX_KEY("maxKey", 127, MaxKey.class),
    // no value has these
    UNDEFINED("undefined", 6),
    DB_POINTER("dbPointer", 12),
    SYMBOL("symbol", 14),
    JAVASCRIPT_WITH_SCOPE("javascriptWithScope", 15);

    private static final Map<Class<?>, BsonType> BY_CLASS = new ConcurrentHashMap<>();

    private final String text;
    private final Integer number;
    private final List<Class<?>> classes;

    BsonType(String text, Integer number, Class<?>... classes) {
        this.text = text;
        this.number = number;
        this.classes = List.of(classes);
    }

    static BsonType of(Object value) {
        return value == null ? NULL : BY_CLASS.computeIfAbsent(value.getClass(), BsonType::ofClass);
    }

    private static BsonType ofClass(Class<?> type) {
        return Arrays.stream(values()).filter(known -> known.classes.stream().anyMatch(c -> c.isAssignableFrom(type)))
                .findFirst().orElseThrow(() -> Refusal.unsupported("values of " + type.getSimpleName(),
                        "it does not know their order"));
    }

    /** The type that {@code $type} knows by a name or a number; empty when there is none. */
    static Optional<BsonType> named(Object nameOrNumber) {
        return Arrays.stream(values()).filter(type -> type.number != null && (type.text.equals(nameOrNumber)
                || nameOrNumber instanceof Number wanted && wanted.doubleValue() == type.number)).findFirst();
    }

    /** Values of different ranks are ordered by rank, and no range reaches from one to another. */
    int rank() {
        return isNumber() ? INT.ordinal() : ordinal();
    }

    boolean isNumber() {
        return this == INT || this == LONG || this == DOUBLE || this == DECIMAL;
    }

    /** The name that {@code $type} gives it. */
    @Override
    public String toString() {
        return text;
    }
}
