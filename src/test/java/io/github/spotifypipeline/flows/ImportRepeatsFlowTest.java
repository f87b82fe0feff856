package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The same content, however often and in whatever order it comes, ends in the same documents. */
class ImportRepeatsFlowTest {

    private static final List<String> STORED = List.of("new", "merged", "moved", "short", "episode", "chapter");
    private static final int ROWS = 1200;
    private static final int STREAMS = 250;

    @TempDir
    Path folder;

    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private Path zip(String name, List<List<ObjectNode>> files) throws IOException {
        Path file = folder.resolve(name);
        try (ExportZip zip = new ExportZip(Files.newOutputStream(file))) {
            for (int i = 0; i < files.size(); i++) {
                zip.add("MyData/endsong_" + i + ".json", files.get(i));
            }
        }
        return file;
    }

    /** Documents without the account and the time of writing. */
    private List<Document> streams(String account) {
        List<Document> streams = new ArrayList<>();
        for (String collection : List.of("plays", "other_streams")) {
            for (Document one : pipeline.documents(collection)) {
                if (account.equals(one.remove("account_id"))) {
                    one.remove("fetched_at");
                    one.put("_id", collection + one.getString("_id").substring(account.length()));
                    streams.add(one);
                }
            }
        }
        return streams;
    }

    private static void assertNothingNew(Document done, long known, long duplicate) {
        assertThat(done).containsEntry("status", "succeeded").containsEntry("known", known)
                .containsEntry("duplicate", duplicate).containsEntry("read", known + duplicate);
        assertThat(STORED).as(done.toJson()).allSatisfy(outcome -> assertThat(done.getLong(outcome)).isZero());
    }

    @DatabaseTest
    void orderAndOverlapsDoNotCount(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        MadeUpListener listener = MadeUpListener.of(21, World.HARSH, ROWS);
        List<ObjectNode> rows = new ArrayList<>(listener.rows());
        long copies = pipeline.importExport(zip("a.zip", List.of(rows)), "?account=a").getLong("duplicate");
        List<Document> once = streams("a");
        assertThat(once).hasSize((int) (ROWS - copies));

        assertNothingNew(pipeline.importExport(zip("a.zip", List.of(rows)), "?account=a"), ROWS - copies, copies);
        Collections.shuffle(rows, new Random(21));
        List<List<ObjectNode>> files = List.of(rows.subList(0, 200), rows.subList(200, 1100), rows.subList(1100, ROWS));
        assertNothingNew(pipeline.importExport(zip("a.zip", files), "?account=a"), ROWS - copies, copies);
        assertThat(streams("a")).isEqualTo(once);

        pipeline.importExport(zip("b.zip", files), "?account=b");
        assertThat(streams("b")).isEqualTo(once);

        List<ObjectNode> sorted = listener.rows();
        pipeline.importExport(zip("c.zip", List.of(sorted.subList(400, ROWS))), "?account=c");
        Document second = pipeline.importExport(zip("c.zip", List.of(sorted.subList(0, 800))), "?account=c");
        assertThat(second.getLong("known")).as(second.toJson()).isBetween(400 - copies, 400L);
        assertThat(streams("c")).isEqualTo(once);
    }

    private static ObjectNode row(String uri, String end, int seconds, String start) {
        ObjectNode row = JsonNodeFactory.instance.objectNode().put("ts", "2023-01-01T" + end + "Z")
                .put("ms_played", 1000 * seconds).put("master_metadata_track_name", "Song")
                .put("master_metadata_album_artist_name", "Artist").put("spotify_track_uri", "spotify:track:" + uri);
        return start == null ? row : row.put("offline_timestamp",
                Instant.parse("2023-01-01T" + start + "Z").getEpochSecond());
    }

