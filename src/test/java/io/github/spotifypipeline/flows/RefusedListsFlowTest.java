package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** Refusals of one moment, and tokens that tell nothing: no list is closed for good, and none is read for ever. */
class RefusedListsFlowTest {

    private static final List<String> ENDPOINTS = List.of("profile", "playlists", "playlist-items");

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database) {
        pipeline = TestPipeline.start(database, ENDPOINTS, options -> options);
        pipeline.demo().emptyLibrary();
    }

    private TestPlaylist playlist(String name, int tracks) {
        TestPlaylist playlist = pipeline.demo().addPlaylist(name);
        for (int i = 0; i < tracks; i++) {
            playlist.add(MadeUpMusic.track(name + " " + i, "A"), pipeline.clock.instant());
        }
        return playlist;
    }

    private void signIn() {
        int runs = pipeline.runs("playlist-items").size();
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", runs + 1);
    }

    private Document sync() {
        pipeline.sandbox.clearRequests();
        return pipeline.sync("playlist-items");
    }

    private static String path(TestPlaylist playlist) {
        return "/v1/playlists/" + playlist.id() + "/items";
    }

    private int calls(TestPlaylist playlist) {
        return pipeline.calls(path(playlist)).size();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void refuse(TestPlaylist playlist, int status, UnaryOperator<Fault> how) {
        String words = status == 403 ? "Forbidden" : "Not found.";
        JsonNode answer = json("{\"error\":{\"status\":" + status + ",\"message\":\"" + words + "\"}}");
        pipeline.sandbox.fault(how.apply(Fault.on(path(playlist)).status(status).answer(answer)));
    }

    private List<Document> itemsOf(TestPlaylist playlist) {
        return pipeline.documents("playlist_items").stream()
                .filter(item -> item.get("playlist_id").equals(playlist.id()))
                .filter(item -> item.get("removed_at") == null).toList();
    }

    private JsonNode shown() {
        for (JsonNode endpoint : json(pipeline.get("/api/status").body()).path("endpoints")) {
            if (endpoint.path("id").asText().equals("playlist-items")) {
                return endpoint.path("accounts").path(0);
            }
        }
        return null;
    }

    private int refusedLists() {
        JsonNode refused = json(pipeline.get("/api/status").body()).path("refused_lists");
        return refused.isEmpty() ? 0 : refused.path(0).path("lists").asInt();
    }

    @DatabaseTest
    void whatIsOnesOwnIsAskedForAgainAtOnceAndCounted(TestDatabase database) {
        start(database);
        TestPlaylist once = playlist("403 once", 3);
        TestPlaylist lost = playlist("404 once", 3);
        TestPlaylist later = playlist("403 on page 2 once", 60);
        TestPlaylist shared = playlist("Somebody's, shared", 3).owned(false).collaborative(true);
        List<TestPlaylist> moments = List.of(once, lost, later, shared);
        TestPlaylist longer = playlist("403 for a while", 3);
        TestPlaylist away = playlist("404 for a while", 3);
        TestPlaylist half = playlist("Page 2 for a while", 60);
        TestPlaylist halfAway = playlist("Page 2 away for a while", 60);
        List<TestPlaylist> whiles = List.of(longer, away, half, halfAway);
        refuse(once, 403, fault -> fault);
        refuse(lost, 404, fault -> fault);
        refuse(later, 403, fault -> fault.after(1));
        refuse(shared, 403, fault -> fault);
        refuse(longer, 403, Fault::forever);
        refuse(away, 404, Fault::forever);
        for (int look = 0; look < 2; look++) {
            refuse(half, 403, fault -> fault.after(1));
            refuse(halfAway, 404, fault -> fault.after(1));
        }
        signIn();
        moments.forEach(playlist -> assertThat(itemsOf(playlist)).as(playlist.name()).hasSameSizeAs(playlist.items()));
        assertThat(itemsOf(half)).hasSize(50);
        assertThat(refusedLists()).isEqualTo(4);
        assertThat(shown().path("last_error").isNull()).as("it may pass").isTrue();

        pipeline.clock.advance(Duration.ofHours(1));
        refuse(half, 403, fault -> fault.after(1));
        refuse(halfAway, 404, fault -> fault.after(1));
        assertThat(sync()).containsEntry("outcome", "succeeded").containsEntry("removed", 0);
        whiles.forEach(playlist -> assertThat(calls(playlist)).as(playlist.name()).isBetween(1, 2));
        moments.forEach(playlist -> assertThat(calls(playlist)).as(playlist.name()).isZero());
        assertThat(refusedLists()).isEqualTo(4);
        assertThat(shown().path("last_error").asText()).contains("4 lists", "the account's own", "sign in again");
        assertThat(pipeline.get("/health/ready").body()).contains("4 lists that are the account's own");
        assertThat(pipeline.get("/api/trouble").body()).contains("4 lists that are the account's own");

        pipeline.sandbox.clearFaults();
        sync();
        whiles.forEach(playlist -> assertThat(itemsOf(playlist)).as(playlist.name()).hasSameSizeAs(playlist.items()));
        assertThat(refusedLists()).isZero();
        assertThat(shown().path("last_error").isNull()).isTrue();
        assertThat(pipeline.get("/health/ready").body()).doesNotContain("lists");
        assertThat(sync()).containsEntry("calls", 0);
    }

    @DatabaseTest
    void whatIsSomebodyElsesIsAskedForAfterAWeekASignInAndAnotherApp(TestDatabase database) {
        start(database);
        TestPlaylist forbidden = playlist("Somebody's", 3).owned(false);
        TestPlaylist away = playlist("Somebody's, away", 3).owned(false);
        refuse(away, 404, Fault::forever);
        signIn();
        assertThat(calls(forbidden)).isEqualTo(1);
        sync();
        assertThat(calls(forbidden)).isZero();
        assertThat(calls(away)).as("it may have passed").isEqualTo(1);
        assertThat(sync()).as("as often as it is asked").containsEntry("calls", 0);
        assertThat(refusedLists()).isEqualTo(2);
        assertThat(shown().path("last_error").isNull()).as("nobody need do anything").isTrue();

        pipeline.clock.advance(Duration.ofMinutes(1));
        pipeline.sandbox.clearRequests();
        signIn();
        assertThat(calls(forbidden)).as("after a sign-in").isEqualTo(1);
        assertThat(calls(away)).as("after a sign-in").isEqualTo(1);
        assertThat(sync()).containsEntry("calls", 0);

        pipeline.restart("SPOTIFY_CLIENT_ID", "another-client");
        sync();
        assertThat(calls(forbidden)).as("with another app").isEqualTo(1);
        assertThat(calls(away)).as("with another app").isEqualTo(1);
        assertThat(sync()).containsEntry("calls", 0);

        pipeline.restart("SPOTIFY_CLIENT_ID", "sandbox-client");
        assertThat(sync()).as("the first app once more").containsEntry("calls", 2);
        pipeline.sandbox.clearFaults();
        forbidden.owned(true);
        away.owned(true);
        // it was refused while the account's own, too: only its snapshot stands still
        for (int day = 1; day <= 7; day++) {
            int runs = pipeline.runs("playlist-items").size();
            pipeline.clock.advance(Duration.ofDays(1));
            pipeline.awaitRun("playlist-items", runs + 1);
            assertThat(itemsOf(forbidden)).as("day %s", day).hasSize(day < 7 ? 0 : 3);
        }
        assertThat(itemsOf(away)).hasSize(3);
        assertThat(refusedLists()).isZero();
    }

    @DatabaseTest
    void aTokenThatTellsNothingDoesNotHaveAListReadForEver(TestDatabase database) {
        start(database);
        TestPlaylist moves = playlist("Another snapshot in every answer", 60);
        TestPlaylist small = playlist("The same of one page", 3);
        TestPlaylist differs = playlist("Another snapshot in the list", 60);
        String single = "/v1/playlists/";
        pipeline.sandbox.fault(Fault.on("/v1/me/playlists").forever().run(() -> {
            moves.moveSnapshot();
            small.moveSnapshot();
        }));
        pipeline.sandbox.fault(Fault.on(single + moves.id()).forever().run(moves::moveSnapshot));
        pipeline.sandbox.fault(Fault.on(single + differs.id()).forever()
                .answer(json("{\"snapshot_id\":\"of-the-single-one\"}")));
        signIn();
        for (int i = 0; i < 3; i++) {
            assertThat(sync()).as("sync %s", i).containsEntry("written", 0).containsEntry("removed", 0)
                    .containsEntry("calls", 3);
            assertThat(calls(moves)).as("once").isEqualTo(2);
            assertThat(calls(small)).as("once").isEqualTo(1);
            assertThat(calls(differs)).as("neither of its snapshots moved").isZero();
        }
        assertThat(itemsOf(moves)).hasSize(60);
        assertThat(itemsOf(differs)).hasSize(60);

        moves.remove(3);
        differs.remove(3);
        assertThat(sync()).containsEntry("removed", 2);
        assertThat(itemsOf(moves)).hasSize(59);
        assertThat(itemsOf(differs)).hasSize(59);

        pipeline.sandbox.clearFaults();
        pipeline.clock.advance(Duration.ofDays(8));
        sync();
        sync();
        assertThat(sync()).as("it is trusted again after a week").containsEntry("calls", 0);
        moves.remove(3);
        sync();
        assertThat(pipeline.calls(single + moves.id())).as("and asked again").hasSize(1);
    }
}
