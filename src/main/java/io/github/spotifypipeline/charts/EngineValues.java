package io.github.spotifypipeline.charts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bson.Document;
import org.bson.types.Binary;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Values of the driver, of the program's own query engine, and of JSON. */
final class EngineValues {

    private EngineValues() {
    }

    /** As the engine has it. */
    static Object toEngine(Object value) {
        if (value instanceof Document document) {
            return document(document);
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(EngineValues::toEngine).collect(Collectors.toList());
        } else if (value instanceof Date date) {
            return date.toInstant();
        } else if (value instanceof ObjectId id) {
            return new de.bwaldvogel.mongo.bson.ObjectId(id.toByteArray());
        }
        return value instanceof Decimal128 decimal
                ? new de.bwaldvogel.mongo.bson.Decimal128(decimal.getLow(), decimal.getHigh()) : value;
    }

    static de.bwaldvogel.mongo.bson.Document document(Document document) {
        de.bwaldvogel.mongo.bson.Document made = new de.bwaldvogel.mongo.bson.Document();
        document.forEach((name, value) -> made.put(name, toEngine(value)));
        return made;
    }

    /** As the driver has it. */
    static Object fromEngine(Object value) {
        if (value instanceof Map<?, ?> document) {
            Document made = new Document();
            document.forEach((name, inner) -> made.append((String) name, fromEngine(inner)));
            return made;
        } else if (value instanceof Collection<?> list) {
            return list.stream().map(EngineValues::fromEngine).collect(Collectors.toList());
        } else if (value instanceof Instant date) {
            return Date.from(date);
        } else if (value instanceof de.bwaldvogel.mongo.bson.ObjectId id) {
            return new ObjectId(id.toByteArray());
        }
        return value instanceof de.bwaldvogel.mongo.bson.Decimal128 decimal
                ? Decimal128.fromIEEE754BIDEncoding(decimal.getHigh(), decimal.getLow()) : value;
    }

    /** As JSON and CSV have it: numbers, texts, lists, objects; times are ISO 8601 in UTC. */
    static Object plain(Object value) {
        if (value instanceof Map<?, ?> document) {
            Map<String, Object> plain = new LinkedHashMap<>();
            document.forEach((name, inner) -> plain.put((String) name, plain(inner)));
            return plain;
        } else if (value instanceof Collection<?> list) {
            List<Object> plain = new ArrayList<>();
            list.forEach(inner -> plain.add(plain(inner)));
            return plain;
        } else if (value instanceof Date date) {
            return date.toInstant().toString();
        } else if (value instanceof Decimal128 decimal) {
            return decimal.isFinite() ? (Object) decimal.bigDecimalValue() : decimal.toString();
        } else if (value instanceof Double number && !Double.isFinite(number)) {
            return number.toString();
        } else if (value instanceof Binary binary) {
            return binary.length() + " bytes";
        }
        return value == null || value instanceof Number || value instanceof Boolean ? value : value.toString();
    }

    /** How many values there are in a plain one, with itself. */
    static long count(Object plain) {
        if (plain instanceof Map<?, ?> map) {
            return 1 + map.values().stream().mapToLong(EngineValues::count).sum();
        }
        return plain instanceof Collection<?> list ? 1 + list.stream().mapToLong(EngineValues::count).sum() : 1;
    }

    /** The same for values that MongoDB groups as one: whole numbers of different types are equal. */
    static Object key(Object value) {
        if (value instanceof Long || value instanceof Double) {
            Number number = (Number) value;
            return number.intValue() == number.doubleValue() ? (Object) number.intValue() : value;
        } else if (value instanceof Document document) {
            Document key = new Document();
            document.forEach((name, inner) -> key.append(name, key(inner)));
            return key;
        }
        return value instanceof List<?> list
                ? list.stream().map(EngineValues::key).collect(Collectors.toList()) : value;
    }
}
