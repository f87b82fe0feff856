package io.github.spotifypipeline.charts.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.spotifypipeline.charts.Chart;
import io.github.spotifypipeline.routefiles.BrokenFileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The text of chart files: what is taken, and what is refused with line and remedy. */
class ChartFileTest {

    private static final int MOST_LINES = 20;

    @TempDir
    private Path folder;

    private static String file(String... stages) {
        return "title: A chart\ncollection: plays\naggregation: |\n  [\n    " + String.join(",\n    ", stages)
                + "\n  ]\n";
    }

    private static Document first(String text) throws BrokenFileException {
        return ChartFile.parse("a-chart", text).definition().question().stages().get(0);
    }

    private static String refusal(String text) {
        return catchThrowableOfType(BrokenFileException.class, () -> ChartFile.parse("a-chart", text)).finding()
                .at("x");
    }

    @Test
    void anAggregationIsReadAsPeopleWriteItInMongosh() throws BrokenFileException {
        Document stage = first(file("""
                { $match: { // from then on, "all" of them
                        played_at: { $gte: ISODate('2026-11-01T00:00:00Z') }, /* [ } */ song_name: /^a\\/\\/b/i,
                        'stream.platform': "it's // no comment", n: NumberLong(5), },
                    }""", "{ $limit: 5 },"));

        Document match = stage.get("$match", Document.class);
        assertThat(match.get("played_at", Document.class).getDate("$gte"))
                .isEqualTo(Date.from(Instant.parse("2026-11-01T00:00:00Z")));
        assertThat(match).containsEntry("stream.platform", "it's // no comment").containsEntry("n", 5L);
        assertThat(match.get("song_name").toString()).contains("^a\\/\\/b");
    }

