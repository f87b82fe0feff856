package io.github.spotifypipeline.imports.flow;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.records.Bson;
import io.github.spotifypipeline.records.PlaySource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.bson.Document;

/**
 * Gives imported plays what a list of Spotify's has shown of their songs since they were imported. All that is known
 * is compared with what plays wait for once in a process, because another one may have been killed in between.
 */
final class LateFacts {

    /** The embedded database reads all plays of an account for it: no more than a twentieth of the time. */
    private static final int PAUSE_FACTOR = 20;

    /** More songs than these are not asked for by name. */
    private static final int MOST_NAMED = 20;

    private static final int PAGE = 1_000;

    private final Database database;
    private final ImportDocuments imports;
    private final SongFacts songs;
    private final UnknownTracks unknown;
    private final Consumer<String> changed;
    private boolean compared;
    private long notBefore = System.nanoTime();

    /** @param changed told of an account whose plays have changed */
    LateFacts(Database database, ImportDocuments imports, SongFacts songs, Consumer<String> changed) {
        this.database = database;
        this.imports = imports;
        this.songs = songs;
        this.unknown = new UnknownTracks(database);
        this.changed = changed;
    }

    /** What plays wait for. */
    UnknownTracks unknown() {
        return unknown;
    }

    /** To be called often while no import runs: it does nothing when there is nothing new. */
    void fill() {
        long begun = System.nanoTime();
        if (begun - notBefore < 0) {
            return;
        }
        Set<String> fresh = songs.takeFresh();
        if (compared && fresh.isEmpty()) {
            return;
        }
        boolean all = !compared;
        // all are compared again when the database fails meanwhile
        compared = false;
        for (String account : imports.accounts()) {
            Map<String, Document> news = new HashMap<>();
            if (all) {
                unknown.all(account, some -> addNews(some, news));
            } else {
                unknown.among(account, fresh, some -> addNews(some, news));
            }
            if (!news.isEmpty()) {
                fill(account, news);
            }
        }
        compared = true;
        long now = System.nanoTime();
        notBefore = now + PAUSE_FACTOR * (now - begun);
    }

    private void addNews(List<Document> waiting, Map<String, Document> news) {
        Map<String, JsonNode> known = songs.of(waiting.stream().map(UnknownTracks::uri).collect(Collectors.toSet()));
        for (Document one : waiting) {
            JsonNode song = known.get(UnknownTracks.uri(one));
            if (UnknownTracks.isNews(one, song)) {
                Document facts = new Document();
                UnknownTracks.FACTS.forEach(fact -> facts.append(fact, value(song, fact)));
                news.put(UnknownTracks.uri(one), facts.append("artist_names", value(song, "artist_names")));
            }
        }
    }

    private static Object value(JsonNode song, String name) {
        return song.hasNonNull(name) ? Bson.value(song.get(name)) : null;
    }

    private void fill(String account, Map<String, Document> news) {
        Map<String, Document> updates = new HashMap<>();
        boolean[] any = {false};
        new IdPages(database.collection(StoredStreams.PLAYS), playsOf(account, news.keySet()), fields())
                .forEach(play -> {
                    Document set = missing(play, news.get(play.getString("track_uri")));
                    if (!set.isEmpty()) {
                        updates.put(play.getString("_id"), set);
                    }
                    if (updates.size() == PAGE) {
                        any[0] |= write(account, updates);
                    }
                });
        any[0] |= write(account, updates);
        unknown.filled(account, news);
        if (any[0]) {
            changed.accept(account);
        }
    }

    private static Document playsOf(String account, Collection<String> uris) {
        Document plays = IdRange.startingWith(account + ":").append("account_id", account)
                .append("source", new Document("$ne", PlaySource.API.text()));
        return uris.size() > MOST_NAMED ? plays : plays.append("track_uri", new Document("$in", List.copyOf(uris)));
    }

    private static Document fields() {
        Document fields = new Document("track_uri", 1).append("artist_names", 1);
        UnknownTracks.FACTS.forEach(fact -> fields.append(fact, 1));
        return fields;
    }

    private boolean write(String account, Map<String, Document> updates) {
        if (updates.isEmpty()) {
            return false;
        }
        List<WriteModel<Document>> writes = new ArrayList<>();
        updates.forEach((id, set) -> writes.add(new UpdateOneModel<>(new Document("_id", id),
                new Document("$set", set))));
        new PlayMonths(database).change(account, updates.keySet(), () -> database.collection(StoredStreams.PLAYS)
                .bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        updates.clear();
        return true;
    }

    /** Fields that the transform makes and that were not known. @param song null: not asked for */
    private static Document missing(Document play, Document song) {
        Document set = new Document();
        if (song == null) {
            return set;
        }
        for (String fact : UnknownTracks.FACTS) {
            if (play.containsKey(fact) && play.get(fact) == null && song.get(fact) != null) {
                set.append(fact, song.get(fact));
            }
        }
        List<String> artists = song.getList("artist_names", String.class);
        if (set.containsKey("artist_uris") && play.containsKey("artist_names") && artists != null) {
            set.append("artist_names", artists).append("artist_name", artists.get(0));
        }
        return set;
    }
}