    /** Repeats reported in one go, with copies, with and without starts, in two collections. */
    @DatabaseTest(real = false)
    void rowsOfOneSongMaySpreadOverImports(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        List<ObjectNode> first = List.of(row("1", "12:00:00", 100, "11:50:00"), row("2", "12:00:00", 100, null),
                row("3", "12:00:50", 100, null), row("4", "12:00:00", 9, "11:56:00"),
                row("5", "12:00:00", 100, "11:55:00"), row("5", "12:00:00", 100, "11:57:00"));
        List<ObjectNode> second = List.of(row("1", "12:00:00", 100, "11:48:00"), row("1", "12:00:00", 100, "11:50:00"),
                row("1", "12:00:00", 100, "11:52:00"), row("2", "12:00:00", 100, "11:55:00"),
                row("3", "12:00:00", 100, null), row("4", "12:00:00", 9, "11:54:00"), row("5", "12:00:00", 100, null));
        pipeline.importExport(zip("all.zip", List.of(first, second)), "?account=a");
        List<Document> once = streams("a");
        pipeline.importExport(zip("first.zip", List.of(first)), "?account=b");
        for (String query : List.of("?account=b&dryRun=true", "?account=b")) {
            assertThat(pipeline.importExport(zip("second.zip", List.of(second)), query)).containsEntry("new", 3L)
                    .containsEntry("known", 3L).containsEntry("short", 1L).containsEntry("read", 7L);
        }
        assertThat(streams("b")).isEqualTo(once).hasSize(9);
        pipeline.importExport(zip("second.zip", List.of(second)), "?account=c");
        pipeline.importExport(zip("first.zip", List.of(first)), "?account=c");
        assertNothingNew(pipeline.importExport(zip("all.zip", List.of(first, second)), "?account=c"), 9, 4);
        assertThat(streams("c")).isEqualTo(once);
    }

    /** Syncs the newest plays, 50 at a time, as far as they were not synced yet. */
    private void sync(List<MadeUpListener.Play> plays) {
        for (int from = 0; from < plays.size(); from += 50) {
            plays.subList(from, Math.min(from + 50, plays.size())).forEach(play -> pipeline.demo()
                    .addPlay(ListenerLife.track(play), Instant.ofEpochMilli(play.playedAt()), null));
            pipeline.sync("recently-played");
        }
    }

    private int stream(Document play) {
        return play.getEmbedded(List.of("stream", "raw", "made_up"), Number.class).intValue();
    }

    private void assertTruth(MadeUpListener listener, double mostWrong) {
        List<Document> plays = pipeline.documents("plays");
        List<MadeUpListener.Play> shown = listener.plays();
        long right = shown.stream().filter(play -> plays.stream().anyMatch(one -> "api".equals(one.get("source"))
                && one.getDate("played_at").getTime() == play.playedAt() && one.get("stream") != null
                && stream(one) == play.stream())).count();
        assertThat(plays.stream().filter(play -> "api".equals(play.get("source")))).hasSize(shown.size());
        assertThat((double) shown.size() - right).isLessThanOrEqualTo(mostWrong * shown.size());
        assertThat(Math.abs(plays.size() - listener.truePlays()))
                .isLessThanOrEqualTo((int) (mostWrong * listener.truePlays()));
        List<Integer> streams = new ArrayList<>();
        plays.stream().filter(play -> play.get("stream") != null && !"export".equals(play.get("source")))
                .forEach(play -> streams.add(stream(play)));
        plays.stream().filter(play -> "export".equals(play.get("source"))).forEach(play ->
                streams.add(play.getEmbedded(List.of("raw", "made_up"), Number.class).intValue()));
        pipeline.documents("other_streams").forEach(other ->
                streams.add(other.getEmbedded(List.of("raw", "made_up"), Number.class).intValue()));
        assertThat(new TreeSet<>(streams)).as("each row is somewhere, once").hasSameSizeAs(streams)
                .hasSize(listener.rows().size());
    }

