package io.github.spotifypipeline.embedded.query;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog.Source;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A command that reads one collection, and its options. */
record ReadCommand(String name, Document options, Catalog catalog) {

    /** Options that change no answer. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("$db", "lsid", "$readPreference", "$clusterTime",
            "comment", "maxTimeMS", "readConcern", "writeConcern", "allowDiskUse", "apiVersion", "apiStrict",
            "apiDeprecationErrors", "noCursorTimeout", "allowPartialResults", "bypassDocumentValidation", "hint",
            "txnNumber");

    /** @throws de.bwaldvogel.mongo.exception.MongoServerError if it has another option that is set */
    ReadCommand requireOnly(String... known) {
        options.forEach((option, value) -> {
            if (!option.equals(name) && !List.of(known).contains(option) && !WITHOUT_EFFECT.contains(option)
                    && value != null && !Boolean.FALSE.equals(value)) {
                throw Refusal.unknown("the option '" + option + "' of " + name);
            }
        });
        return this;
    }

    String collection() {
        if (options.get(name) instanceof String collection && !collection.isEmpty()) {
            return collection;
        }
        throw Refusal.unsupported(name + " of " + options.get(name), "it takes the name of a collection");
    }

    String namespace() {
        return catalog.name() + "." + collection();
    }

    /** The collection that it reads. A hint changes nothing, but it must name an index. */
    Source source() {
        Source source = catalog.collection(collection());
        Object hint = options.get("hint");
        if (hint == null || hint instanceof Document document && document.isEmpty()) {
            return source;
        }
        if (hint instanceof Document document && document.containsKey("$natural")) {
            throw Refusal.unsupported("$natural", "its order is that of _id");
        }
        if (source.indexes().stream().noneMatch(
                index -> hint.equals(index.get("name")) || Values.equal(hint, index.get("key")))) {
            throw Refusal.invalid("hint provided does not correspond to an existing index");
        }
        return source;
    }

    /** An option that is an object; an empty one when it is not there. */
    Document document(String option) {
        Object value = options.get(option);
        if (value != null && !(value instanceof Document)) {
            throw Refusal.invalid("'" + option + "' must be an object");
        }
        return value == null ? new Document() : (Document) value;
    }

    long number(String option, long otherwise) {
        return number(options, option, otherwise);
    }

    static long number(Document options, String option, long otherwise) {
        Object value = options.get(option);
        return value == null ? otherwise : Numbers.wholeFrom(0, value,
                () -> Refusal.invalid("'" + option + "' must be a whole number from 0"));
    }

    /** What {@code let} defines, and the time. */
    Map<String, Object> variables() {
        Map<String, Object> variables = new HashMap<>();
        variables.put(Variables.NOW, Instant.ofEpochMilli(System.currentTimeMillis()));
        document("let").forEach((variable, value) -> {
            ExpressionCompiler.with(List.of()).and(List.of(variable));
            variables.put(variable, ExpressionCompiler.with(List.of()).compile(value).in(Variables.of(new Document())));
        });
        return variables;
    }
}
