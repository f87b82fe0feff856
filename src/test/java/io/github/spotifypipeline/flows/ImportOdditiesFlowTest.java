package io.github.spotifypipeline.flows;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.LogLines;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configurator;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Exports with all that is odd, damaged or personal in them. */
class ImportOdditiesFlowTest {

    private static final List<String> OUTCOMES = List.of("new", "known", "merged", "moved", "duplicate", "short",
            "episode", "chapter", "empty", "dead", "private_left_out");
    /** Stands where something personal does. */
    private static final String SECRET = "s3cret-of-a-person";
    private static final String PERSONAL = ",\"ip_addr\":\"" + SECRET + "\",\"ip_addr_decrypted\":\"" + SECRET
            + "\",\"user_agent_decrypted\":\"" + SECRET + "/1.0\",\"username\":\"" + SECRET + "\"";

    @TempDir
    Path folder;

    private TestPipeline pipeline;
    private int made;

    @AfterEach
    void stop() {
        pipeline.close();
    }

    private String row() {
        return row("");
    }

    private String row(String more) {
        made++;
        return "{\"ts\":\"2020-01-01T" + String.format("%02d:%02d", made / 60, made % 60) + ":00Z\","
                + "\"ms_played\":200000,\"spotify_track_uri\":\"spotify:track:" + made + "\","
                + "\"master_metadata_track_name\":\"Song\""
                + PERSONAL + more + "}";
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Path zip(Map<String, byte[]> files) throws IOException {
        Path zip = folder.resolve("my_spotify_data.zip");
        try (ExportZip out = new ExportZip(Files.newOutputStream(zip))) {
            for (Map.Entry<String, byte[]> file : files.entrySet()) {
                out.add("MyData/" + file.getKey(), file.getValue());
            }
        }
        return zip;
    }

    private static void assertSum(Document done) {
        assertThat(OUTCOMES.stream().mapToLong(done::getLong).sum()).as(done.toJson()).isEqualTo(done.getLong("read"));
    }

    private void assertNothingPersonal(LogLines log) {
        assertThat(log.lines()).noneMatch(line -> line.contains(SECRET));
        assertThat(pipeline.databaseAsText()).doesNotContain(SECRET);
        for (String path : List.of("/", "/api/imports", "/api/trouble", "/api/status", "/api/progress", "/metrics",
                "/api/music?chart=top-songs")) {
            assertThat(pipeline.get(path).body()).as(path).doesNotContain(SECRET);
        }
    }

    /** Whatever is logged, is logged. */
    private static LogLines listenToAll() {
        Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.DEBUG);
        return LogLines.listen();
    }

    private static void listenAsBefore() {
        ((LoggerContext) LogManager.getContext(false)).reconfigure();
    }

