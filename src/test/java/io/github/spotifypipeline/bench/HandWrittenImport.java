package io.github.spotifypipeline.bench;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.bson.Document;

/**
 * What one would write by hand in place of the pipeline's import, for one account and an export in which nothing is
 * odd: parse a row, make its document, and one unordered bulk write for each 1,000. The documents are the pipeline's.
 * It looks for no copies, pairs nothing, asks nothing and cannot go on after a kill.
 */
public final class HandWrittenImport {

    /** What it prints before it begins, with the connection string, and when all is stored. */
    static final String READY = "loop ready: ";
    static final String DONE = "loop done";

    private static final int BULK = 1_000;
    private static final ObjectReader ROW = new ObjectMapper().readerForMapOf(Object.class);
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);
    private static final DateTimeFormatter LOCAL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());
    private static final Set<String> SKIPS = Set.of("fwdbtn", "backbtn", "endplay", "unknown");

    private final String account;
    private final MongoDatabase database;
    private final Date now = new Date();
    private final List<WriteModel<Document>> plays = new ArrayList<>();
    private final List<WriteModel<Document>> others = new ArrayList<>();

    private HandWrittenImport(String account, MongoDatabase database) {
        this.account = account;
        this.database = database;
    }

    /**
     * Imports once, and stays until its standard input ends.
     *
     * @param args the zip, the account's id, where to store (a folder for an embedded database, or a connection
     *             string), and the database's name
     */
    public static void main(String[] args) throws Exception {
        boolean connects = args[2].startsWith("mongodb:");
        try (EmbeddedMongo embedded = connects ? null : EmbeddedMongo.start(Path.of(args[2]), 0);
                MongoClient client = MongoClients.create(connects ? args[2] : embedded.connectionString())) {
            client.getDatabase(args[3]).runCommand(new Document("ping", 1));
            System.out.println(READY + (connects ? args[2] : embedded.connectionString()));
            new HandWrittenImport(args[1], client.getDatabase(args[3])).read(Path.of(args[0]));
            System.out.println(DONE);
            System.in.readAllBytes();
        }
    }

    private void read(Path file) throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            for (ZipEntry entry : zip.stream().map(ZipEntry.class::cast).toList()) {
                try (JsonParser json = ROW.createParser(zip.getInputStream(entry))) {
                    json.nextToken();
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        take(ROW.readValue(json));
                    }
                }
            }
        }
        store("plays", plays);
        store("other_streams", others);
    }

    private void take(Map<String, Object> row) {
        row.remove("ip_addr");
        boolean isTrack = row.get("spotify_track_uri") != null;
        Instant end = Instant.parse((String) row.get("ts"));
        int heard = (Integer) row.get("ms_played");
        String uri = (String) row.get(isTrack ? "spotify_track_uri" : "spotify_episode_uri");
        boolean isPlay = isTrack && heard >= 30_000;
        Document document = new Document("account_id", account).append("fetched_at", now)
                .append("played_at", Date.from(end)).append("played_at_local", LOCAL.format(end));
        if (isPlay) {
            play(document, row, uri);
        } else {
            other(document, row, uri, isTrack);
        }
        document.append("source", "export").append("stream", stream(row, heard)).append("raw", row);
        List<WriteModel<Document>> writes = isPlay ? plays : others;
        String id = account + ":" + end.toEpochMilli() + ":" + uri + ":" + heard;
        writes.add(new UpdateOneModel<>(new Document("_id", id), new Document("$setOnInsert", document), UPSERT));
        if (writes.size() == BULK) {
            store(isPlay ? "plays" : "other_streams", writes);
        }
    }

    private static void play(Document document, Map<String, Object> row, String uri) {
        Object artist = row.get("master_metadata_album_artist_name");
        document.append("song_name", row.get("master_metadata_track_name")).append("artist_name", artist)
                .append("artist_names", List.of(artist)).append("artist_uris", null)
                .append("album_name", row.get("master_metadata_album_album_name")).append("album_uri", null)
                .append("track_uri", uri).append("track_id", id(uri)).append("duration_ms", null)
                .append("explicit", null).append("isrc", null).append("context_type", null)
                .append("context_uri", null);
    }

    private static void other(Document document, Map<String, Object> row, String uri, boolean isTrack) {
        document.append("kind", isTrack ? "track" : "episode").append("reason", isTrack ? "short" : "episode")
                .append("name", row.get(isTrack ? "master_metadata_track_name" : "episode_name"))
                .append("artist_name", row.get("master_metadata_album_artist_name"))
                .append("album_name", row.get("master_metadata_album_album_name"))
                .append("show_name", row.get("episode_show_name")).append("audiobook_name", null).append("uri", uri)
                .append("track_id", isTrack ? id(uri) : null);
    }

    private static String id(String uri) {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }

    private static Document stream(Map<String, Object> row, int heard) {
        return new Document("ms_played", heard)
                .append("started_at", Date.from(Instant.ofEpochSecond((Integer) row.get("offline_timestamp"))))
                .append("reason_start", row.get("reason_start")).append("reason_end", row.get("reason_end"))
                .append("shuffle", row.get("shuffle"))
                .append("skipped", (Boolean) row.get("skipped") || SKIPS.contains(row.get("reason_end")))
                .append("offline", row.get("offline")).append("private", row.get("incognito_mode"))
                .append("video", false).append("platform", row.get("platform"))
                .append("country", row.get("conn_country"));
    }

    private void store(String collection, List<WriteModel<Document>> writes) {
        if (!writes.isEmpty()) {
            database.getCollection(collection).bulkWrite(writes, UNORDERED);
            writes.clear();
        }
    }
}
