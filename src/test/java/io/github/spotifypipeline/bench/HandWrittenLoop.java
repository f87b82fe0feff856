package io.github.spotifypipeline.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bson.Document;

/**
 * What one would write by hand in place of the pipeline, for one account, two endpoints and as long as nothing goes
 * wrong: GET a page, make its documents, one unordered bulk write, the next page; or several pages at once, where the
 * offsets are known. The documents are the pipeline's.
 */
public final class HandWrittenLoop {

    /** What it prints when it can be told to sync, and after each sync. */
    static final String READY = "loop ready";
    static final String DONE = "loop done";

    private static final int PAGE = 50;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper SORTED =
            JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
    private static final Set<String> VOLATILE = Set.of("popularity", "followers", "images", "available_markets",
            "preview_url", "audio_preview_url", "href", "next", "previous", "video_thumbnail");
    private static final BulkWriteOptions UNORDERED = new BulkWriteOptions().ordered(false);
    private static final UpdateOptions UPSERT = new UpdateOptions().upsert(true);

    private final HttpClient http = HttpClient.newHttpClient();
    private final String api;
    private final String authorization;
    private final String account;
    private final MongoDatabase database;
    private final ExecutorService readers;

    private HandWrittenLoop(String api, String authorization, String account, MongoDatabase database,
                            ExecutorService readers) {
        this.api = api;
        this.authorization = authorization;
        this.account = account;
        this.database = database;
        this.readers = readers;
    }

    /**
     * Syncs once for each line {@code sync} on standard input, and forgets what it stored at a line {@code drop}.
     *
     * @param args the Web API's URL, the Authorization header, the account's id, where to store (a folder for an
     *             embedded database, or a connection string), the database's name, and how many pages of the tracks
     *             are read and stored at once
     */
    public static void main(String[] args) throws Exception {
        boolean connects = args[3].startsWith("mongodb:");
        try (EmbeddedMongo embedded = connects ? null : EmbeddedMongo.start(Path.of(args[3]), 0);
                MongoClient client = MongoClients.create(connects ? args[3] : embedded.connectionString());
                BufferedReader commands = new BufferedReader(
                        new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            ExecutorService readers = Executors.newFixedThreadPool(Integer.parseInt(args[5]));
            HandWrittenLoop loop = new HandWrittenLoop(args[0], args[1], args[2], client.getDatabase(args[4]), readers);
            System.out.println(READY);
            for (String command = commands.readLine(); command != null; command = commands.readLine()) {
                if (command.equals("drop")) {
                    loop.database.drop();
                } else {
                    loop.sync();
                }
                System.out.println(DONE);
            }
            readers.shutdown();
        }
    }

    private void sync() throws IOException, InterruptedException, ExecutionException {
        int total = tracks(0);
        List<Future<Integer>> pages = new ArrayList<>();
        for (int offset = PAGE; offset < total; offset += PAGE) {
            int from = offset;
            pages.add(readers.submit(() -> tracks(from)));
        }
        for (Future<Integer> page : pages) {
            page.get();
        }
        for (String url = api + "/me/following?type=artist&limit=50"; url != null;) {
            Map<String, Object> page = map(get(url), "artists");
            store("followed_artists", page, HandWrittenLoop::artist);
            url = (String) page.get("next");
        }
    }

    /** Reads and stores a page of them. @return how many there are */
    private int tracks(int offset) throws IOException, InterruptedException {
        Map<String, Object> page = get(api + "/me/tracks?limit=" + PAGE + "&offset=" + offset);
        store("saved_tracks", page, HandWrittenLoop::track);
        return (Integer) page.get("total");
    }

    private Map<String, Object> get(String url) throws IOException, InterruptedException {
        HttpResponse<byte[]> answer = http.send(HttpRequest.newBuilder(URI.create(url))
                .header("Authorization", authorization).header("Accept", "application/json").build(),
                HttpResponse.BodyHandlers.ofByteArray());
        if (answer.statusCode() != 200) {
            throw new IOException("HTTP " + answer.statusCode());
        }
        return JSON.readerForMapOf(Object.class).readValue(answer.body());
    }

    private interface Transform {
        Map<String, Object> fields(Map<String, Object> item);
    }

    private void store(String name, Map<String, Object> page, Transform transform) throws IOException {
        List<WriteModel<Document>> writes = new ArrayList<>();
        Date now = new Date();
        for (Map<String, Object> item : list(page, "items")) {
            Document document = new Document("account_id", account);
            document.putAll(transform.fields(item));
            String id = account + ":" + document.getString("uri");
            document.append("digest", digest(id, document, item));
            document.replaceAll((field, value) -> field.endsWith("_at") && value instanceof String time
                    ? Date.from(Instant.parse(time)) : value);
            document.append("fetched_at", now).append("removed_at", null).append("raw", item);
            writes.add(new UpdateOneModel<>(new Document("_id", id), new Document("$set", document)
                    .append("$setOnInsert", new Document("first_seen_at", now)), UPSERT));
        }
        MongoCollection<Document> collection = database.getCollection(name);
        collection.bulkWrite(writes, UNORDERED);
    }

    private static Map<String, Object> track(Map<String, Object> item) {
        Map<String, Object> track = map(item, "track");
        Map<String, Object> album = map(track, "album");
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("added_at", item.get("added_at"));
        fields.put("name", track.get("name"));
        fields.put("uri", track.get("uri"));
        fields.put("artist_names", list(track, "artists").stream().map(artist -> artist.get("name")).toList());
        fields.put("artist_uris", list(track, "artists").stream().map(artist -> artist.get("uri")).toList());
        fields.put("album_name", album.get("name"));
        fields.put("album_uri", album.get("uri"));
        fields.put("duration_ms", track.get("duration_ms"));
        fields.put("explicit", track.get("explicit"));
        fields.put("isrc", map(track, "external_ids").get("isrc"));
        fields.put("release_date", album.get("release_date"));
        fields.put("released_at", instant((String) album.get("release_date")));
        return fields;
    }

    private static String instant(String date) {
        return date == null || date.startsWith("0000") ? null
                : (date + "-01-01").substring(0, "1981-01-01".length()) + "T00:00:00Z";
    }

    private static Map<String, Object> artist(Map<String, Object> item) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("name", item.get("name"));
        fields.put("uri", item.get("uri"));
        fields.put("genres", item.getOrDefault("genres", List.of()));
        return fields;
    }

    private static String digest(String id, Map<String, Object> fields, Map<String, Object> raw)
            throws JsonProcessingException {
        Map<String, Object> all = new LinkedHashMap<>(fields);
        all.put("_id", id);
        all.put("raw", stable(raw));
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(SORTED.writeValueAsBytes(all));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object stable(Object json) {
        if (json instanceof Map<?, ?> object) {
            Map<Object, Object> stable = new LinkedHashMap<>();
            object.forEach((name, value) -> {
                if (!VOLATILE.contains(name)) {
                    stable.put(name, stable(value));
                }
            });
            return stable;
        }
        return json instanceof List<?> array ? array.stream().map(HandWrittenLoop::stable).toList() : json;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(Map<String, Object> object, String name) {
        return (Map<String, Object>) object.get(name);
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(Map<String, Object> object, String name) {
        return (List<Map<String, Object>>) object.get(name);
    }
}
