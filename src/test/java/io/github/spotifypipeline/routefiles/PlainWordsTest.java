package io.github.spotifypipeline.routefiles;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainWordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "No component found with scheme: foo | No component found with scheme: foo",
        "Failed due to: java.lang.IllegalArgumentException: no value given | Failed due to: no value given",
        "org.apache.camel.NoSuchBeanException: No bean could be found | No bean could be found",
        "No converter from java.util.LinkedHashMap to java.io.InputStream | No converter from LinkedHashMap to"
            + " InputStream",
        "It failed. Exchange[ABC-0001] | It failed",
        "https://io.example.org/Path stays | https://io.example.org/Path stays"})
    void leavesOutWhatTellsAPersonNothing(String message, String words) {
        assertThat(PlainWords.of(message)).isEqualTo(words);
    }
}
