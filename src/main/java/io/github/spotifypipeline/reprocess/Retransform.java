package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListIdentity;
import io.github.spotifypipeline.reading.ListMembers;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.reading.Repeats;
import io.github.spotifypipeline.records.Batch;
import io.github.spotifypipeline.records.InPlaceBatch;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/** The documents of one endpoint of one account, made anew of their raw items. */
final class Retransform implements ItemResults, ListMembers {

    /** Large enough that the embedded server's writing to the disk, once a page, does not decide how long it takes. */
    private static final int PAGE = 200;

    private final MongoCollection<Document> documents;
    private final Endpoint endpoint;
    private final StoredLists lists;
    private final ZoneId zone;
    private final Consumer<String> reached;
    private final List<String> ids;
    private String reason;
    private int failed;
    private int skipped;

    /**
     * @param ids     of the documents, sorted
     * @param zone    in which a day is meant
     * @param reached told the last {@code _id} of a page that is stored
     */
    Retransform(MongoCollection<Document> documents, Endpoint endpoint, StoredLists lists, List<String> ids,
            ZoneId zone,
                Consumer<String> reached) {
        this.documents = documents;
        this.endpoint = endpoint;
        this.lists = lists;
        this.zone = zone;
        this.reached = reached;
        this.ids = ids;
    }

    SyncParts<StoredPages> parts(Tally tally) {
        return new SyncParts<>(tally, new StoredPages(ids, PAGE, tally, this::read), this);
    }

    /** How many could not be transformed; they stay as they were. */
    int failed() {
        return failed;
    }

    /** Why the first one could not; null when all could. */
    String reason() {
        return reason;
    }

    /** How many lack what the transform needs. */
    int skipped() {
        return skipped;
    }

    private List<Page> read(List<String> some) {
        List<Document> found = documents.find(new Document("_id", new Document("$in", some))).batchSize(some.size())
                .into(new ArrayList<>());
        found.sort(Comparator.comparing(document -> document.getString("_id")));
        List<Item> items = new ArrayList<>();
        for (Document document : found) {
            Item item = item(document);
            if (item == null) {
                skipped++;
            } else {
                items.add(item);
            }
        }
        return StoredLists.pages(items, this);
    }

    /** @return null when it is not known where the item was, or the item itself is not */
    private Item item(Document document) {
        ListIdentity list = lists.ofDocument(document.getString("_id"));
        String day = day(document);
        Long position = document.get("list_position") instanceof Number number ? Long.valueOf(number.longValue())
                : null;
        if (list == null || day == null || document.get("raw") == null
                || endpoint.expressions().usePosition() && position == null) {
            return null;
        }
        return lists.item(document, list, day, position);
    }

    /** The day that the document's last writing counted to. */
    private String day(Document document) {
        if (endpoint.mode() == Mode.SNAPSHOT) {
            return document.get("day") instanceof String day ? day : null;
        }
        return document.get("fetched_at") instanceof Date date ? LocalDate.ofInstant(date.toInstant(), zone).toString()
                : null;
    }

    /** A repeat keeps its number. */
    @Override
    public String idOf(Item item, String id) {
        return endpoint.expressions().repeats() && Repeats.isOf(item.storedId(), id) ? item.storedId() : id;
    }

    @Override
    public void made(Item item, String id) {
        if (!id.equals(item.storedId())) {
            throw new IllegalArgumentException("its natural key is another one than that of its document");
        }
    }

    @Override
    public void failed(Item item, String key, String why) {
        failed++;
        reason = reason == null ? why : reason;
    }

    @Override
    public void stored(Page page) {
        reached.accept(page.items().get(page.items().size() - 1).storedId());
    }

    @Override
    public Batch batch(String collection, SyncTask task, ArrayNode records) {
        return new InPlaceBatch(collection, endpoint, records);
    }
}
