package io.github.spotifypipeline.bench;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.charts.Music;
import io.github.spotifypipeline.charts.Selection;
import io.github.spotifypipeline.charts.StillCountingException;
import io.github.spotifypipeline.charts.files.ShippedCharts;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.listening.Listening;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.bson.Document;

/**
 * Looks at the four charts of a made-up life and at the other views of it, and says what each look took. With an
 * embedded database, that is in this process, too.
 */
public final class ChartsProcess {

    static final String READY = "looked";
    private static final List<String> CHARTS = List.of("times-played", "top-artists", "plays-per-day", "plays-by-hour");
    private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
    private static final int YEARS = 12;
    private static final int BATCH = 1000;
    private static final int WARM = 10;
    private static final int SAVED = 10_000;
    private static final String ACCOUNT = "listener";

    private final Database database;
    private final PlayMonths months;
    private final int plays;
    private final Random random = new Random(14);
    private final Instant now = Instant.now();

    private ChartsProcess(Database database, int plays) {
        this.database = database;
        this.months = new PlayMonths(database);
        this.plays = plays;
    }

    /** @param arguments a folder for an embedded database, or a connection string; how many plays */
    public static void main(String[] arguments) throws InterruptedException {
        if (arguments[0].startsWith("mongodb")) {
            run(arguments[0], Integer.parseInt(arguments[1]));
        } else {
            try (EmbeddedMongo server = EmbeddedMongo.start(Path.of(arguments[0]), 0)) {
                run(server.connectionString(), Integer.parseInt(arguments[1]));
            }
        }
    }

    private static void run(String uri, int plays) throws InterruptedException {
        String name = "bench_charts_" + System.nanoTime();
        try (Database database = Database.at(uri, name); MongoClient client = MongoClients.create(uri)) {
            try {
                new ChartsProcess(database, plays).run();
            } finally {
                client.getDatabase(name).drop();
            }
        }
    }

    private void run() throws InterruptedException {
        measure("stored", this::store);
        ExecutorService background = Executors.newSingleThreadExecutor();
        try {
            Music music = new Music(database, Clock.systemUTC(), background);
            measure("first count", () -> look(music));
            for (int i = 0; i < 3; i++) {
                play(now.plusSeconds(i));
                measure("after one new play", () -> look(music));
            }
            play(now.minus(Duration.ofDays(1000)));
            measure("after one play three years ago", () -> look(music));
            measure("after a restart", () -> look(new Music(database, Clock.systemUTC(), background)));
            views(background);
        } finally {
            background.shutdownNow();
        }
        System.out.println(READY);
        Thread.sleep(60_000);
    }

    /** What is answered from the table of plays: its first reading, each view when it is warm, after a new play. */
    private void views(ExecutorService background) {
        Supplier<Map<String, Supplier<Integer>>> process = () ->
                new ListeningViews(new Listening(database, Clock.systemUTC(), background), ZONE).all();
        Map<String, Supplier<Integer>> views = process.get();
        measure("table of plays, first reading", () -> views.get("years").get());
        measure("library, first reading", () -> views.get("saved and never played").get());
        views.forEach((name, view) -> {
            for (int i = 0; i < WARM; i++) {
                view.get();
            }
            measure(WARM + " times " + name, () -> {
                for (int i = 0; i < WARM; i++) {
                    view.get();
                }
            });
        });
        for (int i = 0; i < 3; i++) {
            play(now.plusSeconds(10 + i));
            measure("after one new play, 10 top songs", () -> views.get("10 top songs").get());
        }
        play(now.minus(Duration.ofDays(1000)));
        measure("after one play three years ago, 10 top songs", () -> views.get("10 top songs").get());
        Map<String, Supplier<Integer>> restarted = process.get();
        measure("table of plays after a restart", () -> restarted.get("10 top songs").get());
    }

    private static void measure(String what, Runnable work) {
        ProcessUse use = new ProcessUse(ProcessHandle.current());
        long cpu = use.cpuMillis().orElse(0);
        long from = System.nanoTime();
        work.run();
        System.out.println(String.format(Locale.ROOT, "%s: CPU %.2f s, wall %.2f s", what,
                (use.cpuMillis().orElse(0) - cpu) / 1000.0, (System.nanoTime() - from) / 1e9));
    }

