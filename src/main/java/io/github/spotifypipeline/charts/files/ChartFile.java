package io.github.spotifypipeline.charts.files;

import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.charts.ChartDefinition;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import io.github.spotifypipeline.routefiles.RouteFinding;
import io.github.spotifypipeline.routefiles.RouteYaml;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.bson.Document;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The text of one chart file. */
final class ChartFile {

    static final String ENDING = ".chart.yaml";

    private static final List<String> KEYS = List.of("title", "description", "collection", "time", "draw", "months",
            "documents", "history", "rows", "columns", "aggregation");
    private static final List<String> DRAWN = List.of("bars", "days", "heat map", "lines", "table");
    private static final Set<String> OF_PLAYS = Set.of("plays", "other_streams");
    private static final int USUAL_ROWS = 200;
    private static final int MOST_ROWS = 1000;
    private static final int MOST_CHARACTERS = 300;
    private static final int MOST_COLUMNS = 30;

    private final Node file;

    private ChartFile(Node file) {
        this.file = file;
    }

    /**
     * Reads a chart.
     *
     * @param id its name, which is that of the file
     * @throws BrokenFileException when it is none, or one that may not be
     */
    static Chart parse(String id, String text) throws BrokenFileException {
        if (!id.matches("[a-z][a-z0-9-]{0,39}")) {
            throw broken(null, "the name of a chart cannot be like this",
                    "name the file with small letters, digits and -, such as plays-by-platform" + ENDING);
        }
        if (!(RouteYaml.compose(text) instanceof MappingNode file)) {
            throw broken(1, "a chart file has keys and values", "begin it with \"title: …\"");
        }
        return new ChartFile(file).chart(id);
    }

    private Chart chart(String id) throws BrokenFileException {
        for (Map.Entry<String, NodeTuple> entry : RouteYaml.entries(file).entrySet()) {
            if (!KEYS.contains(entry.getKey())) {
                throw broken(RouteYaml.line(entry.getValue().getKeyNode()), "a chart file has no key "
                        + entry.getKey(), "use one of " + String.join(", ", KEYS));
            }
        }
        String title = text("title").orElseThrow(() -> missing("title", "a name for people"));
        boolean ofHistory = word("history", List.of("left")).isPresent();
        List<String> collections = collections(ofHistory);
        boolean keepsMonths = word("months", List.of("kept")).isPresent();
        String time = text("time").orElse(OF_PLAYS.contains(collections.get(0)) ? "played_at" : null);
        if (time != null && (!time.matches("[A-Za-z][\\w.]*") || time.equals("account_id"))) {
            throw at("time", "time is no field with a date", "name one, such as added_at");
        }
        if (keepsMonths && !(collections.equals(List.of("plays")) && time.equals("played_at"))) {
            throw at("months", "only months of plays are kept", "leave it out, or write \"collection: plays\"");
        }
        Node aggregation = value("aggregation").filter(ScalarNode.class::isInstance)
                .orElseThrow(() -> missing("aggregation", "an array of stages, indented below \"aggregation: |\""));
        List<Document> stages = AggregationText.parse(aggregation);
        check(stages, aggregation);
        Optional<String> documents = text("documents");
        if (documents.isPresent() && !keepsMonths) {
            throw at("documents", "documents goes with \"months: kept\"", "leave it out");
        }
        ChartDefinition.Look look = new ChartDefinition.Look(word("draw", DRAWN).orElse(null), columns(),
                rows(keepsMonths), documents.orElse(null));
        try {
            return Chart.of(new ChartDefinition(id, title, text("description").orElse(""),
                    new ChartDefinition.Question(collections, time, stages, keepsMonths, ofHistory), look));
        } catch (IllegalArgumentException e) {
            String[] words = e.getMessage().split(" - ", 2);
            throw at(ofHistory ? "history" : words.length == 1 ? "documents" : "months", words[0],
                    words.length == 1 ? "name one of these" : words[1]);
        }
    }

    private static void check(List<Document> stages, Node aggregation) throws BrokenFileException {
        try {
            StageRules.check(stages);
        } catch (StageRules.Breach e) {
            throw broken(lineOf(aggregation, e.word()), e.getMessage(), e.remedy());
        }
    }

