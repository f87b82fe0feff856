package io.github.spotifypipeline.records;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.github.spotifypipeline.json.Hash128;
import io.github.spotifypipeline.json.SentEntry;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.Page;
import io.github.spotifypipeline.reading.StoredItems;
import io.github.spotifypipeline.records.DeadLetters.Letter;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The dead letters of the endpoint and account of one sync: an item fails once, not in every sync. A page may be read
 * while the one before it is stored.
 */
public final class SyncLetters implements ItemResults, StoredItems {

    private static final Logger LOG = LoggerFactory.getLogger(SyncLetters.class);

    private final DeadLetters letters;
    private final Tally tally;
    private final SyncTask task;
    private final KnownRecords stored;
    private final Map<Item, String> retried = new IdentityHashMap<>();
    private Map<String, Letter> known;
    private Page page;
    private boolean isRetrying;
    private boolean complained;

    public SyncLetters(DeadLetters letters, Tally tally, KnownRecords stored) {
        this.letters = letters;
        this.tally = tally;
        this.stored = stored;
        this.task = tally.task();
    }

    /** None while an item that has failed is to be tried again, which may be stored as it was before it failed. */
    @Override
    public synchronized Hash128 hash(String prefix, SentEntry entry) {
        load();
        return isRetrying ? null : stored.hash(prefix, entry);
    }

    @Override
    public OptionalLong unchanged(Hash128 hash) {
        return stored.unchanged(hash);
    }

    private void load() {
        if (known == null) {
            known = letters.of(task);
            isRetrying = known.values().stream()
                    .anyMatch(letter -> !task.endpoint().definition().equals(letter.definition()));
        }
    }

    @Override
    public synchronized Page withoutKnownFailures(Page received) {
        load();
        page = received;
        // nearly always there are none, and a fingerprint takes its time
        if (known.isEmpty()) {
            return page;
        }
        forgetEmpty();
        page = received.without(this::isLeftAlone);
        for (Item item : page.items()) {
            String id = DeadLetters.id(task, item);
            if (known.containsKey(id)) {
                retried.put(item, id);
            }
        }
        return page;
    }

    /** What counts as empty now, but did not when it failed, is no letter any more. */
    private void forgetEmpty() {
        List<String> ids = page.emptyEntries().stream().map(item -> DeadLetters.id(task, item))
                .filter(known::containsKey)
                .toList();
        letters.remove(ids);
        known.keySet().removeAll(ids);
    }

    private boolean isLeftAlone(Item item) {
        Letter letter = known.get(DeadLetters.id(task, item));
        boolean same = letter != null && task.endpoint().definition().equals(letter.definition())
                && (!task.endpoint().expressions().usePosition() || item.position().equals(letter.position()));
        if (same) {
            dead(item, letter.key(), true);
        }
        return same;
    }

    private void dead(Item item, String key, boolean before) {
        tally.add(Count.READ, 1);
        tally.add(before ? Count.KNOWN_DEAD : Count.DEAD, 1);
        page.members().sawDead(key == null ? null : Bson.text(item.list().prefix() + key), before);
    }

    @Override
    public void made(Item item, String id) {
        if (item.hash() != null) {
            stored.made(id);
        }
    }

    @Override
    public synchronized void failed(Item item, String key, String reason) {
        String id = DeadLetters.id(task, item);
        Letter before = known.get(id);
        Letter now = new Letter(task.endpoint().definition(), item.position(), key);
        // one that only stands elsewhere has been told of
        boolean same = before != null && now.definition().equals(before.definition());
        dead(item, key, same);
        letters.failed(id, task, item, now, reason);
        known.put(id, now);
        retried.remove(item);
        if (!same && !complained) {
            complained = true;
            LOG.warn("An item of {} of account {} could not be transformed: it is in dead_letters, with the reason"
                    + " (said once a sync)", task.endpointId(), task.accountId());
        }
    }

    @Override
    public synchronized void stored(Page stored) {
        List<String> ids = stored.items().stream().map(retried::remove).filter(Objects::nonNull).toList();
        letters.remove(ids);
        known.keySet().removeAll(ids);
    }

    @Override
    public Batch batch(String collection, SyncTask of, ArrayNode records) {
        if (records.path(0).has(RecordFactory.HASH)) {
            return new ListBatch(collection, of.endpoint(), records, stored);
        }
        return new Batch(collection, of.endpoint(), records, Batch.oneUnder(of, collection));
    }
}
