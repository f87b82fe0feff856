package io.github.spotifypipeline.imports.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.OwnCollections;
import io.github.spotifypipeline.records.PlaySource;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

class StoredStreamsTest {

    private static final Instant AT = Instant.parse("2026-11-22T11:00:00Z");

    private static Document row(int startedBefore) {
        return new Document("ts", AT.toString()).append("ms_played", 200_000)
                .append("spotify_track_uri", "spotify:track:x")
                .append("offline_timestamp", AT.getEpochSecond() - startedBefore);
    }

    private static Document stream() {
        return new Document("ms_played", 200_000).append("video", false);
    }

    private static Document play(Instant at, String source, String behind) {
        return new Document("_id", "me:" + at.toEpochMilli() + ":spotify:track:x" + behind).append("account_id", "me")
                .append("fetched_at", Date.from(AT)).append("played_at", Date.from(at)).append("source", source);
    }

    private static List<String> ids(Database database) {
        return database.collection("plays").find().sort(new Document("_id", 1)).map(play -> play.getString("_id"))
                .into(new ArrayList<>());
    }

    /** A kill between the two writes of a pair leaves the row where it is, too. */
    @DatabaseTest
    void ofAPlayThatHasItsRowTheRowsDocumentGoes(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            Document track = new Document("uri", "spotify:track:x").append("name", "Song");
            Document ofApi = play(AT.plusMillis(700), "api", "").append("raw", new Document("track", track))
                    .append("stream", stream().append("raw", row(200)));
            Document itsRow = play(AT, "export", ":200000").append("raw", row(200)).append("stream", stream());
            Document repeat = play(AT, "export", ":200000:1").append("raw", row(400)).append("stream", stream());
            database.collection("plays").insertMany(List.of(ofApi, itsRow, repeat));

            new LatePairs(database, new ImportDocuments(database, Clock.systemUTC()),
                    new SongFacts(database, new OwnCollections(database)), changed -> { })
                    .pair("me", AT.toEpochMilli(), AT.toEpochMilli() + 1000);

            assertThat(ids(database)).containsExactly(repeat.getString("_id"), ofApi.getString("_id"));
            assertThat(database.collection("plays").find(new Document("_id", ofApi.get("_id"))).first())
                    .isEqualTo(ofApi);
        }
    }

    @DatabaseTest
    void anImportIsForgottenWhateverItIsFrom(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            for (PlaySource source : PlaySource.values()) {
                database.collection("plays").insertOne(play(AT.plusSeconds(source.ordinal()), source.text(), ""));
            }
            Document before = play(AT.minusSeconds(9), "maloja", "")
                    .append("fetched_at", Date.from(AT.minusSeconds(1)));
            database.collection("plays").insertOne(before);

            new StoredStreams(database, "me").deleteImported(AT);

            assertThat(ids(database)).containsExactly(before.getString("_id"),
                    play(AT, "api", "").getString("_id"));
        }
    }
}
