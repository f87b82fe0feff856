package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.bench.CommandCounter;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.accounts.TestShelf;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.apache.camel.component.kamelet.KameletEndpoint;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;

/** An item that is stored as it is sent is not read, and ends as one that was read and compared. */
class UnchangedItemsFlowTest {

    private static final String PATH = "/v1/me/tracks";

    private static final JsonMapper SORTED =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();

    private TestPipeline pipeline;
    private TestShelf shelf;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private void start(TestDatabase database, int tracks, String... environment) {
        pipeline = TestPipeline.start(database, List.of("saved-tracks"), options -> options, environment);
        pipeline.demo().emptyLibrary();
        shelf = pipeline.demo().savedTracks();
        for (int i = 0; i < tracks; i++) {
            shelf.add(MadeUpMusic.track("Song " + i, "Artist"), pipeline.clock.instant().minusSeconds(1_000_000 - i));
        }
        pipeline.signIn();
        pipeline.awaitRun("saved-tracks", 1);
        pipeline.clock.advance(Duration.ofHours(1));
    }

    private MongoCollection<Document> tracks() {
        return pipeline.database.database().getCollection("saved_tracks");
    }

    private List<Document> stored() {
        return pipeline.documents("saved_tracks");
    }

    private void assertSync(int written, int unchanged) {
        assertThat(pipeline.sync("saved-tracks")).containsEntry("outcome", "succeeded")
                .containsEntry("read", written + unchanged).containsEntry("written", written)
                .containsEntry("unchanged", unchanged).containsEntry("removed", 0).containsEntry("dead", 0);
    }

    @DatabaseTest
    void theDatabaseIsNotAskedPageByPage(TestDatabase database) throws IOException {
        try (CommandCounter counter = new CommandCounter(database.uri())) {
            start(database, 500, "MONGODB_URI", counter.connectionString());
            assertThat(counter.count("update", "saved_tracks")).isEqualTo(10);
            assertThat(counter.count("find", "saved_tracks")).as("of the first sync").isLessThan(5);
            List<Document> before = stored();
            counter.clear();

            assertSync(0, 500);
            assertThat(counter.count("find", "saved_tracks")).as("what is stored, and what is gone").isEqualTo(2);
            assertThat(counter.count("find", "tracks")).isZero();
            assertThat(counter.count("update", "saved_tracks")).isZero();
            assertThat(stored()).isEqualTo(before);

            shelf.change(shelf.uris().get(70), track -> track.put("name", "Renamed"));
            counter.clear();
            assertSync(1, 499);
            assertThat(counter.count("find", "saved_tracks")).isLessThan(5);
            assertThat(counter.count("update", "saved_tracks")).isEqualTo(1);
            assertThat(stored().stream().filter(track -> track.get("name").equals("Renamed"))).singleElement()
                    .satisfies(track -> assertThat(track.getDate("fetched_at"))
                            .isAfter(track.getDate("first_seen_at")));
        }
    }

    /** Sends the list as it is stored, with names in another order, and whole numbers as 1.0. */
    private void sendOtherwise() {
        String items = stored().stream().map(track -> sorted(track.get("raw")).replaceAll("(:\\d+)([,}])", "$1.0$2"))
                .collect(Collectors.joining(","));
        pipeline.sandbox.fault(Fault.on(PATH).forever().body("{\"total\":2,\"next\":null,\"items\":[" + items + "]}",
                "application/json"));
    }