    /** The line in which a word of the aggregation first stands. */
    private static Integer lineOf(Node aggregation, String word) {
        String text = RouteYaml.text(aggregation);
        int at = Math.max(0, text.indexOf(word));
        return RouteYaml.line(aggregation, (int) text.substring(0, at).chars().filter(c -> c == '\n').count() + 1);
    }

    /** The line of the first operator in a file's aggregation that some words name; null when it is not known. */
    static Integer lineOf(String text, String words) {
        try {
            Node aggregation = RouteYaml.value(RouteYaml.compose(text), "aggregation").orElseThrow();
            return Pattern.compile("\\$[A-Za-z]+").matcher(words).results()
                    .map(MatchResult::group)
                    .filter(RouteYaml.text(aggregation)::contains).findFirst()
                    .map(word -> lineOf(aggregation, word)).orElse(RouteYaml.line(aggregation));
        } catch (BrokenFileException e) {
            return null;
        }
    }

    private List<String> collections(boolean ofHistory) throws BrokenFileException {
        Node value = value("collection").orElseThrow(() -> missing("collection", "what it counts, such as plays"));
        List<String> collections = texts(value);
        if (collections.isEmpty() || collections.size() > 1 && !ofHistory) {
            throw at("collection", "a chart asks one collection", "name one, such as plays; $unionWith adds others");
        }
        for (String collection : collections) {
            if (!Database.isForData(collection)) {
                throw at("collection", collection + " holds no data of a listener",
                        "name a collection of data, such as plays");
            }
        }
        return collections;
    }

    private List<String> columns() throws BrokenFileException {
        List<String> columns = value("columns").map(ChartFile::texts).orElse(List.of());
        if (columns.isEmpty() && value("columns").isPresent() || columns.size() > MOST_COLUMNS
                || columns.stream().distinct().count() < columns.size()) {
            throw at("columns", "columns is no list of fields, each once and " + MOST_COLUMNS + " at most",
                    "write [day, plays], or leave it out: then all fields of the rows are shown");
        }
        return columns;
    }

    private int rows(boolean keepsMonths) throws BrokenFileException {
        String rows = text("rows").orElse(String.valueOf(USUAL_ROWS));
        if (rows.equals("all") && keepsMonths) {
            return 0;
        }
        if (!rows.matches("[1-9][0-9]{0,3}") || Integer.parseInt(rows) > MOST_ROWS) {
            throw at("rows", "rows must be a number from 1 to " + MOST_ROWS,
                    "correct it; \"all\" goes with \"months: kept\", and the CSV has all of them anyway");
        }
        return Integer.parseInt(rows);
    }

    private Optional<String> word(String key, List<String> words) throws BrokenFileException {
        Optional<String> word = text(key);
        if (word.isPresent() && !words.contains(word.get())) {
            throw at(key, key + " cannot be \"" + word.get() + "\"", "write " + String.join(", or ", words)
                    + ", or leave it out");
        }
        return word;
    }

    private Optional<String> text(String key) throws BrokenFileException {
        Optional<Node> value = value(key);
        if (value.isPresent() && (RouteYaml.text(value.get()).isBlank()
                || RouteYaml.text(value.get()).length() > MOST_CHARACTERS)) {
            throw at(key, key + " is empty or longer than " + MOST_CHARACTERS + " characters",
                    "write a text behind it, or leave it out");
        }
        return value.map(RouteYaml::text).map(String::strip);
    }

    private Optional<Node> value(String key) {
        return RouteYaml.value(file, key);
    }

    /** A list's texts, or the one text; empty when it is something else. */
    private static List<String> texts(Node value) {
        List<Node> nodes = value instanceof SequenceNode list ? list.getValue() : List.of(value);
        List<String> texts = nodes.stream().map(RouteYaml::text).toList();
        return texts.contains("") ? List.of() : texts;
    }

    private BrokenFileException at(String key, String what, String remedy) {
        return broken(value(key).map(RouteYaml::line).orElse(null), what, remedy);
    }

    private static BrokenFileException missing(String key, String meaning) {
        return broken(null, "the chart has no " + key, "write \"" + key + ":\" and behind it " + meaning);
    }

    private static BrokenFileException broken(Integer line, String what, String remedy) {
        return new BrokenFileException(new RouteFinding(line, what, remedy));
    }
}
