package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.StoredPage;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.sync.StoredRun;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.function.Consumer;
import org.bson.Document;

/** The documents of one endpoint of one account, made anew of their raw items. */
final class Retransform implements ItemResults {

    /** Large enough that the embedded server's writing to the disk, once a page, does not decide how long it takes. */
    private static final int PAGE = 200;

    private final MongoCollection<Document> documents;
    private final Endpoint endpoint;
    private final StoredLists lists;
    private final ZoneId zone;
    private final Consumer<String> reached;
    private final StoredPages pages;
    private String reason;
    private int failed;
    private int skipped;

    /**
     * @param ids     of the documents, sorted
     * @param zone    where a day is at home
     * @param reached told the last {@code _id} of a page that is stored
     */
    Retransform(MongoCollection<Document> documents, Endpoint endpoint, StoredLists lists, List<String> ids, ZoneId zone,
                Consumer<String> reached) {
        this.documents = documents;
        this.endpoint = endpoint;
        this.lists = lists;
        this.zone = zone;
        this.reached = reached;
        this.pages = new StoredPages(ids, PAGE, this::read);
    }

    StoredRun.Work work() {
        return new StoredRun.Work(pages, this, true);
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

    private List<StoredPage> read(List<String> ids) {
        List<Document> found = documents.find(new Document("_id", new Document("$in", ids))).batchSize(ids.size())
                .into(new ArrayList<>());
        found.sort(Comparator.comparing(document -> document.getString("_id")));
        List<StoredLists.Placed> items = new ArrayList<>();
        for (Document document : found) {
            StoredLists.Placed placed = placed(document);
            if (placed == null) {
                skipped++;
            } else {
                items.add(placed);
            }
        }
        return StoredLists.pages(items);
    }

    /** @return null when it is not known where the item was, or the item itself is not */
    private StoredLists.Placed placed(Document document) {
        String id = document.getString("_id");
        StoredLists.StoredList list = lists.ofDocument(id);
        String day = day(document);
        Long position = document.get("list_position") instanceof Number number ? Long.valueOf(number.longValue()) : null;
        if (list == null || day == null || document.get("raw") == null || endpoint.expressions().usePosition() && position == null) {
            return null;
        }
        return new StoredLists.Placed(list, new StoredPage.Item(id, StoredLists.json(document.get("raw")), position, day,
                lists.prefix(list, day)));
    }

    /** The day that the document's last writing counted to. */
    private String day(Document document) {
        if (endpoint.mode() == Mode.SNAPSHOT) {
            return document.get("day") instanceof String day ? day : null;
        }
        return document.get("fetched_at") instanceof Date date ? LocalDate.ofInstant(date.toInstant(), zone).toString() : null;
    }

    @Override
    public List<JsonNode> untried(List<JsonNode> entries) {
        return entries;
    }

    @Override
    public void failed(int index, String key, String why) {
        failed++;
        reason = reason == null ? why : reason;
    }

    @Override
    public void stored() {
        List<StoredPage.Item> page = pages.current().items();
        reached.accept(page.get(page.size() - 1).id());
    }
}
