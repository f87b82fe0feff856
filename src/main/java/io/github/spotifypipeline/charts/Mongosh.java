package io.github.spotifypipeline.charts;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.stream.Collectors;
import org.bson.BsonRegularExpression;
import org.bson.Document;
import org.bson.types.Decimal128;
import org.bson.types.ObjectId;

/** Values of a query as mongosh reads them. */
final class Mongosh {

    private Mongosh() {
    }

    /** In one line. */
    static String text(Object value) {
        if (value instanceof Document document) {
            return document.isEmpty() ? "{}" : document.entrySet().stream()
                    .map(field -> name(field.getKey()) + ": " + text(field.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value instanceof Collection<?> list) {
            return list.stream().map(Mongosh::text).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Date date) {
            return "ISODate(" + quoted(date.toInstant().toString()) + ")";
        }
        if (value instanceof BsonRegularExpression regex) {
            return "RegExp(" + quoted(regex.getPattern()) + ", " + quoted(regex.getOptions()) + ")";
        }
        if (value instanceof ObjectId id) {
            return "ObjectId(" + quoted(id.toHexString()) + ")";
        }
        if (value instanceof Decimal128) {
            return "NumberDecimal(" + quoted(value.toString()) + ")";
        }
        return value instanceof String text ? quoted(text) : String.valueOf(value);
    }

    /** An array with each of its values on a line of its own. */
    static String lines(List<Document> documents) {
        return documents.stream().map(document -> "  " + text(document))
                .collect(Collectors.joining(",\n", "[\n", "\n]"));
    }

    private static String name(String name) {
        return name.matches("[$_a-zA-Z][$_a-zA-Z0-9]*") ? name : quoted(name);
    }

    private static String quoted(String text) {
        return '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }
}
