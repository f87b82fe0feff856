package io.github.spotifypipeline.embedded.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The lists of docs/data-model.md are those of the code. */
class ListedTest {

    private static final Pattern NAME = Pattern.compile("`(\\$[A-Za-z0-9]+)`");

    @ParameterizedTest
    @ValueSource(strings = {"Stages of an aggregation:", "Expressions, also in", "Accumulators of",
            "Operators of a query:"})
    void theDocumentationNamesWhatTheEmbeddedDatabaseHas(String beginning) throws IOException {
        String page = Files.readString(Path.of("docs", "data-model.md"));
        int from = page.indexOf("\n" + beginning) + 1;
        Set<String> listed = new TreeSet<>();
        Matcher names = NAME.matcher(page.substring(page.indexOf(':', from), page.indexOf("\n\n", from)));
        while (names.find()) {
            listed.add(names.group(1));
        }
        Set<String> known = new TreeSet<>(switch (beginning) {
            case "Stages of an aggregation:" -> AggregationPipeline.names();
            case "Operators of a query:" -> Filter.operators();
            case "Accumulators of" -> Accumulator.NAMES;
            default -> OperatorTable.names();
        });
        if (beginning.startsWith("Accumulators")) {
            known.add("$count");
        }
        assertThat(listed).isEqualTo(known);
    }
}
