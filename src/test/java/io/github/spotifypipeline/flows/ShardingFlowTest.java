package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.bench.CommandCounter;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Pattern;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the router of a sharded MongoDB asks of commands, for collections that are split by {@code _id} as
 * docs/operations.md says: whatever changes one document, or makes it, names its {@code _id}.
 */
class ShardingFlowTest {

    private static final List<String> ENDPOINTS = List.of("recently-played", "saved-tracks", "saved-albums",
            "playlists", "playlist-items", "top-tracks", "profile");
    private static final Pattern SHARDED = Pattern.compile(
            "plays|other_streams|top_.*|saved_.*|followed_artists|playlists|playlist_items|profiles");

    private final Queue<String> refused = new ConcurrentLinkedQueue<>();
    private final Set<String> upserted = new TreeSet<>();

    @TempDir
    Path folder;

    @DatabaseTest
    void whateverIsWrittenGoesToOneShard(TestDatabase database) throws IOException {
        try (CommandCounter commands = new CommandCounter(database.uri(), this::look);
                TestPipeline pipeline = TestPipeline.start(database, ENDPOINTS, options -> options, "MONGODB_URI",
                        commands.connectionString())) {
            pipeline.demo().generatePlays(true);
            pipeline.signIn();
            pipeline.awaitRuns(ENDPOINTS.size());
            pipeline.importExport(ExportZip.of(folder.resolve("export.zip"),
                    MadeUpListener.of(3, World.MILD, 300)), "?anyway=true");
            pipeline.clock.advance(Duration.ofDays(1));
            pipeline.awaitRuns(2 * ENDPOINTS.size());
            pipeline.get("/api/music/clock");
            assertThat(pipeline.send("DELETE", "/api/accounts/" + pipeline.demo().accountId() + "?data=true")
                    .statusCode()).isEqualTo(204);
        }

        assertThat(refused).isEmpty();
        assertThat(upserted).contains("plays", "saved_tracks", "playlist_items", "top_tracks", "other_streams");
    }

    private synchronized void look(BsonDocument command) {
        String name = command.getFirstKey();
        if (!command.get(name).isString() || !SHARDED.matcher(command.getString(name).getValue()).matches()) {
            return;
        }
        if (!isTaken(name, command)) {
            refused.add(command.toJson());
        }
        if (name.equals("update") && isUpsert(command)) {
            upserted.add(command.getString(name).getValue());
        }
    }

    private static boolean isUpsert(BsonDocument command) {
        return command.getArray("updates").stream().anyMatch(update ->
                is(update.asDocument(), "upsert"));
    }

    private static boolean isTaken(String name, BsonDocument command) {
        return !command.containsKey("startTransaction") && switch (name) {
            case "update" -> command.getArray("updates").stream().map(update -> update.asDocument())
                    .allMatch(update -> namesId(update.getDocument("q"))
                            || is(update, "multi") && !is(update, "upsert"));
            case "delete" -> command.getArray("deletes").stream().map(delete -> delete.asDocument())
                    .allMatch(delete -> namesId(delete.getDocument("q")) || delete.getNumber("limit").intValue() == 0);
            case "insert" -> command.getArray("documents").stream()
                    .allMatch(document -> namesId(document.asDocument()));
            case "findAndModify" -> namesId(command.getDocument("query"));
            case "createIndexes" -> command.getArray("indexes").stream().noneMatch(index ->
                    is(index.asDocument(), "unique"));
            case "aggregate" -> command.getArray("pipeline").stream().noneMatch(stage ->
                    Set.of("$lookup", "$graphLookup", "$merge", "$out").contains(stage.asDocument().getFirstKey()));
            default -> Set.of("find", "count", "distinct", "listIndexes", "drop").contains(name);
        };
    }

    private static boolean is(BsonDocument document, String field) {
        return document.containsKey(field) && document.get(field).asBoolean().getValue();
    }

    private static boolean namesId(BsonDocument filter) {
        return filter.get("_id", new BsonString("")).isString() && filter.containsKey("_id");
    }
}
