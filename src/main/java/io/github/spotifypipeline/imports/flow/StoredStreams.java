package io.github.spotifypipeline.imports.flow;

import com.mongodb.client.model.BulkWriteOptions;
import com.mongodb.client.model.UpdateOneModel;
import com.mongodb.client.model.WriteModel;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.IdPages;
import io.github.spotifypipeline.database.IdRange;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.imports.ApiPlay;
import io.github.spotifypipeline.imports.PlayIndex;
import io.github.spotifypipeline.imports.ShortFormDocuments;
import io.github.spotifypipeline.imports.SongNames;
import io.github.spotifypipeline.imports.SongUris;
import io.github.spotifypipeline.imports.StoredRow;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.bson.Document;

/** What an account has in {@code plays} and {@code other_streams}. */
final class StoredStreams {

    static final String PLAYS = PlayMonths.PLAYS;
    static final String OTHERS = "other_streams";
    static final List<String> BOTH = List.of(PLAYS, OTHERS);

    /** Sources of rows of exports. */
    static final Document OF_ROWS = new Document("$in", PlaySource.texts(PlaySource::isExport));

    /** Sources of scrobbles. */
    static final Document OF_SCROBBLES = new Document("$in", PlaySource.texts(PlaySource::isScrobble));

    /** Sources of what the Web API has shown, to the pipeline or to your_spotify. */
    static final Document OF_API = new Document("$nin",
            PlaySource.texts(source -> source.isExport() || source.isScrobble()));

    private static final Document API_FIELDS = Document.parse("{played_at: 1, 'raw.track.uri': 1, 'raw.track.name': 1,"
            + " 'raw.track.artists.name': 1, 'raw.track.album.name': 1, stream: 1}");

    private final Database database;
    private final String accountId;

    StoredStreams(Database database, String accountId) {
        this.database = database;
        this.accountId = accountId;
    }

    /** A filter for all of the account. */
    Document all() {
        return IdRange.startingWith(accountId + ":");
    }

    private Document ofAccount(Object source) {
        return all().append("source", source);
    }

    /** A filter for those of a time. Both in Unix ms. */
    Document between(long from, long to) {
        return new Document("_id", new Document("$gte", accountId + ":" + from)
                .append("$lt", accountId + ":" + (to + 1)));
    }

    /** All plays that the API has shown. */
    PlayIndex apiPlays() {
        PlayIndex index = new PlayIndex();
        apiPlays(all(), index::add);
        return index;
    }

    /** Those of a time. Both in Unix ms. @param taker is told each */
    void apiPlays(long from, long to, Consumer<ApiPlay> taker) {
        apiPlays(between(from, to), taker);
    }

    private void apiPlays(Document where, Consumer<ApiPlay> taker) {
        new IdPages(database.collection(PLAYS), where.append("source", OF_API), API_FIELDS).forEach(play -> {
            ApiPlay one = apiPlay(play);
            if (one != null) {
                taker.accept(one);
            }
        });
    }

    /** A play that the Web API has shown; null when its document does not say what it was. */
    static ApiPlay apiPlay(Document play) {
        Document track = track(play);
        return track.get("uri") instanceof String uri && play.get("played_at") instanceof Date at
                ? new ApiPlay(play.getString("_id"), at.getTime(), uri, names(track), StoredRow.merged(play)) : null;
    }

    /** The song as it was sent, which may have any shape. */
    private static Document track(Document document) {
        return document.get("raw") instanceof Document raw && raw.get("track") instanceof Document track ? track
                : new Document();
    }

    private static SongNames names(Document track) {
        return new SongNames(name(track), track.get("artists") instanceof List<?> artists && !artists.isEmpty()
                ? name(artists.get(0)) : null, name(track.get("album")));
    }

    private static String name(Object named) {
        return named instanceof Document one && one.get("name") instanceof String name ? name : null;
    }

    /** From the first to the last of the plays that a sync has stored since; null without one. In Unix ms. */
    long[] apiPlaysSince(Instant time) {
        long[] span = {Long.MAX_VALUE, Long.MIN_VALUE};
        new IdPages(database.collection(PLAYS), ofAccount(PlaySource.API.text()).append("fetched_at",
                new Document("$gte", Date.from(time))), new Document("played_at", 1)).forEach(play -> {
                    if (play.get("played_at") instanceof Date at) {
                        span[0] = Math.min(span[0], at.getTime());
                        span[1] = Math.max(span[1], at.getTime());
                    }
                });
        return span[0] > span[1] ? null : span;
    }

    /** Rows that are stored, of a time in Unix ms. @param taker is told the collection and the document */
    void rows(long from, long to, BiConsumer<String, Document> taker) {
        rows(from, to, Document.parse("{account_id: 1, kind: 1, stream: 1, raw: 1}"), taker);
    }

