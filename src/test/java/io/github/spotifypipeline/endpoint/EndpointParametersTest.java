package io.github.spotifypipeline.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.spotifypipeline.records.SpotifyJq;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointParametersTest {

    private static Endpoint endpoint(String id, String... given) {
        Map<String, String> parameters = new HashMap<>(Map.of("path", "/me/shows", "items", "items", "cursor", "none",
                "cursorField", "played_at", "overlap", "2h", "limit", "50", "maxPages", "0", "every", "1d",
                "optional", "false", "repeats", "false"));
        parameters.put("onePerTime", "false");
        for (int i = 0; i < given.length; i += 2) {
            parameters.put(given[i], given[i + 1]);
        }
        Schedule instead = parameters.containsKey("instead") ? Schedule.every(parameters.remove("instead")) : null;
        return new EndpointParameters(id, parameters, "", "x.camel.yaml",
                SpotifyJq.library(ZoneOffset.UTC, Map.of())).endpoint(instead, ZoneOffset.UTC);
    }

    @Test
    void aPathIsEnough() {
        Endpoint endpoint = endpoint("new-endpoint");

        assertThat(endpoint.collection()).isEqualTo("new_endpoint");
        assertThat(endpoint.mode()).isEqualTo(Mode.MIRROR);
        assertThat(endpoint.scopes()).containsExactly("user-library-read");
        assertThat(endpoint.timing().priority()).isEqualTo(20);
        assertThat(endpoint("x", "cursor", "after").mode()).isEqualTo(Mode.APPEND);
    }

    @Test
    void aSnapshotStepsOverNoDay() {
        Instant late = Instant.parse("2026-11-22T23:59:55Z");

        assertThat(endpoint("x", "mode", "snapshot").schedule().next(late)).isEqualTo("2026-11-23T23:50:00Z");
        assertThat(endpoint("x", "mode", "snapshot", "instead", "7d").schedule().next(late))
                .isEqualTo("2026-11-29T23:50:00Z");
        assertThat(endpoint("x").schedule().next(late)).isEqualTo("2026-11-23T23:59:55Z");
    }

    /** Each GET path of the published contract; with playlists goes, beyond it, the scope of collaborative ones. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /me | user-read-private user-read-email
            /me/audiobooks | user-library-read
            /me/audiobooks/contains | user-library-read
            /me/playlists | playlist-read-private playlist-read-collaborative
            /me/library/contains | user-library-read user-follow-read playlist-read-private
            /me/albums | user-library-read
            /me/albums/contains | user-library-read
            /me/tracks | user-library-read
            /me/tracks/contains | user-library-read
            /me/episodes | user-library-read user-read-playback-position
            /me/episodes/contains | user-library-read
            /me/shows | user-library-read
            /me/shows/contains | user-library-read
            /me/following?type=artist | user-follow-read
            /me/following/contains | user-follow-read
            /me/player | user-read-playback-state
            /me/player/devices | user-read-playback-state
            /me/player/currently-playing | user-read-currently-playing
            /me/player/recently-played | user-read-recently-played
            /me/player/queue | user-read-currently-playing user-read-playback-state
            /me/top/artists | user-top-read
            /me/top/tracks?time_range={partition} | user-top-read
            /playlists/{id} |
            /playlists/{id}/images |
            /playlists/{id}/followers/contains |
            /playlists/{id}/tracks | playlist-read-private playlist-read-collaborative
            /playlists/{id}/items?additional_types=track | playlist-read-private playlist-read-collaborative
            /users/{id} |
            /users/{id}/playlists | playlist-read-private playlist-read-collaborative
            /shows |
            /shows/5CfCWKI5pZ28U0uOzXkDHe | user-read-playback-position
            /shows/{id}/episodes | user-read-playback-position
            /episodes | user-read-playback-position
            /episodes/{id} | user-read-playback-position
            /audiobooks/{id}/chapters |
            /albums/{id}/tracks |
            /artists/{id} |
            /search?q=a |
            /me/albumz |
            /me/tracks/all |
            /me/library |
            /me/top/songs |
            /nothing |
            """)
    void scopesAreThoseThatSpotifyNamesForThePath(String path, String scopes) {
        assertThat(Scopes.of(path.replace("{id}", "5CfC"), List.of("short_term")))
                .containsExactlyElementsOf(scopes == null ? List.of() : List.of(scopes.split(" ")));
        assertThat(endpoint("x").source().namesScopes()).isFalse();
        assertThat(endpoint("x", "scope", "a-scope").source().namesScopes()).isTrue();
    }

    @Test
    void anotherDefinitionIsAnythingButWhenItRuns() {
        assertThat(endpoint("x", "every", "2h").definition()).isEqualTo(endpoint("x").definition());
        assertThat(endpoint("x", "transform", "{name}").definition()).isNotEqualTo(endpoint("x").definition());
    }

    @Test
    void cronWinsOverEveryInTheFileAndASettingOverBoth() {
        assertThat(endpoint("x", "every", "1d12h").schedule()).hasToString("1d12h");
        assertThat(endpoint("x", "every", "1d", "cron", "0 30 3 * * ?").schedule()).hasToString("0 30 3 * * ?");
        assertThat(new EndpointParameters("x", Map.of("path", "/me", "cursor", "none", "maxPages", "0", "limit", "50",
                "overlap", "2h", "every", "1d", "cron", "0 30 3 * * ?", "optional", "false", "onePerTime", "false",
                "repeats", "false"), "",
                "x.camel.yaml", SpotifyJq.library(ZoneOffset.UTC, Map.of()))
                .endpoint(Schedule.every("6h"), ZoneOffset.UTC).schedule()).hasToString("6h");
    }

    @Test
    void aFieldCalledPositionDoesNotUseThePosition() {
        assertThat(endpoint("x", "key", "position + 1").expressions().usePosition()).isTrue();
        assertThat(endpoint("x", "transform", "{place: position}").expressions().usePosition()).isTrue();
        assertThat(endpoint("x", "transform", "{position: .item.position, \"position\": .positions}").expressions()
                .usePosition()).isFalse();
        assertThat(endpoint("x").expressions().usePosition()).isFalse();
    }

    @Test
    void onlyAKeyThatIsThePositionAloneNamesAPlace() {
        for (String key : List.of("position", " position ", "position + 1", "position+1")) {
            assertThat(endpoint("x", "key", key).expressions().isKeyPosition()).as(key).isTrue();
        }
        for (String key : List.of(".position", "position, .uri", "[position, .uri]", "position + .x", "\"position\"")) {
            assertThat(endpoint("x", "key", key).expressions().isKeyPosition()).as(key).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            path=me/shows | path must begin with a slash
            mode=mirrored | mode must be append, mirror or snapshot
            cursor=before | cursor must be none, after or newest
            cursor=after,mode=mirror | mode must be append
            cursor=after,parent=playlists | one position
            partitions=a b | need each other
            path=/me/{partition} | need each other
            path=/x/{id} | need a parent
            path=/x/{id}/{partition},partitions=a b | need a parent
            changeToken=snapshot_id | belong to an endpoint with a parent
            parent=p,tokenPath=/x | tokenPath needs changeToken
            maxPages=2 | would count as removed
            limit=51 | limit must be a whole number from 1 to 50
            limit=x | limit must be
            every=often | every must be an interval
            every=1w | such as 20m, 6h or 1d12h: numbers with the units d, h, m or s, the largest first, at least 1s
            every=1D | numbers with the units d, h, m or s
            every=30 | the largest first
            every=3600 | every must be
            every=1m30 | every must be
            every=1h1h | every must be
            every=1d 12h | every must be
            every=0s | at least 1s
            every=2 hours | numbers with
            every=0 30 3 * * ? | a cron expression belongs to cron
            every=30 3 * * * | a cron expression belongs to cron
            cron=x | cron must be a Quartz expression
            overlap=x | overlap must be an interval
            overlap=7200000 | overlap must be an interval
            overlap=2h30 | overlap must be an interval
            optional=yes | optional must be true or false
            onePerTime=yes | onePerTime must be true or false
            onePerTime=true | onePerTime needs a cursor
            indexes=a.b | names of top-level fields
            cursor=newest,mode=mirror | mode must be append
            repeats=yes | repeats must be true or false
            repeats=true,mode=snapshot | repeats needs mode mirror
            repeats=true,key=[position] | no place comes twice
            collection=accounts | the pipeline's own
            collection=system.users | the pipeline's own
            collection=a$b | the pipeline's own
            """)
    void refusesWhatCannotWorkInWordsThatSayWhy(String given, String words) {
        String[] parameters = given.split("[=,]");

        assertThatThrownBy(() -> endpoint("an-endpoint", parameters)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words);
    }
}
