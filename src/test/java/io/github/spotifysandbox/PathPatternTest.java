package io.github.spotifysandbox;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    @ParameterizedTest
    @CsvSource({"/v1/me,/v1/me,''", "/v1/albums/{id},/v1/albums/a%20b,a%20b", "/v1/albums/{id}/tracks,"
            + "/v1/albums/x/tracks,x", "/v1/users/**,/v1/users/a/b,''"})
    void matchingPathGivesTheValue(String pattern, String path, String value) {
        assertThat(new PathPattern(pattern).match(path)).contains(value);
    }

    @ParameterizedTest
    @CsvSource({"/v1/me,/v1/me/", "/v1/me,/v1/m", "/v1/albums/{id},/v1/albums/", "/v1/albums/{id},/v1/albums/a/b",
        "/v1/albums/{id}/tracks,/v1/albums/tracks", "/v1/albums/{id}/tracks,/v1/albums//tracks",
        "/v1/users/**,/v1/users", "/v1/users/**,/v1/usersettings"})
    void otherPathsDoNotMatch(String pattern, String path) {
        assertThat(new PathPattern(pattern).match(path)).isEmpty();
    }
}
