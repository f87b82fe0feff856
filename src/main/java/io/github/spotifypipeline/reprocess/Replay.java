package io.github.spotifypipeline.reprocess;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListIdentity;
import io.github.spotifypipeline.reading.ListMembers;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.records.Batch;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.records.ReplayBatch;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** The dead letters of one endpoint of one account, tried again. */
final class Replay implements ItemResults {

    private static final int PAGE = 50;

    private final DeadLetters letters;
    private final Endpoint endpoint;
    private final StoredLists lists;
    private final List<String> ids;
    private final Set<String> failed = new HashSet<>();
    private final Map<String, Item> made = new HashMap<>();
    private int healed;

    /** @param ids of the letters, sorted */
    Replay(DeadLetters letters, Endpoint endpoint, StoredLists lists, List<String> ids) {
        this.letters = letters;
        this.endpoint = endpoint;
        this.lists = lists;
        this.ids = ids;
    }

    SyncParts<StoredPages> parts(Tally tally) {
        return new SyncParts<>(tally, new StoredPages(ids, PAGE, tally, this::read), this);
    }

    /** How many letters' items are stored now. */
    int healed() {
        return healed;
    }

    private List<Page> read(List<String> some) {
        List<Item> items = new ArrayList<>();
        for (Document letter : letters.find(some)) {
            ListIdentity list = lists.of(letter.getString("partition"), letter.getString("parent_id"));
            if (list != null && letter.get("raw") != null) {
                items.add(lists.item(letter, list, letter.getString("day"), letter.getLong("position")));
            }
        }
        return StoredLists.pages(items, ListMembers.NOBODY);
    }

    @Override
    public Page withoutKnownFailures(Page page) {
        failed.clear();
        made.clear();
        return page;
    }

    @Override
    public void made(Item item, String id) {
        made.put(id, item);
    }

    @Override
    public void failed(Item item, String key, String reason) {
        failed.add(item.storedId());
        letters.failedAgain(item.storedId(), endpoint.definition(), reason, item.raw());
    }

    /** Only now: a letter that stays although its record is stored does no harm, a record that is lost does. */
    @Override
    public void stored(Page page) {
        List<String> done = page.items().stream().map(Item::storedId).filter(id -> !failed.contains(id)).toList();
        letters.remove(done);
        healed += done.size();
    }

    @Override
    public Batch batch(String collection, SyncTask task, ArrayNode records) {
        return new ReplayBatch(collection, task, records, (id, reason) -> {
            if (made.containsKey(id)) {
                failed(made.get(id), null, reason);
            }
        });
    }
}