    private void look(Music music) {
        for (String chart : CHARTS) {
            boolean answered = false;
            while (!answered) {
                try {
                    music.rows(ShippedCharts.of(chart), new Selection(null, null, null, ZONE));
                    answered = true;
                } catch (StillCountingException e) {
                    // asked again, as the page does
                }
            }
        }
    }

    private void store() {
        MongoCollection<Document> collection = database.collection(PlayMonths.PLAYS);
        List<Document> batch = new ArrayList<>();
        Duration all = Duration.ofDays(YEARS * 365L);
        for (int i = 0; i < plays; i++) {
            batch.add(document(now.minus(all).plusMillis(all.toMillis() / plays * i)));
            if (batch.size() == BATCH) {
                collection.insertMany(batch);
                batch.clear();
            }
        }
        if (!batch.isEmpty()) {
            collection.insertMany(batch);
        }
        for (int i = 0; i < SAVED; i += BATCH) {
            int from = i;
            database.collection("saved_tracks").insertMany(IntStream.range(from, from + BATCH).mapToObj(this::saved)
                    .toList());
        }
    }

    /** A few of them are never played. */
    private Document saved(int place) {
        Document song = document(now);
        String id = String.format(Locale.ROOT, "%022d", place % 20 == 0 ? plays + place : place);
        return new Document("_id", ACCOUNT + ":spotify:track:" + id).append("account_id", ACCOUNT)
                .append("uri", "spotify:track:" + id).append("isrc", "XX" + id.substring(12))
                .append("name", "The name of song " + place).append("artist_names", song.get("artist_names"))
                .append("artist_uris", song.get("artist_uris")).append("album_name", "An album")
                .append("album_uri", null).append("duration_ms", 200_000).append("added_at", Date.from(now))
                .append("first_seen_at", Date.from(now)).append("removed_at", null).append("raw", song.get("raw"));
    }

    private void play(Instant at) {
        Document play = document(at);
        months.change(ACCOUNT, List.of(play.getString("_id")), () ->
                database.collection(PlayMonths.PLAYS).insertOne(play));
    }

    /** Of a few songs that are heard often and many that are heard now and then. */
    private Document document(Instant at) {
        int song = (int) (Math.pow(random.nextDouble(), 3) * plays / 8);
        String id = String.format(Locale.ROOT, "%022d", song);
        List<String> artists = song % 4 == 0 ? List.of("The artist " + song / 5, "A guest " + song / 50)
                : List.of("The artist " + song / 5);
        List<String> uris = artists.stream().map(artist -> String.format(Locale.ROOT, "spotify:artist:%022d",
                artist.hashCode())).toList();
        String uri = "spotify:track:" + id;
        return new Document("_id", ACCOUNT + ":" + at.toEpochMilli() + ":" + uri + ":200000")
                .append("account_id", ACCOUNT).append("played_at", Date.from(at))
                .append("played_at_local", at.atZone(ZONE).toLocalDateTime().toString().replace('T', ' ')
                        .substring(0, 16) + ":00")
                .append("song_name", "The name of song " + song).append("artist_name", artists.get(0))
                .append("artist_names", artists).append("artist_uris", uris).append("album_name", "Album " + song / 8)
                .append("track_uri", uri).append("track_id", id).append("duration_ms", 200_000)
                .append("isrc", String.format(Locale.ROOT, "XX%010d", song)).append("source", "export")
                .append("stream", new Document("ms_played", 180_000).append("reason_end", "trackdone")
                        .append("platform", "android").append("country", "DE"))
                .append("raw", new Document("ts", at.toString()).append("spotify_track_uri", uri)
                        .append("master_metadata_track_name", "The name of song " + song)
                        .append("master_metadata_album_artist_name", artists.get(0)).append("ms_played", 180_000)
                        .append("reason_start", "trackdone").append("reason_end", "trackdone")
                        .append("shuffle", false).append("skipped", false).append("offline", false));
    }
}