    private void orderOfSyncAndImport(TestDatabase database, World world, double mostWrong, boolean syncFirst)
            throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(5, world, STREAMS);
        if (syncFirst) {
            sync(listener.plays());
        }
        Document done = pipeline.importExport(zip("x.zip", List.of(listener.rows())), "");
        assertThat(done).as(done.toJson()).containsEntry("status", "succeeded");
        if (!syncFirst) {
            sync(listener.plays());
            pipeline.awaitLateFacts();
        }
        assertTruth(listener, mostWrong);
        List<Document> plays = pipeline.documents("plays");
        assertNothingNew(pipeline.importExport(zip("x.zip", List.of(listener.rows())), ""), STREAMS, 0);
        assertThat(pipeline.documents("plays")).isEqualTo(plays);
    }

    @DatabaseTest(real = false)
    void aListenerWhoseClocksJitterIsPairedWhole(TestDatabase database) throws IOException {
        orderOfSyncAndImport(database, World.MILD, 0, true);
    }

    @DatabaseTest
    void alsoWhenTheSyncsComeLast(TestDatabase database) throws IOException {
        orderOfSyncAndImport(database, World.MILD, 0, false);
    }

    @DatabaseTest(real = false)
    void aListenerWhoIsOftenOfflineIsPairedNearlyWhole(TestDatabase database) throws IOException {
        orderOfSyncAndImport(database, World.HARSH_WITH_PAUSES, 0.02, true);
    }

    @DatabaseTest(real = false)
    void nearlyAlsoWhenTheSyncsComeLast(TestDatabase database) throws IOException {
        orderOfSyncAndImport(database, World.HARSH_WITH_PAUSES, 0.02, false);
    }

    @DatabaseTest
    void rowsMoveWhenTheLimitForAPlayChanges(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        pipeline.signInAndSync();
        MadeUpListener listener = MadeUpListener.of(23, World.MILD, 600);
        database.database().getCollection("plays").insertMany(ListenerLife.documents(pipeline.demo().accountId(),
                listener.plays()));
        Path zip = zip("x.zip", List.of(listener.rows()));
        pipeline.importExport(zip, "");
        List<Document> plays = pipeline.documents("plays");
        List<Document> others = pipeline.documents("other_streams");
        long brief = others.stream().filter(other -> msPlayed(other) >= 8000).count();
        assertThat(brief).isPositive();

        pipeline.restart("IMPORT_PLAY_AFTER", "8s");
        Document down = pipeline.importExport(zip, "");
        assertThat(down).as(down.toJson()).containsEntry("moved", brief).containsEntry("known", 600 - brief);
        assertThat(pipeline.documents("plays")).hasSize((int) (plays.size() + brief));
        assertThat(pipeline.documents("other_streams")).hasSize((int) (others.size() - brief))
                .allSatisfy(other -> assertThat(msPlayed(other)).isLessThan(8000));

        pipeline.restart("IMPORT_PLAY_AFTER", "2m");
        assertThat(pipeline.importExport(zip, "").getLong("moved")).isPositive();
        assertThat(pipeline.documents("plays")).allSatisfy(play -> assertThat("api".equals(play.get("source"))
                || msPlayed(play) >= 120_000).isTrue());
        assertThat(pipeline.documents("plays").size() + pipeline.documents("other_streams").size())
                .isEqualTo(plays.size() + others.size());

        pipeline.restart("IMPORT_PLAY_AFTER", "30s");
        pipeline.importExport(zip, "");
        assertThat(withoutFetchedAt("plays")).isEqualTo(without(plays));
        assertThat(withoutFetchedAt("other_streams")).isEqualTo(without(others));
    }

    private static int msPlayed(Document stored) {
        return stored.getEmbedded(List.of("stream", "ms_played"), Number.class).intValue();
    }

    private List<Document> withoutFetchedAt(String collection) {
        return without(pipeline.documents(collection));
    }

    private static List<Document> without(List<Document> documents) {
        return documents.stream().map(Document::new).peek(document -> document.remove("fetched_at")).toList();
    }
}
