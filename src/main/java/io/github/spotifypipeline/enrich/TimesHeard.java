package io.github.spotifypipeline.enrich;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.bson.Document;

/** Counts the plays of songs or artists, of all accounts, page by page: no other command waits for long. */
final class TimesHeard {

    private TimesHeard() {
    }

    /**
     * Sorts uris by how often they were heard; those that never were are left out.
     *
     * @param field  of {@code plays}: a uri or a list of uris
     * @param wanted which uris count
     */
    static List<String> mostFirst(Database database, String field, Predicate<String> wanted) {
        Map<String, Integer> times = new HashMap<>();
        new IdPages(database.collection("plays"), new Document("_id", new Document("$gte", "")),
                new Document(field, 1)).forEach(play -> {
                    for (Object uri : values(play.get(field))) {
                        if (uri instanceof String text && wanted.test(text)) {
                            times.merge(text, 1, Integer::sum);
                        }
                    }
                });
        return times.entrySet().stream().sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey())).map(Map.Entry::getKey).toList();
    }

    private static Set<Object> values(Object value) {
        Set<Object> values = new HashSet<>(value instanceof List<?> list ? list : List.of());
        values.add(value);
        return values;
    }
}
