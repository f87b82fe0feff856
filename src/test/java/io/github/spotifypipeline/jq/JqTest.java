package io.github.spotifypipeline.jq;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Expressions as jq's manual has them. */
class JqTest {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JqLibrary LIBRARY = new JqLibrary(ZoneId.of("Europe/Berlin"), Map.of());

    private static List<JsonNode> results(String expression, String input) throws IOException {
        return Jq.read(expression, LIBRARY).results(JSON.readTree(input));
    }

    private static Stream<String> answers() throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/jq/answers.tsv")).stream()
                .filter(line -> !line.startsWith("#"));
    }

    /** Input, expression and what libjq makes of them; 1 and 1.0 are one number. */
    @ParameterizedTest
    @MethodSource("answers")
    void answersAsJqDoes(String row) throws IOException {
        String[] parts = row.split("\t");

        JsonNode expected = JSON.readTree(parts[2]);
        JsonNode found = JSON.valueToTree(results(parts[1].replace('⏎', '\n'), parts[0]));

        assertThat(found.equals((one, other) -> one.isNumber() && other.isNumber()
                ? Double.compare(one.doubleValue(), other.doubleValue()) : one.equals(other) ? 0 : 1, expected))
                .as("%s, not %s", found, expected).isTrue();
    }

    @Test
    void aWholeNumberIsWrittenWithoutAFraction() throws IOException {
        assertThat(results("\"\\(1.0) \\(180000 / 60000 | floor):00\", (3.0 | tostring), ([1.0, 2.5] | tojson)",
                "null"))
                .extracting(JsonNode::textValue).containsExactly("1 3:00", "3", "[1,2.5]");
    }

    @Test
    void timesMayHaveAFractionOfASecondAndALocalZone() throws IOException {
        assertThat(results("fromdate, (fromdate | todate), (strptime(\"%Y-%m-%dT%H:%M:%SZ\") | mktime),"
                + " (fromdate | strflocaltime(\"%H:%M %Z %z\")), (fromdate | localtime[3])",
                "\"2023-11-27T09:13:57.637Z\""))
                .extracting(JsonNode::asText)
                .containsExactly("1.701076437637E9", "2023-11-27T09:13:57Z", "1701076437", "10:13 CET +0100", "10");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            {a: foo}                       → 1 → there is no jq function foo/0 here
            foo?                           → 1 → there is no jq function foo/0 here
            if false then⏎ foo(1; 2)⏎else 1 end → 2 → there is no jq function foo/2 here
            "a \\(.b | bar)"               → 1 → there is no jq function bar/0 here
            .a // todat                    → 1 → there is no jq function todat/0 here
            map(.x; .y)                    → 1 → there is no jq function map/2 here
            def f(x): x; f                 → 1 → there is no jq function f/0 here
            [.a[] as $x ⏎| $y]             → 2 → the variable $y is not bound
            $ENV.HOME                      → 1 → $ENV is not known here
            env                            → 1 → there is no jq function env/0 here
            @base33                        → 1 → @base33 is not known here
            input                          → 1 → there is no jq function input/0 here
            import "a" as a; .             → 1 → import is not known here
            {a                             → 1 → it cannot be read as jq
            .a | | .b                      → 1 → it cannot be read as jq
            "abc                           → 1 → a text begins here and does not end
            1,⏎2 as [$a] ?// $a | $a       → 2 → ?// between patterns is not known here
            """)
    void whatIsNotThereIsFoundWhenItIsRead(String expression, int line, String words) {
        assertThatThrownBy(() -> Jq.read(expression.replace('⏎', '\n'), LIBRARY))
                .isInstanceOfSatisfying(JqException.class, wrong -> assertThat(wrong.line()).isEqualTo(line))
                .hasMessageContaining(words);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '→', quoteCharacter = '`', textBlock = """
            {name: (.n | ascii_downcase)}          → name: ascii_downcase input must be a string, not null
            {a: {b: 1, c: (.n | split(","))}}      → a.c: split input and separator must be strings, not null
            {a} + {b: (.n | test("x"))}            → b: match input must be string, not null
            {x: (.a | tonumber?), y: (.n | trim)}  → y: trim input must be a string, not null
            (.a | tonumber?), error("x")           → x
            [(.n)? | error("y")]                   → y
            .a.b                                   → Cannot index number with string "b"
            {f: (.n | floor)}                      → f: floor input must be number, not null
            {f: -"a"}                              → f: what follows the minus sign cannot be negated
            """)
    void aFailureNamesTheFieldAndTheFunction(String expression, String words) {
        assertThatThrownBy(() -> results(expression, "{\"a\": 1, \"n\": null}")).isInstanceOf(Jq.FailedException.class)
                .hasMessage(words);
    }

    @Test
    void aReplacementOfWhatMatchesNothingEnds() throws IOException {
        assertThat(results("gsub(\"x*\"; \"-\"), gsub(\"$\"; \"!\")", "\"aé\"")).extracting(JsonNode::textValue)
                .containsExactly("-a-é-", "aé!");
    }

    @Test
    void aKindOfFailureHasNoValues() throws IOException {
        JsonNode item = JSON.readTree("{\"name\": \"A Long Name\", \"n\": 12}");

        assertThat(JqWords.withoutValues("a: string (\"A Long N...) and number (12) cannot be added", item))
                .isEqualTo("a: string and number cannot be added");
        assertThat(JqWords.withoutValues("no album for A Long Name, but 12", item))
                .isEqualTo("no album for …, but …");
        assertThat(JqWords.withoutValues("date \"x y\" does not match format \"%Y\"", null))
                .isEqualTo("date … does not match format …");
        assertThat(JqWords.withoutValues("Cannot index number with string \"b\"", item))
                .isEqualTo("Cannot index number with string \"b\"");
    }

    @Test
    void aFunctionOfItemsIsNoneOfSteps() {
        assertThatThrownBy(() -> Jq.translate("map(. + {p: now})", LIBRARY, Set.of("now/0")))
                .hasMessageContaining("now/0");
    }
}