    @Test
    void whatIsLeftOutHasItsUsualValue() throws BrokenFileException {
        Chart chart = ChartFile.parse("a-chart", file("{ $limit: 5 }"));

        assertThat(chart.draw()).isNull();
        assertThat(chart.columns()).isEmpty();
        assertThat(chart.most()).isEqualTo(200);
        assertThat(chart.definition().question().time()).isEqualTo("played_at");
        assertThat(ChartFile.parse("a-chart", file("{ $limit: 5 }").replace("plays", "saved_tracks")).definition()
                .question().time()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { $out: 'copy' } | x:5: $out writes, and a chart only reads - take it out
            { $merge: { into: 'plays' } } | x:5: $merge writes
            { $match: { $where: 'true' } } | x:5: $where runs code, which a chart may not
            { $project: { a: { $function: { body: '', args: [], lang: 'js' } } } } | x:5: $function runs code
            { $group: { _id: null, a: { $accumulator: {} } } } | x:5: $accumulator runs code
            { $lookup: { from: 'accounts', as: 'a' } } | x:5: $lookup looks into accounts, which holds no data of
            { $unionWith: 'dead_letters' } | x:5: $unionWith looks into dead_letters
            { $unionWith: { coll: 'plays', pipeline: [{ $out: 'a' }] } } | x:5: $out writes
            { $lookup: { from: { db: 'admin', coll: 'a' }, as: 'a' } } | x:5: $lookup does not name a collection
            { $graphLookup: { from: 'system.users' } } | x:5: $graphLookup looks into system.users
            { $facet: { a: [{ $lookup: { from: 'claims' } }] } } | x:5: $lookup looks into claims
            { $lookup: { from: 'plays', pipeline: [{ $merge: 'a' }] } } | x:5: $merge writes
            { $currentOp: {} } | x:5: a chart has no stage $currentOp - use one of $addFields,
            { $match: {}, $limit: 5 } | x:3: the aggregation is no array of stages - write [ { $match: … }
            { $match: { a: 1 } | x:6: the aggregation is not written as mongosh reads it:
            { $limit: 5 } ] [ | x:5: the aggregation is not written as mongosh reads it:
            { $limit: 5 }, 7 | x:3: the aggregation is no array of stages
            """)
    void aStageThatMayNotBeIsRefusedWithItsLine(String stage, String words) {
        assertThat(refusal(file(stage))).startsWith(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            title: A chart | colour: red | x:1: a chart file has no key colour - use one of title, description,
            title: A chart | title: '' | x:1: title is empty or longer than 300 characters
            title: A chart |  | x: the chart has no title - write "title:" and behind it a name for people
            collection: plays | collection: limits | x:2: limits holds no data of a listener
            collection: plays | collection: [plays, saved_tracks] | x:2: a chart asks one collection
            collection: plays |  | x: the chart has no collection
            collection: plays | collection: tracks|x: the chart is good
            title: A chart | [] | x:1: a chart file has keys and values
            """)
    void aKeyThatCannotBeIsRefused(String key, String other, String words) throws BrokenFileException {
        String text = file("{ $limit: 5 }").replace(key + "\n", other == null ? "" : other + "\n");
        if (words.endsWith("good")) {
            assertThat(ChartFile.parse("a-chart", text)).isNotNull();
        } else if (other != null && other.equals("[]")) {
            assertThat(refusal(other)).startsWith(words);
        } else {
            assertThat(refusal(text)).startsWith(words);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            draw: pie | draw cannot be "pie" - write bars, or days, or heat map, or lines, or table, or leave it out
            rows: 0 | rows must be a number from 1 to 1000
            rows: all | rows must be a number from 1 to 1000 - correct it; "all" goes with "months: kept"
            columns: [a, a] | columns is no list of fields
            columns: [] | columns is no list of fields
            months: sum | months cannot be "sum" - write kept, or leave it out
            time: _id | time is no field with a date - name one, such as added_at
            time: account_id | time is no field with a date
            time: $where | time is no field with a date
            documents: a | documents goes with "months: kept"
            history: left | "history: left" goes with "time: removed_at"
            months: kept | the months of this chart cannot be kept: there is no $group - write one, or leave
            """)
    void aValueThatCannotBeIsRefused(String line, String words) {
        assertThat(refusal(line + "\n" + file("{ $limit: 5 }"))).startsWith("x:1: " + words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            { $group: { _id: '$a', n: { $avg: '$b' } } } | $avg of two months cannot be put together - use $sum, $max,
            { $sort: { a: 1 } }, { $group: { _id: '$a' } } | $sort before $group needs all plays at once
            { $lookup: { from: 'tracks' } }, { $group: { _id: 1 } } | $lookup before $group needs all plays at once
            { $match: { $expr: { $lt: ['$a', '$$NOW'] } } }, { $group: { _id: 1 } } | $$NOW is another at each look
            { $group: { _id: '$a' } }, { $lookup: { from: 'tracks' } } | the program has no $lookup for groups
            { $group: { _id: '$a' } }, { $set: { b: { $nope: 1 } } } | the program does not run a stage
            """)
    void monthsThatCannotBePutTogetherAreNamed(String stages, String words) {
        assertThat(refusal("months: kept\n" + file(stages)))
                .startsWith("x:1: the months of this chart cannot be kept: " + words);
    }

    @ParameterizedTest
    @CsvSource({"_id, n", "last, n", "n, "})
    void whatSaysHowManyPlaysThereAreIsANumber(String documents, String has) throws BrokenFileException {
        String text = "months: kept\ndocuments: " + documents + "\n"
                + file("{ $group: { _id: '$a', last: { $max: '$b' }, n: { $sum: 1 } } }");
        if (has == null) {
            assertThat(ChartFile.parse("a-chart", text)).isNotNull();
        } else {
            assertThat(refusal(text)).isEqualTo("x:2: documents must be a $sum or $count of $group: it has " + has
                    + " - name one of these");
        }
    }

    @Test
    void aFieldMayHaveTheNameOfAnOption() throws BrokenFileException {
        assertThat(first(file("{ $project: { pipeline: '$a' } }"))).containsKey("$project");
    }

    @Test
    @Timeout(value = 10, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aliasesOfAliasesAreReadOnce() {
        StringBuilder text = new StringBuilder("a0: &a0 [x, x]\n");
        IntStream.range(1, 25).forEach(i -> text.append("a%1$d: &a%1$d [*a%2$d, *a%2$d]\n".formatted(i, i - 1)));
        assertThat(refusal(text.toString())).startsWith("x:1: a chart file has no key a0");
    }

    @Test
    void namesThatAreTakenOrNoneAndStrayFilesAreRefused() throws IOException {
        Path charts = Files.createDirectory(folder.resolve("charts"));
        for (String name : List.of("tops.chart.yaml", "Big.chart.yaml", "good.chart.yaml", "other.yaml", "notes.md")) {
            Files.writeString(charts.resolve(name), file("{ $limit: 5 }"));
        }
        Files.writeString(charts.resolve("nested.chart.yaml"), file("{ $match: " + "[".repeat(20_000)));

        assertThat(ChartFolder.check(folder, Set.of("tops"))).hasSize(4).satisfiesExactly(
                big -> assertThat(big).startsWith("charts/Big.chart.yaml: the name of a chart cannot be like this"),
                nested -> assertThat(nested).startsWith("charts/nested.chart.yaml: the file cannot be read as a chart"),
                stray -> assertThat(stray).startsWith("charts/other.yaml: the file is not read, because its name does"
                        + " not end in .chart.yaml"),
                tops -> assertThat(tops).startsWith("charts/tops.chart.yaml: the name tops is taken"));
        assertThat(ChartFolder.check(Path.of("nowhere"), Set.of())).isEmpty();
    }

    @Test
    void theProgramsOwnChartsAreFilesOfAtMostTwentyLines() throws IOException {
        assertThat(ChartFolder.check(Path.of("routes"), Set.of())).isEmpty();
        try (Stream<Path> files = Files.list(Path.of("routes/charts"))) {
            assertThat(files.toList()).hasSameSizeAs(ShippedCharts.all()).allSatisfy(file ->
                    assertThat(Pattern.compile("\n").splitAsStream(Files.readString(file)).count())
                            .isLessThanOrEqualTo(MOST_LINES));
        }
    }
}
