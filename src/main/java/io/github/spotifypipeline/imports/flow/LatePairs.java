package io.github.spotifypipeline.imports.flow;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.Pair;
import io.github.spotifypipeline.imports.Pairing;
import io.github.spotifypipeline.imports.PlayIndex;
import io.github.spotifypipeline.imports.RowKey;
import io.github.spotifypipeline.imports.StoredRow;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.schedule.SyncTask;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;

/** Pairs plays that the API has shown after their rows were imported. */
public final class LatePairs {

    private static final long BEFORE = Duration.ofSeconds(90).toMillis();
    private static final long STEP = Duration.ofDays(30).toMillis();
    private static final long BEHIND = Duration.ofDays(2).toMillis();

    private final Database database;
    private final ImportDocuments imports;
    private final SongFacts songs;
    private final Consumer<String> changed;

    /**
     * Of the database.
     *
     * @param songs   is told of the songs of each page
     * @param changed told of an account whose documents became fewer
     */
    public LatePairs(Database database, ImportDocuments imports, SongFacts songs, Consumer<String> changed) {
        this.database = database;
        this.imports = imports;
        this.songs = songs;
        this.changed = changed;
    }

    /** What it learns of songs. */
    public SongFacts songs() {
        return songs;
    }

    private record Row(String collection, Document document) {
    }

    /** A page of a list is about to be stored, after which it may never be read again: its songs are learnt. */
    public void shown(SyncTask task, Page page) {
        songs.learn(page.items().stream().map(Item::raw).toList());
    }

    /** A page of a list is stored: its plays get their rows. */
    public void stored(SyncTask task, Page page) {
        if (!task.endpoint().collection().equals(StoredStreams.PLAYS) || !imports.hasRows(task.accountId(), "")) {
            return;
        }
        LongSummaryStatistics times = new LongSummaryStatistics();
        for (Item item : page.items()) {
            try {
                times.accept(Instant.parse(item.raw().path("played_at").asText()).toEpochMilli());
            } catch (DateTimeException e) {
                // it has become a dead letter
            }
        }
        if (times.getCount() > 0) {
            pair(task.accountId(), times.getMin(), times.getMax());
            replaceScrobbles(task.accountId(), times.getMin(), times.getMax(), task.startedAt());
        }
    }

    /**
     * Deletes scrobbles of which a better source has the play now.
     *
     * @param from  when the first of its plays was, in Unix ms
     * @param to    when the last one was
     * @param since when they were stored
     */
    void replaceScrobbles(String accountId, long from, long to, Instant since) {
        if (imports.hasScrobbles(accountId) && new HeardPlays(database, new StoredStreams(database, accountId))
                .replaceScrobbles(from, to, since) > 0) {
            changed.accept(accountId);
        }
    }

    /** The same as {@link #pair} of a time of any length: in steps, so that only a month's rows are held at once. */
    void pairByMonths(String accountId, long from, long to) {
        for (long begin = from; begin <= to; begin += STEP) {
            pair(accountId, begin, Math.min(to, begin + STEP - 1));
        }
    }

    /**
     * Pairs the plays of a time with rows that are stored: each play gets its row as {@code stream}, then the row's own
     * document is deleted. Where a kill came in between, the play has its row already, and only the document goes.
     *
     * @param from in Unix ms
     * @param to   in Unix ms
     */
    void pair(String accountId, long from, long to) {
        StoredStreams stored = new StoredStreams(database, accountId);
        PlayIndex plays = new PlayIndex();
        Set<RowKey> paired = new HashSet<>();
        stored.apiPlays(from, to, play -> {
            if (play.merged() == null) {
                plays.add(play);
            } else {
                paired.add(play.merged());
            }
        });
        if (plays.size() + paired.size() == 0) {
            return;
        }
        Pairing pairing = new Pairing(plays);
        Map<RowKey, Row> rows = new HashMap<>();
        Map<String, List<String>> merged = new HashMap<>();
        stored.rows(from - BEFORE, to + BEHIND, (collection, document) -> {
            if (document.get("kind") == null || document.get("kind").equals("track")) {
                StoredRow row = StoredRow.of(document);
                RowKey key = RowKey.of(row.uri(), row.heard());
                if (paired.contains(key)) {
                    merged.computeIfAbsent(collection, name -> new ArrayList<>()).add(row.id());
                } else {
                    rows.putIfAbsent(key, new Row(collection, document));
                    pairing.offer(row.uri(), row.names(), row.heard());
                }
            }
        });
        Map<String, Document> streams = new HashMap<>();
        for (Pair pair : pairing.pairs(row -> true).all()) {
            Row row = rows.get(pair.row());
            streams.put(pair.playId(), StreamDocument.of(row.document()));
            merged.computeIfAbsent(row.collection(), name -> new ArrayList<>()).add(row.document().getString("_id"));
        }
        stored.merge(streams);
        merged.forEach(stored::deleteRows);
        if (!merged.isEmpty()) {
            changed.accept(accountId);
        }
    }
}
