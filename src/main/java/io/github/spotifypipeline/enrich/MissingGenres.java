package io.github.spotifypipeline.enrich;

import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import io.github.spotifypipeline.endpoint.OwnCollections;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.bson.Document;

/** The artists of plays whose genres nobody has told, and when they were asked for. */
final class MissingGenres {

    private static final String COLLECTION = "artists";
    private static final Duration ASKED_EVERY = Duration.ofDays(365);
    private static final Pattern ARTIST = Pattern.compile("spotify:artist:[0-9A-Za-z]{22}");
    private static final int PAGE = 500;

    private final Database database;
    private final OwnCollections own;

    /** @param own is told of the collection before something is written to it */
    MissingGenres(Database database, OwnCollections own) {
        this.database = database;
        this.own = own;
    }

    /** Those that were heard most and not asked for within a year. @param most how many */
    List<String> mostHeard(int most, Instant now) {
        List<String> artists = TimesHeard.mostFirst(database, "artist_uris", uri -> ARTIST.matcher(uri).matches());
        List<String> missing = new ArrayList<>();
        for (int i = 0; i < artists.size() && missing.size() < most; i += PAGE) {
            List<String> page = artists.subList(i, Math.min(artists.size(), i + PAGE));
            Set<String> known = new HashSet<>();
            database.collection(COLLECTION).find(new Document("_id", new Document("$in", page))).batchSize(PAGE)
                    .forEach(artist -> {
                        Instant asked = StoredTime.of(artist, "genres_asked_at");
                        if (artist.get("genres") instanceof List<?> genres && !genres.isEmpty()
                                || asked != null && now.isBefore(asked.plus(ASKED_EVERY))) {
                            known.add(artist.getString("_id"));
                        }
                    });
            page.stream().filter(uri -> !known.contains(uri)).forEach(missing::add);
        }
        return missing.subList(0, Math.min(most, missing.size()));
    }

    /** What MusicBrainz tells of an artist. @param genres none: it knows the artist or its genres not */
    void told(String uri, List<String> genres, Instant now) {
        Document set = new Document("genres_asked_at", Date.from(now));
        if (!genres.isEmpty()) {
            set.append("genres", genres).append("genres_from", "musicbrainz");
        }
        own.remember(COLLECTION, null);
        database.collection(COLLECTION).updateOne(new Document("_id", uri), new Document("$set", set),
                new UpdateOptions().upsert(true));
    }
}
