package io.github.spotifypipeline.charts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.bson.Document;

/** Plays of two accounts in 200 days, to which one thing after another happens, as the program does it or others do. */
final class ChangingPlays {

    private static final int DAYS = 200;
    private static final int SONGS = 40;
    /** The second has what an {@code _id} has between its parts. */
    private static final List<String> ACCOUNTS = List.of("ann", "bob:1745874998000:x");

    private final Database database;
    private final MongoCollection<Document> plays;
    private final PlayMonths marks;
    private final Supplier<Instant> now;
    private final Random random;
    private int made;

    ChangingPlays(Database database, Supplier<Instant> now, long seed) {
        this.database = database;
        this.plays = database.collection(PlayMonths.PLAYS);
        this.marks = new PlayMonths(database);
        this.now = now;
        this.random = new Random(seed);
    }

    private String account() {
        return ACCOUNTS.get(random.nextInt(ACCOUNTS.size()));
    }

    Selection selection() {
        LocalDate today = LocalDate.ofInstant(now.get(), ZoneOffset.UTC);
        LocalDate from = random.nextBoolean() ? null : today.minusDays(random.nextInt(DAYS));
        LocalDate to = random.nextBoolean() ? null : (from == null ? today.minusDays(DAYS) : from)
                .plusDays(random.nextInt(DAYS));
        return new Selection(random.nextBoolean() ? null : account(), from, to, ZoneOffset.UTC);
    }

    /** @return what has happened */
    String change() {
        String account = account();
        return switch (random.nextInt(9)) {
            case 0 -> "new: " + stored(List.of(play(account, now.get().minusSeconds(random.nextInt(60)))), true);
            case 1, 2 -> "imported: " + stored(page(account), true);
            case 3 -> "stored by another program: " + stored(page(account), false);
            case 4 -> "merged: " + written(some(account, 10), true, this::merge);
            case 5 -> "in another time zone: " + written(some(account, 1_000), true, this::move);
            case 6 -> "deleted: " + written(some(account, 10), true, this::delete);
            case 7 -> "deleted by another program: " + written(some(account, 10), false, this::delete);
            default -> "disconnected: " + disconnect(account);
        };
    }

    private List<Document> page(String account) {
        List<Document> page = new ArrayList<>();
        for (int i = random.nextInt(60); i >= 0; i--) {
            page.add(play(account, now.get().minus(Duration.ofSeconds(random.nextInt(DAYS * 86_400)))));
        }
        return page;
    }

    private Document play(String account, Instant at) {
        int song = random.nextInt(SONGS);
        return new Document("_id", account + ":" + at.toEpochMilli() + ":spotify:track:" + song + ":" + made++)
                .append("account_id", account).append("played_at", Date.from(at)).append("played_at_local", local(at))
                .append("song_name", song % 5 == 0 ? null : "Song " + song).append("artist_name", "Artist " + song % 7)
                .append("artist_names", song % 3 == 0 ? List.of("A" + song % 7, "$uest") : List.of("A" + song % 7))
                .append("track_uri", "spotify:track:" + song).append("isrc", song % 4 == 0 ? null : "US" + song % 11)
                .append("duration_ms", song % 6 == 0 ? null : 10_000 * song);
    }

    private static String local(Instant at) {
        return at.toString().replace('T', ' ').substring(0, 19);
    }

    private List<Document> some(String account, int most) {
        List<Document> all = plays.find(new Document("account_id", account)).sort(new Document("_id", 1))
                .batchSize(1000).into(new ArrayList<>());
        List<Document> some = new ArrayList<>();
        for (int i = random.nextInt(most) + 1; i > 0 && !all.isEmpty(); i--) {
            some.add(all.remove(random.nextInt(all.size())));
        }
        return some;
    }

    private String stored(List<Document> page, boolean marked) {
        return written(page, marked, plays::insertMany);
    }

    private void merge(List<Document> some) {
        set(some, "stream", new Document("ms_played", random.nextInt(900_000)));
    }

    private void move(List<Document> some) {
        some.forEach(play -> set(List.of(play), "played_at_local",
                local(play.getDate("played_at").toInstant().plusSeconds(3_600L * random.nextInt(20)))));
    }

    private void set(List<Document> some, String field, Object value) {
        some.forEach(play -> plays.updateOne(new Document("_id", play.get("_id")),
                new Document("$set", new Document(field, value))));
    }

    private void delete(List<Document> some) {
        plays.deleteMany(new Document("_id", new Document("$in",
                some.stream().map(play -> play.get("_id")).toList())));
    }

    private String disconnect(String account) {
        // as AccountData does it
        List.of("plays", "play_months", "chart_months").forEach(collection ->
                database.collection(collection).deleteMany(new Document("account_id", account)));
        return account;
    }

    private interface Write {

        void of(List<Document> some);
    }

    private String written(List<Document> some, boolean marked, Write write) {
        if (some.isEmpty()) {
            return "nothing";
        }
        String account = some.get(0).getString("account_id");
        List<String> ids = some.stream().map(play -> play.getString("_id")).toList();
        if (!marked) {
            write.of(some);
        } else if (random.nextInt(15) == 0) {
            marks.begin(account, ids);
            write.of(some);
            return some.size() + " by a process that was killed behind it";
        } else {
            marks.change(account, ids, () -> write.of(some));
        }
        return some.size() + " of " + account;
    }
}
