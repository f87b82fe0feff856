package io.github.spotifypipeline.charts.files;

import io.github.spotifypipeline.database.Database;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** What the aggregation of a chart may do: read data. It may not write, run code or look into control collections. */
final class StageRules {

    private static final Set<String> STAGES = Set.of("$match", "$project", "$addFields", "$set", "$unset", "$group",
            "$sort", "$limit", "$skip", "$count", "$sortByCount", "$unwind", "$replaceRoot", "$replaceWith", "$lookup",
            "$graphLookup", "$unionWith", "$facet", "$bucket", "$bucketAuto", "$sample", "$setWindowFields", "$densify",
            "$fill", "$redact");
    private static final Set<String> OTHERS = Set.of("$lookup", "$unionWith");
    private static final Set<String> WRITES = Set.of("$out", "$merge");
    private static final Set<String> CODE = Set.of("$where", "$function", "$accumulator");

    private StageRules() {
    }

    /** A breach of the rules. */
    static final class Breach extends Exception {

        private static final long serialVersionUID = 1L;

        private final String word;
        private final String remedy;

        Breach(String word, String what, String remedy) {
            super(what);
            this.word = word;
            this.remedy = remedy;
        }

        /** What stands where it is. */
        String word() {
            return word;
        }

        String remedy() {
            return remedy;
        }
    }

    /** @throws Breach for the first stage that may not be */
    static void check(Collection<?> stages) throws Breach {
        for (Object one : stages) {
            if (!(one instanceof Document stage) || stage.size() != 1) {
                throw new Breach("", "a stage is no object with one field", "write { $match: … }");
            }
            check(stage.keySet().iterator().next(), stage.values().iterator().next());
        }
    }

    private static void check(String name, Object argument) throws Breach {
        if (!WRITES.contains(name) && !STAGES.contains(name)) {
            throw new Breach(name, "a chart has no stage " + name, "use one of "
                    + String.join(", ", STAGES.stream().sorted().toList()));
        }
        checkWords(name, argument);
        Document options = argument instanceof Document document ? document : new Document();
        switch (name) {
            case "$lookup", "$graphLookup" -> checkSource(options.get("from"), name);
            case "$unionWith" -> checkSource(argument instanceof Document ? options.get("coll") : argument, name);
            case "$facet" -> {
                for (Object pipeline : options.values()) {
                    checkPipeline(pipeline);
                }
            }
            default -> { }
        }
        if (options.containsKey("pipeline") && OTHERS.contains(name)) {
            checkPipeline(options.get("pipeline"));
        }
    }

    private static void checkPipeline(Object pipeline) throws Breach {
        if (!(pipeline instanceof List<?> stages)) {
            throw new Breach("pipeline", "a pipeline is no array of stages", "write [ { $match: … } ]");
        }
        check(stages);
    }

    private static void checkSource(Object collection, String name) throws Breach {
        if (collection instanceof String text && Database.isForData(text)) {
            return;
        }
        if (!(collection instanceof String)) {
            throw new Breach(name, name + " does not name a collection of this database", "name one, such as plays");
        }
        throw new Breach(name, name + " looks into " + collection + ", which holds no data of a listener",
                "name a collection of data, such as plays");
    }

    private static void checkWords(String word, Object value) throws Breach {
        if (WRITES.contains(word)) {
            throw new Breach(word, word + " writes, and a chart only reads", "take it out");
        }
        if (CODE.contains(word)) {
            throw new Breach(word, word + " runs code, which a chart may not", "write it with operators");
        }
        if (value instanceof Map<?, ?> document) {
            for (Map.Entry<?, ?> entry : document.entrySet()) {
                checkWords((String) entry.getKey(), entry.getValue());
            }
        } else if (value instanceof Collection<?> list) {
            for (Object element : list) {
                checkWords("", element);
            }
        }
    }
}
