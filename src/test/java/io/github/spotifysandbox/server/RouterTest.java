package io.github.spotifysandbox.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouterTest {

    private static SandboxAnswer answer(String pattern, String path) {
        return new Router().get(pattern, request -> SandboxAnswer.sentence(200, request.id()))
                .answer(new SandboxRequest("GET", path, "", "", Map.of(), ""));
    }

    @ParameterizedTest
    @CsvSource({"/v1/me,/v1/me,''", "/v1/albums/{id},/v1/albums/a%20b,a%20b", "/v1/albums/{id}/tracks,"
            + "/v1/albums/x/tracks,x", "/v1/users/**,/v1/users/a/b,''"})
    void matchingPathGivesTheId(String pattern, String path, String id) {
        assertThat(answer(pattern, path).status()).isEqualTo(200);
        assertThat(answer(pattern, path).body()).asString().isEqualTo(id);
    }

    @ParameterizedTest
    @CsvSource({"/v1/me,/v1/me/", "/v1/me,/v1/m", "/v1/albums/{id},/v1/albums/", "/v1/albums/{id},/v1/albums/a/b",
        "/v1/albums/{id}/tracks,/v1/albums/tracks", "/v1/albums/{id}/tracks,/v1/albums//tracks",
        "/v1/users/**,/v1/users", "/v1/users/**,/v1/usersettings"})
    void otherPathsDoNotMatch(String pattern, String path) {
        assertThat(answer(pattern, path).status()).isEqualTo(404);
    }
}
