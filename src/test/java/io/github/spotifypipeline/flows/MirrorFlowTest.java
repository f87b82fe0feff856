package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.Shape;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** A collection that follows a list, and its history. */
class MirrorFlowTest {

    private static final String PATH = "/v1/me/tracks";

    private TestPipeline pipeline;
    private TestShelf shelf;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, int tracks) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks", "followed-artists", "saved-albums"),
                options -> options);
        pipeline.demo().emptyLibrary();
        shelf = pipeline.demo().savedTracks();
        for (int i = 0; i < tracks; i++) {
            shelf.add(track(i), pipeline.clock.instant().minusSeconds(1_000_000 - i));
        }
        pipeline.signIn();
        pipeline.awaitRuns(3);
        pipeline.clock.advance(Duration.ofHours(1));
    }

    private static ObjectNode track(int number) {
        return MadeUpMusic.track("Song " + number, "Artist");
    }

    private static String uri(int number) {
        return track(number).get("uri").asText();
    }

    private Document stored(int number) {
        return pipeline.documents("saved_tracks").stream()
                .filter(document -> document.getString("uri").equals(uri(number)))
                .findFirst().orElseThrow();
    }

    private List<String> present() {
        return pipeline.documents("saved_tracks").stream().filter(document -> document.get("removed_at") == null)
                .map(document -> document.getString("uri")).sorted().toList();
    }

    private List<String> atSpotify() {
        return shelf.uris().stream().sorted().toList();
    }

    private Date now() {
        return Date.from(pipeline.clock.instant());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    /** Camel's loop asks for more also after a turn that failed. */
    @DatabaseTest(real = false)
    void aStepThatFailsOnTheLastPageMarksNothing(TestDatabase database) {
        pipeline = TestPipeline.start(database, List.of("saved-albums"), options -> options);
        pipeline.demo().emptyLibrary();
        for (int i = 0; i < 3; i++) {
            pipeline.demo().savedTracks().add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant());
        }
        pipeline.addEndpoint("checked-tracks", """
                - route:
                    id: checked-tracks
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/tracks
                      steps:
                        - filter:
                            simple: ${body.size} == 2
                            steps:
                              - throwException:
                                  exceptionType: java.lang.IllegalStateException
                                  message: one is missing
                        - to: kamelet:spotify-mongodb-sink
                """);
        pipeline.signIn();
        pipeline.awaitRun("checked-tracks", 1);
        pipeline.demo().savedTracks().remove(pipeline.demo().savedTracks().uris().get(0));
        pipeline.clock.advance(Duration.ofHours(1));

        assertThat(pipeline.sync("checked-tracks")).containsEntry("outcome", "failed").containsEntry("removed", 0);

        assertThat(pipeline.documents("checked_tracks")).hasSize(3).allMatch(track -> track.get("removed_at") == null);
    }

    @DatabaseTest
    void whatIsGoneIsMarkedAndWhatReturnsKeepsItsFirstTime(TestDatabase database) {
        start(database, 3);
        Date first = stored(1).getDate("first_seen_at");
        shelf.remove(uri(1));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1).containsEntry("written", 0)
                .containsEntry("unchanged", 2);
        assertThat(stored(1)).containsEntry("removed_at", now()).containsEntry("first_seen_at", first);
        assertThat(present()).isEqualTo(atSpotify());
        Document marked = stored(1);
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 0);
        assertThat(stored(1)).isEqualTo(marked);

        shelf.add(track(1), pipeline.clock.instant());
        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", 1);
        assertThat(stored(1)).containsEntry("removed_at", null).containsEntry("first_seen_at", first)
                .containsEntry("added_at", now());
        assertThat(pipeline.documents("saved_tracks")).hasSize(3);
    }

    @DatabaseTest(real = false)
    void whatReturnsAsItWasIsNoLongerMarked(TestDatabase database) {
        start(database, 3);
        shelf.remove(uri(2));
        pipeline.sync("saved-tracks");
        assertThat(stored(2).get("removed_at")).isNotNull();

        shelf.add(track(2), stored(2).getDate("added_at").toInstant());
        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", 1).containsEntry("unchanged", 2);
        assertThat(stored(2).get("removed_at")).isNull();
    }

    @DatabaseTest
    void whatChangedIsWrittenAndWhatOnlyWaversIsNot(TestDatabase database) {
        start(database, 3);
        shelf.change(uri(0), track -> track.put("name", "Renamed"));
        shelf.change(uri(1), track -> {
            track.put("popularity", 99);
            track.putArray("available_markets").add("XX");
            ((ObjectNode) track.get("album")).putArray("images").addObject().put("url", "https://elsewhere");
        });
        pipeline.sandbox.shape(Shape.OLDER);
        shelf.change(uri(0), track -> track.put("popularity", 12));

        Document before = stored(1);
        pipeline.sync("saved-tracks");
        assertThat(stored(0)).containsEntry("name", "Renamed").containsEntry("fetched_at", now());
        assertThat(pipeline.runs("saved-tracks").get(1).getInteger("removed")).isZero();

        Document after = stored(1);
        shelf.change(uri(1), track -> track.put("popularity", 1));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", 0).containsEntry("unchanged", 3);
        assertThat(stored(1)).isEqualTo(after);
        assertThat(before.get("first_seen_at")).isEqualTo(after.get("first_seen_at"));
    }

    @DatabaseTest(real = false)
    void aListThatIsEmptiedIsMarkedAltogetherWhenTheNextSyncFindsTheSame(TestDatabase database) {
        start(database, 120);
        shelf.clear();

        assertThat(pipeline.sync("saved-tracks")).as("looked at twice").containsEntry("removed", 0)
                .containsEntry("calls", 2);
        assertThat(present()).hasSize(120);
        assertThat(pipeline.syncAfter(Duration.ofHours(1))).as("soon").containsEntry("endpoint", "saved-tracks")
                .containsEntry("removed", 120).containsEntry("calls", 1);
        assertThat(present()).isEmpty();
    }

    @DatabaseTest(real = false)
    void aReadingThatBreaksOffRemovesNothing(TestDatabase database) {
        start(database, 120);
        shelf.remove(uri(5));
        for (Fault fault : List.of(Fault.on(PATH).after(1).status(500), Fault.on(PATH).after(1).reset(),
                Fault.on(PATH).after(1).truncate(), Fault.on(PATH).after(2).status(403).body("Forbidden", "text/plain"),
                Fault.on(PATH).after(1).status(404), Fault.on(PATH).after(2).status(200).body("<html>", "text/html"))) {
            pipeline.sandbox.fault(fault.forever());
            assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "failed").containsEntry("removed", 0);
            pipeline.sandbox.clearFaults();
            assertThat(present()).hasSize(120);
            pipeline.clock.advance(Duration.ofSeconds(1));
        }

        pipeline.sandbox.fault(Fault.on(PATH).after(1).status(429).header("Retry-After", "100"));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "blocked").containsEntry("removed", 0);
        assertThat(present()).hasSize(120);
        pipeline.clock.advance(Duration.ofSeconds(100));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "succeeded").containsEntry("removed", 1);
        assertThat(present()).isEqualTo(atSpotify());
    }

    @DatabaseTest(real = false)
    void aReadingThatSawItsListChangeRemovesNothing(TestDatabase database) {
        start(database, 120);
        List<Runnable> changes = List.of(
                () -> shelf.remove(uri(119)),
                () -> shelf.add(track(200), pipeline.clock.instant()),
                // the list stays as long as it was, and what moved up a place is on neither page
                () -> shelf.remove(uri(118)).add(track(201), pipeline.clock.instant().minus(Duration.ofDays(900))),
                () -> shelf.remove(uri(3)).add(track(202), pipeline.clock.instant()),
                () -> shelf.move(60, 0));
        for (Runnable change : changes) {
            shelf.remove(shelf.uris().get(100));
            int before = pipeline.documents("saved_tracks").stream().mapToInt(d -> d.get("removed_at") == null ? 0 : 1)
                    .sum();
            pipeline.sandbox.fault(Fault.on(PATH).after(1).run(change));

            assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "succeeded").containsEntry("removed", 0);

            assertThat(pipeline.documents("saved_tracks").stream().mapToInt(d -> d.get("removed_at") == null ? 0 : 1)
                    .sum())
                    .isEqualTo(before);
            pipeline.sandbox.clearFaults();
            pipeline.sync("saved-tracks");
            assertThat(present()).isEqualTo(atSpotify());
        }
    }

    @DatabaseTest
    void whatAnotherProcessStoredMeanwhileIsNotMissing(TestDatabase database) {
        start(database, 60);
        String account = pipeline.demo().accountId();
        pipeline.sandbox.fault(Fault.on(PATH).after(1).run(() -> {
            for (int seconds : List.of(0, 1)) {
                database.database().getCollection("saved_tracks")
                        .insertOne(new Document("_id", account + ":x" + seconds)
                        .append("account_id", account).append("uri", "x" + seconds).append("removed_at", null)
                        .append("fetched_at", Date.from(pipeline.clock.instant().plusSeconds(seconds))));
            }
        }));

        assertThat(pipeline.sync("saved-tracks")).as("the one that is not newer than this sync")
                .containsEntry("removed", 1);

        assertThat(present()).hasSize(61).contains("x1");
    }

    @DatabaseTest(real = false)
    void aListThatShowsOneLessThanItCountsRemovesOnlyWhenThatIsUsual(TestDatabase database) throws IOException {
        start(database, 3);
        JsonNode two = json("{\"total\":3,\"next\":null,\"items\":[{\"track\":" + track(0) + "},{\"track\":" + track(1)
                + "}]}");
        pipeline.sandbox.fault(Fault.on(PATH).times(3).answer(two));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 0);
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 0);
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1);
    }

    @DatabaseTest(real = false)
    void whatIsNoWholeListRemovesNothingHoweverOften(TestDatabase database) throws IOException {
        start(database, 120);
        for (Fault fault : List.of(Fault.on(PATH).answer(json("{\"total\":120,\"items\":[],\"next\":null}")),
                Fault.on(PATH).answer(json("{\"items\":[],\"next\":\"" + pipeline.sandbox.apiUrl()
                        + "/me/tracks?offset=50\"}")),
                Fault.on(PATH).status(204), Fault.on(PATH).answer(json("{\"items\":null}")))) {
            for (int i = 0; i < 3; i++) {
                pipeline.sandbox.fault(fault);
                assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 0);
                pipeline.clock.advance(Duration.ofMinutes(10));
            }
        }
        assertThat(present()).hasSize(120);
    }

    @DatabaseTest(real = false)
    void anEmptyEntryIsNotTakenForRemoved(TestDatabase database) throws IOException {
        start(database, 3);
        pipeline.sandbox.fault(Fault.on(PATH).answer(json("{\"total\":3,\"next\":null,\"items\":[{\"track\":" + track(0)
                + "},{\"added_at\":null,\"track\":null},{\"track\":" + track(2) + "}]}")));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("empty", 1).containsEntry("removed", 0);
    }

    @DatabaseTest(real = false)
    void aKeyThatCannotBeFoundOnALaterPageIsNotThatOfAnEarlierOne(TestDatabase database) throws IOException {
        start(database, 60);
        shelf.remove(uri(3));
        pipeline.sandbox.fault(Fault.on(PATH).after(1).answer(json(
                "{\"total\":59,\"next\":null,\"items\":[{\"added_at\":\"2026-01-01T00:00:00Z\","
                + "\"track\":{\"name\":\"no uri\"}}]}")));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 1).containsEntry("removed", 0);
        assertThat(pipeline.documents("cursors").stream()
                .filter(cursor -> cursor.getString("endpoint").equals("saved-tracks")))
                .singleElement().satisfies(cursor -> assertThat(cursor).containsEntry("discrepancy", 8L));
    }

    @DatabaseTest(real = false)
    void aListThatAlwaysShowsAnEntryTwiceStillLosesWhatIsRemoved(TestDatabase database) {
        start(database, 4);
        shelf.add(track(0), pipeline.clock.instant());
        pipeline.sync("saved-tracks");
        shelf.remove(uri(3));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1);
        assertThat(present()).containsExactlyInAnyOrder(uri(0), uri(1), uri(2));
    }

    @DatabaseTest(real = false)
    void anItemThatCannotBeTransformedIsNotTakenForRemoved(TestDatabase database) throws IOException {
        start(database, 2);
        shelf.change(uri(0), track -> track.put("artists", "not a list"));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 0).containsEntry("removed", 0);

        shelf.change(uri(0), track -> track.putArray("artists").add(3));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 1).containsEntry("removed", 0);
        assertThat(present()).hasSize(2);

        shelf.remove(uri(0)).addRaw(json("{\"added_at\":\"2026-01-01T00:00:00Z\",\"track\":{\"name\":\"no uri\"}}"));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("dead", 1).containsEntry("removed", 0);
    }

    @DatabaseTest(real = false)
    void emptyEntriesAreCountedAndAreNoDeadLettersAndKeepOthersFromBeingMarkedOnce(TestDatabase database)
            throws IOException {
        start(database, 60);
        shelf.remove(uri(58)).remove(uri(59)).addRaw(null)
                .addRaw(json("{\"added_at\":\"2026-01-01T00:00:00Z\",\"track\":null}"));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("empty", 2).containsEntry("dead", 0)
                .containsEntry("read", 58).as("they may hide what is missing").containsEntry("removed", 0);
        assertThat(pipeline.documents("dead_letters")).isEmpty();

        for (int i = 0; i < 20; i++) {
            shelf.remove(uri(i));
        }
        assertThat(pipeline.sync("saved-tracks")).as("as many as the last time").containsEntry("removed", 22);
        assertThat(present()).hasSize(38);

        shelf.remove(uri(20)).addRaw(null);
        assertThat(pipeline.sync("saved-tracks")).as("one more").containsEntry("removed", 0);
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1);
    }

    @DatabaseTest(real = false)
    void anArtistWhoseCursorIsUnfollowedDoesNotMakeOthersLookRemoved(TestDatabase database) {
        start(database, 1);
        TestShelf artists = pipeline.demo().followedArtists();
        for (int i = 0; i < 120; i++) {
            artists.add(MadeUpMusic.artist("Artist " + i), pipeline.clock.instant());
        }
        pipeline.sync("followed-artists");
        String last = artists.uris().get(49);
        pipeline.sandbox.fault(Fault.on("/v1/me/following").after(1).run(() -> artists.remove(last)));

        assertThat(pipeline.sync("followed-artists")).containsEntry("removed", 0);
        assertThat(pipeline.sync("followed-artists")).containsEntry("removed", 1).containsEntry("calls", 3 + 1);
        assertThat(pipeline.documents("followed_artists").stream().filter(artist -> artist.get("removed_at") != null))
                .extracting(artist -> artist.getString("uri")).containsExactly(last);
    }

    @DatabaseTest
    void aUriThatUtf8CannotHoldIsFoundAgain(TestDatabase database) {
        start(database, 0);
        pipeline.sandbox.fault(Fault.on(PATH).times(2).body("{\"total\":1,\"next\":null,\"items\":[{\"track\":"
                + "{\"uri\":\"spotify:local:a\\ud800b\",\"name\":\"x\"}}]}", "application/json"));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", 1);
        assertThat(pipeline.sync("saved-tracks")).containsEntry("unchanged", 1).containsEntry("removed", 0);
    }

    @DatabaseTest(real = false)
    void aByteThatIsNoUtf8CostsOneCharacterAndNotTheList(TestDatabase database) {
        start(database, 0);
        // one that stands alone, a Latin-1 letter, a beginning without its end, a surrogate half, beyond the last
        // character
        for (String bytes : List.of("\u0080", "\u00e9", "\u00e2\u0082", "\u00ed\u00a0\u0080", "\u00f5")) {
            pipeline.sandbox.fault(Fault.on(PATH).body(("{\"total\":2,\"next\":null,\"items\":["
                    + "{\"track\":{\"uri\":\"spotify:track:a\",\"name\":\"Caf" + bytes + "\"}},"
                    + "{\"track\":{\"uri\":\"spotify:track:b\",\"name\":\"Good\"}}]}")
                    .getBytes(StandardCharsets.ISO_8859_1), "application/json"));

            assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "succeeded").containsEntry("read", 2)
                    .containsEntry("dead", 0);
            assertThat(pipeline.documents("saved_tracks")).extracting(track -> track.getString("name"))
                    .satisfiesExactly(name -> assertThat(name).matches("Caf\uFFFD+"),
                            name -> assertThat(name).isEqualTo("Good"));
        }

        pipeline.sandbox.fault(Fault.on(PATH).body("{\"total\":1,\"next\":null,\u00e9\"items\":[]}"
                .getBytes(StandardCharsets.ISO_8859_1), "application/json").times(4));
        assertThat(pipeline.sync("saved-tracks")).as("outside a text it is no JSON").containsEntry("outcome", "failed");
        assertThat(present()).hasSize(2);
    }

    @DatabaseTest
    void namesMayHoldAnything(TestDatabase database) {
        start(database, 0);
        List<String> names = List.of("$set", "a.b.c", "\"quoted\" 'twice'", "\u200F\u0644\u064A\u0644", "\uD83E\uDD8A",
                "<script>alert(1)</script>", "{{spotify.client-secret}}", "${body}", "a\u0000b", "x".repeat(10_000));
        names.forEach(name -> shelf.add(MadeUpMusic.track(name, name), pipeline.clock.instant()));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("written", names.size()).containsEntry("dead", 0);
        assertThat(Stream.of(pipeline.documents("saved_tracks").stream().map(track -> track.getString("name"))
                .toArray()))
                .containsExactlyInAnyOrderElementsOf(names);
    }
}
