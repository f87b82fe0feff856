package io.github.spotifypipeline.records;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FingerprintTest {

    private static final ObjectMapper JSON = JsonMapper.builder().enable(JsonReadFeature.ALLOW_SINGLE_QUOTES).build();
    private static final String RECORD = """
            {'_id': 'anna:1', 'fetched_at': '2026-11-22T12:00:00Z', 'name': 'A song', 'position': 3,
             'raw': {'added_at': '2026-01-01T00:00:00Z', 'raw0': 0,
                     'track': {'title': 'A song', 'duration_ms': 1000, 'explicit': false, 'snapshot_id': 's',
                               'artists': [{'artist': 'First', 'raw1': 1}, {'artist': 'Second'}],
                               'genres': ['a', 'b']}}, 'languages': ['de', 'en'], 'names': ['a', 'b']}""";

    private static String digest() {
        return digest("", "");
    }

    /** Of the record with another text in place of one. */
    private static String digest(String text, String other) {
        assertThat(RECORD).contains(text);
        try {
            return Fingerprint.ofRecord((ObjectNode) JSON.readTree(RECORD.replace(text, other)), Set.of());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** What earlier versions have stored stays valid. */
    @Test
    void isThatOfTheSortedJsonWhereNothingMovesByItself() throws JsonProcessingException {
        ObjectNode record = (ObjectNode) JSON.readTree(RECORD.replace("'raw0': 0", "'z': null, 'raw0': [1.5, true, "
                + "[], {}, -3000000000, {'b': 'ä€😀\\\\ \\u0001', 'a': {'d': 1E-7, 'c': false}}]"));
        ObjectNode stable = record.deepCopy().without("fetched_at");

        assertThat(Fingerprint.ofRecord(record, Set.of())).isEqualTo(Fingerprint.of(stable));
        assertThat(Fingerprint.ofRecord(record, Set.of("position")))
                .isEqualTo(Fingerprint.of(stable.without("position")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"popularity", "followers", "images", "available_markets", "preview_url",
            "audio_preview_url",
            "href", "next", "previous", "video_thumbnail", "is_playable", "restrictions", "linked_from"})
    void whatMovesByItselfDoesNotCountAtAnyDepthOfRaw(String name) {
        for (String value : List.of("7", "null", "['x']", "{'total': 1}")) {
            String field = ", '" + name + "': " + value;
            for (String place : List.of("'raw0': 0", "'duration_ms': 1000", "'raw1': 1")) {
                assertThat(digest(place, place + field)).as(place + field).isEqualTo(digest());
            }
            assertThat(digest("'position': 3", "'position': 3" + field)).as("of the transform").isNotEqualTo(digest());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "12:00:00Z | 13:00:00Z",
        "'fetched_at': '2026-11-22T12:00:00Z', | \"\"",
        "'name': 'A song', 'position': 3 | 'position': 3, 'name': 'A song'",
        "'duration_ms': 1000, 'explicit': false | 'explicit': false, 'duration_ms': 1000",
        "{'artist': 'First', 'raw1': 1} | {'raw1': 1, 'artist': 'First'}",
        "'position': 3 | 'position': 3.0",
        "'duration_ms': 1000 | 'duration_ms': 1E3",
        "'raw1': 1 | 'raw1': 100e-2",
        "'genres': ['a', 'b'] | 'genres': ['b', 'a']",
        "'languages': ['de', 'en'], | 'languages': ['en', 'de'],",
    })
    void neitherTheOrderOfNamesNorSpellingNorWhenItWasFetchedCounts(String text, String other) {
        assertThat(digest(text, other)).isEqualTo(digest());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
        "'_id': 'anna:1' | '_id': 'anna:2'",
        "'name': 'A song' | 'name': 'Renamed'",
        "'position': 3 | 'position': 4",
        "'position': 3 | 'position': 3, 'new': null",
        "'title': 'A song' | 'title': 'Renamed'",
        "'duration_ms': 1000 | 'duration_ms': 1001",
        "'explicit': false | 'explicit': true",
        "'snapshot_id': 's' | 'snapshot_id': 't'",
        "'added_at': '2026-01 | 'added_at': '2026-02",
        "'artist': 'Second' | 'artist': 'Third'",
        "'position': 3 | 'position': 3.5",
        "'genres': ['a', 'b'] | 'genres': ['a']",
        "'names': ['a', 'b'] | 'names': ['b', 'a']",
        "'First', 'raw1': 1}, {'artist': 'Second'} | 'Second'}, {'artist': 'First', 'raw1': 1}",
    })
    void anythingElseCounts(String text, String other) {
        assertThat(digest(text, other)).isNotEqualTo(digest());
    }
}
