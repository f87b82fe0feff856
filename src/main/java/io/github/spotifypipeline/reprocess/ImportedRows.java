package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.records.Batch;
import io.github.spotifypipeline.records.InPlaceBatch;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.records.PlaySource;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bson.Document;

/**
 * The documents of exports' rows, made anew by the routes that import them: their transforms are not those of an
 * endpoint.
 */
final class ImportedRows implements ItemResults {

    private static final String PLAYS = "plays";
    private static final String OTHERS = "other_streams";

    /** The route that makes the documents of a collection. */
    private static final Map<String, String> ROUTES =
            new TreeMap<>(Map.of(PLAYS, "spotify-import-plays", OTHERS, "spotify-import-other-streams"));
    private static final int PAGE = 200;

    private final Database database;
    private final RouteCall route;

    ImportedRows(Database database, RouteCall route) {
        this.database = database;
        this.route = route;
    }

    /** Whether a collection may have some, and nothing else. */
    boolean are(String collection) {
        return OTHERS.equals(collection) && isAnyImported();
    }

    private boolean isAnyImported() {
        return database.collection("imports").find().first() != null;
    }

    /**
     * Makes them anew.
     *
     * @param endpoints  of all; the syncs of plays wait meanwhile
     * @param collection only those of this one; null: all
     * @return {@code changed} and {@code unchanged}, by route; nothing when nothing was ever imported
     */
    List<ReprocessResult> retransform(List<Endpoint> endpoints, String collection) {
        List<ReprocessResult> results = new ArrayList<>();
        endpoints.stream().filter(endpoint -> endpoint.collection().equals(PLAYS)).findFirst()
                .filter(ofPlays -> isAnyImported()).ifPresent(ofPlays -> ROUTES.forEach((of, routeId) -> {
                    if (collection == null || collection.equals(of)) {
                        results.add(retransform(ofPlays, of, new ReprocessResult(routeId, "changed", "unchanged")));
                    }
                }));
        return results;
    }

    private ReprocessResult retransform(Endpoint ofPlays, String collection, ReprocessResult result) {
        MongoCollection<Document> documents = database.collection(collection);
        for (String account : StoredIds.accounts(documents)) {
            if (result.isTrouble() || route.isStopping()) {
                result.stopped();
                break;
            }
            Reprocessing.guarded(result, () -> {
                Tally tally = route.onStored(account, ofPlays, begun -> send(account, documents, begun));
                result.add("changed", tally.written());
                result.add("unchanged", tally.get(Tally.Count.UNCHANGED));
                result.ended(tally);
                return true;
            }, false);
        }
        return result;
    }

    private void send(String account, MongoCollection<Document> documents, Tally tally) {
        String routeId = ROUTES.get(documents.getNamespace().getCollectionName());
        String last = account + ":";
        while (last != null && !tally.mustStop()) {
            List<Document> page = documents.find(new Document("_id", new Document("$gt", last)
                    .append("$lt", account + ";")).append("source", new Document("$in",
                    PlaySource.texts(PlaySource::isExport))))
                    .sort(new Document("_id", 1)).limit(PAGE).batchSize(PAGE).into(new ArrayList<>());
            last = page.isEmpty() || !route.sendRows(routeId, page, tally, this) ? null
                    : page.get(page.size() - 1).getString("_id");
        }
    }

    @Override
    public void failed(Item item, String key, String reason) {
        throw new UnsupportedOperationException("a row is no item of a list");
    }

    @Override
    public void stored(Page page) {
        throw new UnsupportedOperationException("rows come on no page of a list");
    }

    @Override
    public boolean isInserting() {
        return false;
    }

    @Override
    public Batch batch(String collection, SyncTask task, ArrayNode records) {
        return new InPlaceBatch(collection, records);
    }
}
