package io.github.spotifypipeline.enrich;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;

/** The songs of imported plays that no list has shown as a whole: {@code unknown_tracks}, and when they were asked. */
final class MissingFacts {

    private static final Duration ASKED_EVERY = Duration.ofDays(365);
    private static final Pattern TRACK = Pattern.compile("spotify:track:[0-9A-Za-z]{22}");
    private static final List<String> FACTS = List.of("image", "isrc", "duration_ms", "album_uri");
    private static final int PAGE = 500;

    private final Database database;

    MissingFacts(Database database) {
        this.database = database;
    }

    /** Whether there is any song that lacks something, asked or not. */
    boolean any() {
        return unknown().find().first() != null;
    }

    /** Those that were heard most and not asked for within a year. @param most how many */
    List<LackingSong> mostHeard(int most, Instant now) {
        Map<String, List<String>> waits = new HashMap<>();
        Set<String> asked = new HashSet<>();
        new IdPages(unknown(), new Document("_id", new Document("$gte", "")),
                new Document("account_id", 1).append("asked_at", 1)).forEach(one -> {
                    String id = one.getString("_id");
                    String uri = id.substring(one.getString("account_id").length() + 1);
                    if (TRACK.matcher(uri).matches()) {
                        waits.computeIfAbsent(uri, key -> new ArrayList<>(1)).add(id);
                    }
                    Instant at = StoredTime.of(one, "asked_at");
                    if (at != null && now.isBefore(at.plus(ASKED_EVERY))) {
                        asked.add(uri);
                    }
                });
        waits.keySet().removeAll(asked);
        return waits.isEmpty() ? List.of() : lacking(TimesHeard.mostFirst(database, "track_uri", waits::containsKey),
                most).stream().map(uri -> new LackingSong(uri, waits.get(uri))).toList();
    }

    /** The first of some songs of which {@code tracks} does not know all that plays and covers need. */
    private List<String> lacking(List<String> songs, int most) {
        List<String> lacking = new ArrayList<>();
        for (int i = 0; i < songs.size() && lacking.size() < most; i += PAGE) {
            List<String> page = songs.subList(i, Math.min(songs.size(), i + PAGE));
            Set<String> known = new HashSet<>();
            database.collection("tracks").find(new Document("_id", new Document("$in", page))).batchSize(PAGE)
                    .forEach(song -> {
                        if (FACTS.stream().allMatch(fact -> song.get(fact) != null)) {
                            known.add(song.getString("_id"));
                        }
                    });
            page.stream().filter(uri -> !known.contains(uri)).forEach(lacking::add);
        }
        return lacking.subList(0, Math.min(most, lacking.size()));
    }

    /** A song was asked for, and there is nothing more to be had. */
    void asked(LackingSong song, Instant now) {
        unknown().updateMany(new Document("_id", new Document("$in", song.waits())),
                new Document("$set", new Document("asked_at", Date.from(now))));
    }

    private MongoCollection<Document> unknown() {
        return database.collection("unknown_tracks");
    }
}
