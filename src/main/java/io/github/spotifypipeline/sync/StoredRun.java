package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.reading.Repeats;
import io.github.spotifypipeline.reading.StoredPage;
import io.github.spotifypipeline.records.ItemResults;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * A run of an endpoint's route over items that are in the database: nothing is asked of Spotify, no cursor moves, and
 * nothing is marked as removed.
 */
public final class StoredRun extends SyncRun {

    private final Iterator<StoredPage> pages;
    private final ItemResults outcomes;
    private final boolean inPlace;
    private final Map<String, Integer> made = new HashMap<>();
    private StoredPage page;
    private Throwable failure;

    StoredRun(SyncTask task, Work work) {
        super(task, new Tally(task));
        this.pages = work.pages();
        this.outcomes = work.outcomes();
        this.inPlace = work.inPlace();
    }

    /**
     * What such a run has to do.
     *
     * @param pages    read one by one, each after the one before was stored
     * @param outcomes told what becomes of them
     * @param inPlace  whether each item is that of a data document, which alone is to be updated
     */
    public record Work(Iterator<StoredPage> pages, ItemResults outcomes, boolean inPlace) {
    }

    boolean isMore() {
        // what is left out fills no page, so that looking for the next one may take long
        return !mustStop() && pages.hasNext();
    }

    /** Takes the next page. @return its items */
    public List<JsonNode> takePage() {
        page = pages.next();
        made.clear();
        return page.items().stream().map(StoredPage.Item::raw).toList();
    }

    public ItemResults outcomes() {
        return outcomes;
    }

    /** Whether each item is that of a data document, which alone is to be updated. */
    public boolean isInPlace() {
        return inPlace;
    }

    /** The items of the page that was taken last. */
    public List<StoredPage.Item> items() {
        return page.items();
    }

    /**
     * A record was made of an item.
     *
     * @param id its {@code _id}
     * @throws IllegalArgumentException when it belongs to another document than the item does
     */
    public void made(int index, String id) {
        if (inPlace && !id.equals(items().get(index).id())) {
            throw new IllegalArgumentException("its natural key is another one than that of its document");
        }
        made.put(id, index);
    }

    /** A record cannot be stored; its item counts as failed. @param reason in words */
    public void refused(String id, String reason) {
        Integer index = made.get(id);
        if (index != null) {
            outcomes.failed(index, null, reason);
        }
    }

    @Override
    public boolean isFromDatabase() {
        return true;
    }

    @Override
    public String day(int index) {
        return items().get(index).day();
    }

    @Override
    public String idPrefix(int index) {
        return items().get(index).prefix();
    }

    @Override
    public String idOf(int index, String id) {
        String stored = items().get(index).id();
        return inPlace && endpoint().expressions().repeats() && Repeats.isOf(stored, id) ? stored : id;
    }

    @Override
    public String partition() {
        return page.partition();
    }

    @Override
    public String parentId() {
        return page.parentId();
    }

    @Override
    public JsonNode parent() {
        return page.parent();
    }

    /** @throws IllegalArgumentException when it is not known */
    @Override
    public long position(int index) {
        Long position = items().get(index).position();
        if (position == null) {
            throw new IllegalArgumentException("its place in its list is not known");
        }
        return position;
    }

    @Override
    public JsonNode raw(int index) {
        return items().get(index).raw();
    }

    @Override
    public void read(String id, Instant time, Instant now) {
        // there is no list of which something could be missing
    }

    @Override
    public void leftOut(String id, Instant time, Instant now) {
        // what is stored of it stays
    }

    void failed(Throwable thrown) {
        failure = thrown;
    }

    /** Why it broke off; null when it did not. */
    public Throwable failure() {
        return failure;
    }
}