    private static String sorted(Object raw) {
        try {
            return SORTED.writeValueAsString(raw);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @DatabaseTest
    void whatIsSentOtherwiseButSaysTheSameIsUntouched(TestDatabase database) {
        start(database, 2);
        List<Document> before = stored();

        sendOtherwise();
        assertSync(0, 2);
        assertThat(stored()).isEqualTo(before);
        pipeline.sandbox.clearFaults();
        assertSync(0, 2);

        // an older version kept no hash
        tracks().updateMany(new Document(), new Document("$unset", new Document("raw_hash", "")));
        assertSync(0, 2);
        assertThat(stored()).as("with its hash, and otherwise untouched").isEqualTo(before);

        // not for ever the slow way: a week after it was written, on one day of seven
        sendOtherwise();
        pipeline.syncAfter(Duration.ofDays(6));
        assertThat(stored()).isEqualTo(before);
        for (int day = 0; day < 9; day++) {
            pipeline.syncAfter(Duration.ofDays(1));
        }
        assertThat(stored()).as("another hash").doesNotContainAnyElementsOf(before);
        assertThat(stored()).extracting(track -> track.get("fetched_at"))
                .isEqualTo(before.stream().map(track -> track.get("fetched_at")).toList());
    }

    @DatabaseTest
    void whatSomebodyChangesInTheDatabaseIsComparedByItsDigest(TestDatabase database) {
        start(database, 4);
        List<Document> before = stored();
        tracks().updateOne(before.get(0), new Document("$unset", new Document("digest", "")));
        tracks().updateOne(before.get(1), new Document("$set", new Document("digest", "x")));
        tracks().deleteOne(before.get(2));
        tracks().updateOne(before.get(3), new Document("$set", new Document("name", "By hand")));

        assertSync(3, 1);
        assertThat(stored()).extracting(track -> track.get("digest"))
                .isEqualTo(before.stream().map(track -> track.get("digest")).toList());
        assertThat(stored().get(3)).containsEntry("name", "By hand");
        assertThat(stored().get(2)).isNotEqualTo(before.get(2)).containsEntry("uri", before.get(2).get("uri"));
        List<Document> after = stored();
        assertSync(0, 4);
        assertThat(stored()).isEqualTo(after);

        tracks().updateOne(new Document("_id", before.get(0).get("_id")),
                new Document("$set", new Document("removed_at", pipeline.clock.instant())));
        assertSync(1, 3);
        assertThat(stored()).allMatch(track -> track.get("removed_at") == null);
    }

    @DatabaseTest(real = false)
    void aCopyUnderAnotherKeyIsNotTheItem(TestDatabase database) {
        start(database, 3);
        List<Document> before = stored();
        tracks().insertOne(new Document(before.get(0)).append("_id", before.get(0).get("_id") + "-copy"));

        assertThat(pipeline.sync("saved-tracks")).containsEntry("unchanged", 3).containsEntry("removed", 1);

        assertThat(stored()).containsAll(before).hasSize(4)
                .filteredOn(track -> track.getString("_id").endsWith("-copy")).singleElement()
                .satisfies(track -> assertThat(track.get("removed_at")).isNotNull());
    }

    private void edit(String transform) {
        pipeline.addEndpoint("own-tracks", """
                - route:
                    id: own-tracks
                    from:
                      uri: kamelet:spotify-source
                      parameters:
                        path: /me/tracks
                        transform: '%s'
                      steps:
                        - to: kamelet:spotify-mongodb-sink
                """.formatted(transform));
        await().atMost(Duration.ofMinutes(2)).until(() -> pipeline.camel().getRoute("own-tracks") != null
                && pipeline.camel().getRoute("own-tracks").getEndpoint() instanceof KameletEndpoint kamelet
                && kamelet.getKameletProperties().toString().contains(transform)
                && pipeline.camel().getRouteController().getRouteStatus("own-tracks").isStarted());
        pipeline.clock.advance(Duration.ofHours(1));
    }

    /** An edited file asks for a sync by itself, which may be the one that ends first. */
    private void syncUntil(BooleanSupplier reached) {
        pipeline.sync("own-tracks");
        await().atMost(Duration.ofMinutes(2)).until(reached::getAsBoolean);
    }

    @DatabaseTest(real = false)
    void anotherRouteCountsAndSoDoesWhatTheRouteAsksForBesides(TestDatabase database) {
        start(database, 3);
        edit("{name: .track.name}");
        pipeline.sync("own-tracks");
        List<Document> before = pipeline.documents("own_tracks");

        edit("if .track.name == \"Song 1\" then error(\"no\") else {name: .track.name} end");
        syncUntil(() -> pipeline.documents("dead_letters").size() == 1);
        edit("{name: .track.name}");
        syncUntil(() -> pipeline.documents("dead_letters").isEmpty());
        assertThat(pipeline.documents("own_tracks")).hasSize(3).isEqualTo(before);

        edit("{title: .track.name}");
        syncUntil(() -> pipeline.documents("own_tracks").stream().allMatch(track -> track.containsKey("title")));
        // of the same hash code
        edit("{titleAa: .track.name}");
        syncUntil(() -> pipeline.documents("own_tracks").stream().allMatch(track -> track.containsKey("titleAa")));
        edit("{titleBB: .track.name}");
        syncUntil(() -> pipeline.documents("own_tracks").stream().allMatch(track -> track.containsKey("titleBB")));
        edit("{title: .track.name, place: position}");
        syncUntil(() -> pipeline.documents("own_tracks").stream().allMatch(track -> track.containsKey("place")));
        shelf.add(MadeUpMusic.track("On top", "Artist"), pipeline.clock.instant());
        syncUntil(() -> pipeline.documents("own_tracks").size() == 4);
        assertThat(pipeline.documents("own_tracks")).extracting(track -> track.get("title") + " " + track.get("place"))
                .containsExactlyInAnyOrder("On top 0", "Song 2 1", "Song 1 2", "Song 0 3");
        edit("{title: .track.name, read: now}");
        syncUntil(() -> pipeline.documents("own_tracks").stream().allMatch(track -> track.containsKey("read")));
        assertThat(pipeline.sync("own-tracks")).as("the time is another").containsEntry("written", 4);
    }
}