    private Map<String, byte[]> oddFiles() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("endsong_1.json", bytes("\ufeff[" + row() + "]"));
        files.put("endsong_2.json", ("[" + row(",\"master_metadata_album_artist_name\":\"Caf\u00e9\"") + "]")
                .getBytes(StandardCharsets.ISO_8859_1));
        files.put("endsong_3.json", bytes("[" + row() + "," + row().substring(0, 250)));
        files.put("endsong_4.json", bytes("{\"error\":\"" + SECRET + "\"}"));
        files.put("endsong_5.json", bytes("[" + row(",\"x\":" + "[".repeat(40) + "]".repeat(40)) + "," + row() + "]"));
        files.put("endsong_6.json", bytes("[" + row(",\"x\":\"" + "x".repeat(70_000) + "\"") + "," + row() + "]"));
        files.put("endsong_7.json", new byte[0]);
        files.put("endsong_8.json", ("[" + row() + "]").getBytes(StandardCharsets.UTF_16));
        files.put("endsong_9.json", bytes("[" + " ".repeat(6_000_000) + row() + "]"));
        files.put("endsong_10.json", bytes("[" + row(",\"master_metadata_album_album_name\":1989,\"shuffle\":\"\","
                + "\"unknown_key\":{\"username\":\"" + SECRET + "\"}") + ",17,null,\"" + SECRET + "\",{}"
                + ",{\"ts\":\"never\"" + PERSONAL + "},{\"ms_played\":1" + PERSONAL + "}]"));
        files.put("endsong_11.json", bytes("[]"));
        files.put("ENDSONG_12.JSON", bytes("[" + row() + "]trailing"));
        files.put("endsong_13.json", bytes("[" + row() + row() + ",," + row() + "]"));
        for (String never : List.of("Userdata.json", "Identity.json", "Payments.json", "SearchQueries.json",
                "Inferences.json", "Follow.json", "technical log/endsong.txt", "__MACOSX/._endsong_1.json",
                "._endsong_0.json", "ReadMeFirst_ExtendedStreamingHistory.pdf")) {
            files.put(never, bytes("[{\"" + SECRET + "\":1}]"));
        }
        return files;
    }

    @DatabaseTest
    void ofEachDamagedFileTheReasonIsSaidAndTheOthersAreImported(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        LogLines log = listenToAll();
        try {
            Document done = pipeline.importExport(zip(oddFiles()), "?account=me&anyway=true");

            assertThat(done).as(done.toJson()).containsEntry("status", "succeeded");
            assertSum(done);
            Map<String, String> errors = new LinkedHashMap<>();
            done.getList("files", Document.class).stream().filter(file -> file.get("error") != null)
                    .forEach(file -> errors.put(file.getString("name"), file.getString("error")));
            assertThat(errors).containsOnly(
                    Map.entry("ENDSONG_12.JSON", "goes on after the end of its JSON array"),
                    Map.entry("endsong_3.json", "is cut off: its JSON ends before the array does"),
                    Map.entry("endsong_4.json", "is not a JSON array"), Map.entry("endsong_7.json", "is empty"),
                    Map.entry("endsong_8.json", "is UTF-16; an export is UTF-8"),
                    Map.entry("endsong_9.json", "unpacks to more than 200 times its size: it is no export"));
            assertThat(errors.keySet()).allSatisfy(name -> assertThat(done.getString("error")).contains(name));
            assertThat(done.getLong("dead")).isEqualTo(9);
            assertThat(pipeline.documents("plays")).hasSize(done.getLong("new").intValue())
                    .hasSizeGreaterThanOrEqualTo(9)
                    .anySatisfy(play -> assertThat(play).containsEntry("album_name", "1989"))
                    .anySatisfy(play -> assertThat(play).containsEntry("artist_name", "Caf\ufffd"));
            assertThat(pipeline.documents("dead_letters")).allSatisfy(letter ->
                    assertThat(letter).containsKey("file").containsEntry("endpoint", "import"));
            assertThat(pipeline.get("/api/imports").body()).contains("endsong_9.json unpacks to more than 200 times");

            Document two = pipeline.importExport(zip(Map.of("endsong_0.json", bytes("[" + row() + ","
                    + row().replace(SECRET, SECRET + "2") + "]"))), "?account=me&anyway=true");
            assertThat(two).containsEntry("status", "refused");
            assertNothingPersonal(log);
        } finally {
            listenAsBefore();
            log.close();
        }
    }

    @DatabaseTest(real = false)
    void aTransformThatFailsTellsNothingPersonal(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        Path route = pipeline.dataDir().resolveSibling("routes/import/spotify-import-plays.camel.yaml");
        String good = Files.readString(route);
        Files.writeString(route, good.replace("song_name: .title", "song_name: error(.)"));
        pipeline.restart();
        LogLines log = listenToAll();
        try {
            Path zip = zip(Map.of("endsong_0.json", bytes("[" + row() + "," + row() + "]")));
            Document done = pipeline.importExport(zip, "?account=me&anyway=true");

            assertThat(done).as(done.toJson()).containsEntry("status", "failed");
            assertThat(done.getString("error")).contains("transform in routes/import");
            assertNothingPersonal(log);
            assertThat(pipeline.documents("plays")).isEmpty();
        } finally {
            listenAsBefore();
            log.close();
        }
    }

    @DatabaseTest(real = false)
    void anImportWhoseTransformLeavesRowsOutHasNotSucceeded(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        Path route = pipeline.dataDir().resolveSibling("routes/import/spotify-import-plays.camel.yaml");
        Files.writeString(route, Files.readString(route).replace("map({_id", "map(select(false) | {_id"));
        pipeline.restart();

        Document done = pipeline.importExport(zip(Map.of("endsong_0.json", bytes("[" + row() + "]"))),
                "?account=me&anyway=true");

        assertThat(done).as(done.toJson()).containsEntry("status", "failed");
        assertThat(done.getString("error")).startsWith("Of 1 rows that were read, 0 are accounted for");
    }

    @DatabaseTest(real = false)
    void whatIsNoExportIsRefusedInWords(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        byte[] zip = Files.readAllBytes(zip(Map.of("endsong_0.json", bytes("[" + row() + "]"))));
        byte[] encrypted = zip.clone();
        encrypted[6] |= 1;
        int directory = new String(zip, StandardCharsets.ISO_8859_1).indexOf("PK\u0001\u0002");
        encrypted[directory + 8] |= 1;
        Document done = pipeline.importExport(Files.write(folder.resolve("x.zip"), encrypted), "?account=me");
        assertThat(done).as(done.toJson()).containsEntry("status", "refused");
        assertThat(done.getString("error")).contains("endsong_0.json is encrypted");
        assertThat(done.getList("files", Document.class)).hasSize(1);

        ByteArrayOutputStream many = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(many)) {
            for (int i = 0; i <= 2000; i++) {
                out.putNextEntry(new ZipEntry("endsong_" + i + ".json"));
            }
        }
        assertRefused(many.toByteArray(), "more than 2000 entries");
        assertRefused(bytes("<html>You must sign in to download</html>"), "is neither a zip nor");
        assertRefused(Arrays.copyOf(zip, 20), "damaged");
        assertThat(pipeline.documents("plays")).isEmpty();
    }

    private void assertRefused(byte[] body, String words) throws IOException {
        HttpResponse<String> answer = pipeline.postExport(Files.write(folder.resolve("x.zip"), body), "?account=me");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(answer.body()).contains(words);
    }

    @DatabaseTest(real = false)
    void aBrokenZipNeverBreaksThePipeline(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        long seed = Long.getLong("seed", System.nanoTime());
        Random dice = new Random(seed);
        MadeUpListener listener = MadeUpListener.of(31, World.HARSH, 300);
        byte[] good = Files.readAllBytes(ExportZip.of(folder.resolve("good.zip"), listener));
        for (int round = 0; round < 9; round++) {
            byte[] broken = Arrays.copyOf(good, round % 3 == 0 ? dice.nextInt(good.length) : good.length);
            for (int i = dice.nextInt(20); i >= 0 && broken.length > 0; i--) {
                broken[dice.nextInt(broken.length)] = (byte) dice.nextInt(256);
            }
            HttpResponse<String> answer = pipeline.postExport(Files.write(folder.resolve("b.zip"), broken),
                    "?account=me&anyway=true");
            assertThat(answer.statusCode()).as("seed %d: %s", seed, answer.body()).isIn(202, 422);
            if (answer.statusCode() == 202) {
                Document done = pipeline.awaitImport(answer.body().replaceAll(".*\"id\":\"([^\"]+)\".*", "$1"));
                assertThat(done.getString("status")).as("seed %d: %s", seed, done.toJson())
                        .isIn("succeeded", "refused");
                if (done.get("read") != null) {
                    assertSum(done);
                }
            }
        }
        Document whole = pipeline.importExport(folder.resolve("good.zip"), "?account=me&anyway=true");
        assertThat(whole).as("seed %d", seed).containsEntry("status", "succeeded").containsEntry("read", 300L);
        assertThat(pipeline.documents("plays").stream().map(play -> play.getString("_id").split(":")[1])
                .collect(Collectors.toSet())).as("seed %d", seed).hasSizeGreaterThan(200);
    }
}
