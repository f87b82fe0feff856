package io.github.spotifypipeline.docs;

import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code docs/data-model.md} as a program reads it. Each section of the third level that has a table is about a
 * collection, or about what all documents of a kind have; the table's first column names the field, its second the BSON
 * types, separated by commas, a dagger behind those that the sandbox cannot show. The first word below the heading of a
 * data collection is its mode. A section with a {@code js} block that {@link DataModelTest} runs is a query, the
 * {@code text} block after it its result.
 */
final class DataModel {

    private static final String EVERY = "Every data document";
    private static final Pattern ROW = Pattern.compile("\\|\\s*`(\\w+)`\\s*\\|([^|]+)\\|.*");
    private static final Pattern MODE = Pattern.compile("(Append|Mirror|Snapshot)\\b.*", Pattern.DOTALL);
    private static final String PAGE = "docs/data-model.md";
    private static final String DAGGER = "†";

    private final Map<String, String> sections = new LinkedHashMap<>();

    private DataModel(String text) {
        for (String section : text.split("(?m)^#+ ")) {
            String[] parts = section.split("\n", 2);
            if (parts.length == 2) {
                sections.put(parts[0].strip(), parts[1].strip());
            }
        }
    }

    static DataModel read() {
        try {
            return new DataModel(Files.readString(Path.of(PAGE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The types of a field.
     *
     * @param shown  those that the sandbox shows
     * @param hidden those that only Spotify shows
     */
    record Types(Set<String> shown, Set<String> hidden) {

        static Types parse(String column) {
            Types types = new Types(new TreeSet<>(), new TreeSet<>());
            for (String type : column.strip().split(",\\s*")) {
                (type.endsWith(DAGGER) ? types.hidden : types.shown).add(type.replace(DAGGER, "").strip());
            }
            return types;
        }
    }

    /** The collections that have a table. */
    Set<String> collections() {
        Set<String> collections = new TreeSet<>();
        sections.forEach((heading, text) -> {
            if (heading.matches("[a-z_]+") && !rows(heading).isEmpty()) {
                collections.add(heading);
            }
        });
        return collections;
    }

    /** The collections of which it says that they hold nothing yet. */
    Set<String> emptyCollections() {
        Set<String> collections = new TreeSet<>();
        sections.forEach((heading, text) -> {
            if (heading.matches("[a-z_]+") && text.startsWith("Nothing yet")) {
                collections.add(heading);
            }
        });
        return collections;
    }

    /** Whether a collection holds what Spotify knows, not what the pipeline does. */
    boolean isData(String collection) {
        return MODE.matcher(sections.get(collection)).matches();
    }

    /** The fields of a collection, those included that all documents of its kind have. */
    Map<String, Types> fields(String collection) {
        Map<String, Types> fields = new TreeMap<>();
        Matcher mode = MODE.matcher(sections.get(collection));
        if (mode.matches()) {
            fields.putAll(rows(EVERY));
            fields.putAll(rows("Every document of a " + mode.group(1).toLowerCase(Locale.ROOT)));
        }
        fields.putAll(rows(collection));
        return fields;
    }

    private Map<String, Types> rows(String heading) {
        Map<String, Types> rows = new TreeMap<>();
        sections.getOrDefault(heading, "").lines().map(ROW::matcher).filter(Matcher::matches)
                .forEach(row -> rows.put(row.group(1), Types.parse(row.group(2))));
        return rows;
    }

    /** The headings of the queries, in order. */
    List<String> queries() {
        return CodeBlocks.runBy(DataModelTest.class).stream().filter(block -> block.page().equals(PAGE))
                .map(CodeBlock::heading).toList();
    }

    /** A query in mongosh's syntax. */
    Query query(String heading) {
        return Query.parse(block(heading, "js"));
    }

    /** The sample of a query's result, a document a line. */
    List<String> sample(String heading) {
        return block(heading, "text").lines().toList();
    }

    private static String block(String heading, String language) {
        return CodeBlocks.of(PAGE).stream()
                .filter(block -> block.heading().equals(heading) && block.language().equals(language))
                .map(CodeBlock::text).findFirst().orElseThrow();
    }
}
