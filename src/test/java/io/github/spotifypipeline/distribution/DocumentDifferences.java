package io.github.spotifypipeline.distribution;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.bson.Document;

/** In what the documents of two programs differ, apart from the times of writing, which are each program's own. */
final class DocumentDifferences {

    private DocumentDifferences() {
    }

    /**
     * What is in one list of documents and not, or otherwise, in the other; each by its id and the differing fields.
     */
    static List<String> of(List<Document> found, List<Document> wanted) {
        Map<String, Document> rest = new TreeMap<>();
        wanted.forEach(document -> rest.put(document.getString("_id"), comparable(document)));
        List<String> differences = new ArrayList<>();
        for (Document document : found) {
            Document other = rest.remove(document.getString("_id"));
            Document one = comparable(document);
            if (!one.equals(other)) {
                differences.add(other == null ? "not wanted: " + one
                        : document.getString("_id") + " " + one.entrySet().stream()
                        .filter(field -> !Objects.equals(field.getValue(), other.get(field.getKey()))).toList());
            }
        }
        rest.keySet().forEach(id -> differences.add("missing: " + id));
        return differences;
    }

    /** Of {@code removed_at}, {@code closed_at} and {@code closed_by}, whether there is one. */
    private static Document comparable(Document document) {
        Document copy = new Document(document);
        copy.remove("fetched_at");
        copy.remove("first_seen_at");
        List.of("removed_at", "closed_at", "closed_by").forEach(field ->
                copy.computeIfPresent(field, (name, value) -> "is there"));
        return copy;
    }
}