    /** The same with some fields. */
    void rows(long from, long to, Document fields, BiConsumer<String, Document> taker) {
        Document ofTime = between(from, to).append("source", OF_ROWS);
        BOTH.forEach(collection -> new IdPages(database.collection(collection), ofTime, fields)
                .forEach(row -> taker.accept(collection, row)));
    }

    /** Rows of the short form that are stored. */
    ShortFormDocuments shortRows() {
        ShortFormDocuments rows = new ShortFormDocuments();
        BOTH.forEach(collection -> new IdPages(database.collection(collection),
                ofAccount(PlaySource.EXPORT_SHORT.text()), Document.parse("{account_id: 1, stream: 1, raw: 1}"))
                .forEach(document -> {
                    StoredRow row = StoredRow.of(document);
                    rows.add(row.id(), row.names(), row.heard());
                }));
        return rows;
    }

    /** Rows that are stored and had only names. @param taker is told each */
    void namedRows(Consumer<StoredRow> taker) {
        BOTH.forEach(collection -> new IdPages(database.collection(collection), ofAccount(OF_ROWS)
                .append("raw.spotify_track_uri", null), Document.parse("{account_id: 1, stream: 1, raw: 1}"))
                .forEach(document -> taker.accept(StoredRow.of(document))));
    }

    /** Which uri a song of a name has, as the account's own lists say. */
    void songs(SongUris songs) {
        Document api = API_FIELDS;
        new IdPages(database.collection(PLAYS), ofAccount(OF_API), api).forEach(play ->
                add(songs, track(play)));
        new IdPages(database.collection("saved_tracks"), IdRange.startingWith(accountId + ":"), api).forEach(saved ->
                add(songs, track(saved)));
        new IdPages(database.collection(PLAYS), ofAccount(OF_ROWS), Document.parse("{'raw.spotify_track_uri': 1,"
                + " 'raw.master_metadata_track_name': 1, 'raw.master_metadata_album_artist_name': 1,"
                + " 'raw.master_metadata_album_album_name': 1}")).forEach(play -> {
                    Document raw = play.get("raw", Document.class);
                    if (raw != null && raw.get("spotify_track_uri") instanceof String uri) {
                        songs.add(new SongNames(text(raw, "master_metadata_track_name"),
                                text(raw, "master_metadata_album_artist_name"),
                                text(raw, "master_metadata_album_album_name")), uri);
                    }
                });
    }

    private static String text(Document raw, String name) {
        return raw.get(name) instanceof String text && !text.isBlank() ? text : null;
    }

    private static void add(SongUris songs, Document track) {
        if (track.get("uri") instanceof String uri) {
            songs.add(names(track), uri);
        }
    }

    /** Those of some ids that are in a collection. */
    Set<String> existing(String collection, Collection<String> ids) {
        Set<String> existing = new HashSet<>();
        if (!ids.isEmpty()) {
            database.collection(collection).find(new Document("_id", new Document("$in", List.copyOf(ids))))
                    .projection(new Document("_id", 1)).batchSize(1000)
                    .forEach(one -> existing.add(one.getString("_id")));
        }
        return existing;
    }

    /** Gives plays of the API what only their rows know. @param streams by the {@code _id} of the play */
    void merge(Map<String, Document> streams) {
        List<WriteModel<Document>> writes = new ArrayList<>();
        streams.forEach((id, stream) -> writes.add(new UpdateOneModel<>(new Document("_id", id),
                new Document("$set", new Document("stream", stream)))));
        if (!writes.isEmpty()) {
            new PlayMonths(database).change(accountId, streams.keySet(), () ->
                    database.collection(PLAYS).bulkWrite(writes, new BulkWriteOptions().ordered(false)));
        }
    }

    /** Deletes documents of rows; never a play of the API. */
    void deleteRows(String collection, Collection<String> ids) {
        delete(collection, ids, OF_ROWS);
    }

    /** Deletes scrobbles, and nothing else. */
    void deleteScrobbles(Collection<String> ids) {
        delete(PLAYS, ids, OF_SCROBBLES);
    }

    private void delete(String collection, Collection<String> ids, Document sources) {
        if (ids.isEmpty()) {
            return;
        }
        Runnable delete = () -> database.collection(collection).deleteMany(new Document("_id",
                new Document("$in", List.copyOf(ids))).append("source", sources));
        if (collection.equals(PLAYS)) {
            new PlayMonths(database).change(accountId, ids, delete);
        } else {
            delete.run();
        }
    }

    /** Deletes documents of rows, wherever they are. */
    void deleteRows(Collection<String> ids) {
        BOTH.forEach(collection -> deleteRows(collection, ids));
    }

    /** Deletes the documents of one import, whatever it is from. @param startedAt their {@code fetched_at} */
    void deleteImported(Instant startedAt) {
        Document imported = new Document("$in", PlaySource.texts(source -> source != PlaySource.API));
        new PlayMonths(database).changeAny(accountId, () -> BOTH.forEach(collection ->
                database.collection(collection).deleteMany(ofAccount(imported)
                        .append("fetched_at", Date.from(startedAt)))));
    }
}
