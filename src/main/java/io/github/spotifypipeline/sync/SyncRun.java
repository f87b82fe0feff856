package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.Content;
import io.github.spotifypipeline.reading.Item;
import io.github.spotifypipeline.reading.ListReading;
import io.github.spotifypipeline.reading.SourceList;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.spotify.CallOwner;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NavigableSet;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * One sync of one endpoint of one account: which list it reads, and what has been done. It is used by one thread at a
 * time.
 */
public sealed class SyncRun implements CallOwner permits StoredRun {

    private final SyncTask task;
    private final Tally tally;
    private final Endpoint endpoint;
    private final CursorState before;
    private final Queue<SourceList> lookedAtAgain = new ArrayDeque<>();
    private final Set<String> doubted = new HashSet<>();
    private Iterator<SourceList> slices;
    private ListReading sweep;
    private List<Item> page = List.of();
    private List<JsonNode> emptyEntries = List.of();
    private String heldUp;
    private Long newest;
    private ListCompleteness discrepancy;
    private boolean available = true;
    private boolean complained;
    private boolean heard;
    private Long askedAfter;
    private final NavigableSet<Long> times = new TreeSet<>();
    private final NavigableSet<Long> shown = new TreeSet<>();
    private int newTimes;
    private String storing;
    private int pages;
    private int read;
    private int removed;
    private int dropped;
    private int dead;
    private int knownDead;
    private int empty;
    private int filtered;
    private final Set<String> sent = new HashSet<>();
    private boolean sinkKnown;

    public SyncRun(SyncTask task, Tally tally) {
        this.task = task;
        this.tally = tally;
        this.endpoint = task.endpoint();
        this.before = task.before();
        this.newest = before.found().position();
        this.askedAfter = before.found().position();
        this.discrepancy = before.found().completeness();
    }

    public SyncTask task() {
        return task;
    }

    /** A page is about to be written. @param collection where to; null: it has been */
    public void storing(String collection) {
        storing = collection;
    }

    /** The collection that a page was being written to when the run broke off; null when none was. */
    public String storing() {
        return storing;
    }

    public String getAccountId() {
        return task.accountId();
    }

    public String getEndpointId() {
        return endpoint.id();
    }

    public Endpoint endpoint() {
        return endpoint;
    }

    public String getCollection() {
        return endpoint.collection();
    }

    public CursorState before() {
        return before;
    }

    public Instant startedAt() {
        return task.startedAt();
    }

    /** The day that the run counts to, {@code YYYY-MM-DD} in the configured time zone. */
    public String getDay() {
        return task.day();
    }

    /** The day of an item of the page that was received last: the run's, unless it is one that was stored. */
    public String day(int index) {
        return task.day();
    }

    /** What the {@code _id} of each record of the list that is being read begins with. */
    public String idPrefix() {
        return sweep.slice().prefix();
    }

    /** The same for an item of the page that was received last. @param index as with {@link #raw} */
    public String idPrefix(int index) {
        return idPrefix();
    }

    /**
     * The {@code _id} of the record of the next entry of the list that is being read; where a list may hold the same thing
     * several times, with a number for each repeat.
     *
     * @param id what the {@code _id}s of the list begin with, and the entry's key
     */
    public String idOf(int index, String id) {
        return sweep.idOf(id);
    }

    /** The partition that is being read; null when the endpoint has none. */
    public String partition() {
        return sweep == null ? null : sweep.slice().partition();
    }

    /** The {@code _id} of the parent's record of the list that is being read; null when the endpoint has no parent. */
    public String parentId() {
        return sweep == null ? null : sweep.slice().parentId();
    }

    /** The parent's object of the list that is being read; null when the endpoint has no parent. */
    public JsonNode parent() {
        return sweep == null ? null : sweep.slice().parent();
    }

    /** Whether the process is stopping, so that nothing further may begin; it stays so. */
    boolean mustStop() {
        return tally.mustStop();
    }

    /** Whether it ended before its last page because the process is stopping. */
    public boolean isStopped() {
        return tally.isStopped();
    }

    /** Whether it knows its lists yet. */
    boolean isPlanned() {
        return slices != null;
    }

    void plan(Iterable<SourceList> lists) {
        slices = lists.iterator();
    }

    /** Asks, with a cursor, from another time on than that of the newest record. @param position in Unix ms; null: from the first */
    void askAfter(Long position) {
        askedAfter = position;
    }

    /** The time from which on records were asked for, in Unix ms; 0 when all were. */
    long askedFrom() {
        return askedAfter == null ? 0 : Math.max(0, askedAfter - endpoint.paging().overlapMs());
    }

    /**
     * Whether the pages of events that follow show nothing further: the page that was received last brought nothing that the
     * ones before it did not bring; or, where the newest page is asked for, it reaches back to the newest record that is
     * known, or none is known, as Spotify has nothing before the last page.
     */
    boolean hasReachedTheEnd() {
        if (!endpoint.isIncremental() || pages == 0) {
            return false;
        }
        return pages > 1 && newTimes == 0 || endpoint.paging().newest()
                && (before.found().position() == null || !shown.isEmpty() && shown.first() <= before.found().position());
    }

    /** The list that is being read; null before the first and after the last. */
    ListReading sweep() {
        return sweep;
    }

    /** Whether there is a list after the one that is being read. */
    boolean isMoreSlices() {
        return slices.hasNext() || !lookedAtAgain.isEmpty();
    }

    /** Goes on to the next list. @return false when there is none */
    boolean nextSlice() {
        sweep = slices.hasNext() ? new ListReading(endpoint, slices.next(), askedAfter)
                : lookedAtAgain.isEmpty() ? null : new ListReading(endpoint, lookedAtAgain.remove(), askedAfter, true);
        return sweep != null;
    }

    /** A list is read once more after all the others, because what it showed is not believed. */
    public void lookAgain(SourceList slice) {
        lookedAtAgain.add(slice);
    }

    /** A list is not believed before a later run finds the same; {@code parent_reads} knows that of a child. */
    public void doubt(SourceList slice) {
        if (!slice.isChild()) {
            doubted.add(slice.prefix());
        }
    }

    /** Whether the run before doubted what the list showed. */
    public boolean isDoubtedBefore(SourceList slice) {
        return before.found().doubted().contains(slice.prefix());
    }

    /** The prefixes of the lists that it doubted. */
    Set<String> doubted() {
        return doubted;
    }

    /** Whether its items come from the database, so that nothing is to be fetched. */
    public boolean isFromDatabase() {
        return false;
    }

    /** Takes the page to fetch now, a path below the API's URL or a URL. */
    public String takeNextUrl() {
        return sweep.take();
    }

    @Override
    public boolean isStopping() {
        return mustStop();
    }

    @Override
    public boolean isFirst() {
        return endpoint.mode() == Mode.APPEND;
    }

    @Override
    public void called() {
        tally.called();
    }

    @Override
    public void waits(boolean waits) {
        tally.waits(waits);
    }

    /** Whether Spotify has answered it with data. */
    boolean hasHeard() {
        return heard;
    }

    /** Takes a page. @return its entries, without those that Spotify left empty, which are counted */
    List<JsonNode> received(JsonNode answer) {
        heard = true;
        List<Item> items = sweep.received(answer);
        if (endpoint.isIncremental()) {
            items.forEach(item -> shows(item.raw()));
        }
        tally.received(items.size(), isOneList() ? sweep.expected() : null);
        pages++;
        newTimes = 0;
        emptyEntries = items.stream().map(Item::raw).filter(Content::isMissing).toList();
        page = items.stream().filter(item -> !Content.isMissing(item.raw())).toList();
        empty += emptyEntries.size();
        sweep.sawEmpty(emptyEntries.size());
        return page.stream().map(Item::raw).toList();
    }

    /** An entry tells that nothing is missing at its time, also where no record can be made of it. */
    private void shows(JsonNode entry) {
        try {
            shown.add(Instant.parse(entry.path(endpoint.paging().cursorField()).asText()).toEpochMilli());
        } catch (DateTimeParseException e) {
            // perhaps its record has one
        }
    }

    /** The entries of the page that was received last that Spotify left empty. */
    public List<JsonNode> emptyEntries() {
        return emptyEntries;
    }

    private boolean isOneList() {
        return endpoint.parent() == null && endpoint.partitions().isEmpty() && endpoint.paging().most() == 0
                && !endpoint.isIncremental();
    }

    /** Leaves out some of the page that was received last. @return the entries that stay */
    public List<JsonNode> leaveOut(Predicate<Item> some) {
        page = page.stream().filter(some.negate()).toList();
        return page.stream().map(Item::raw).toList();
    }

    /**
     * Counts a record, and remembers its time; from one that is further ahead than the overlap, by which it is asked again,
     * nothing follows for the next run.
     *
     * @param time null when it has none that counts
     */
    public void read(String id, Instant time, Instant now) {
        read++;
        if (endpoint.mode() != Mode.APPEND) {
            sweep.saw(id);
        }
        if (time != null) {
            long millis = time.toEpochMilli();
            newTimes += times.add(millis) ? 1 : 0;
            shown.add(millis);
            if (millis - now.toEpochMilli() <= endpoint.paging().overlapMs()) {
                newest = newest == null ? millis : Math.max(newest, millis);
            }
        }
    }

    /**
     * Counts an item that its transform left out. What is stored of it stays.
     *
     * @param id   null when it has no key, so that nothing can be stored of it
     * @param time as with {@link #read}
     */
    public void leftOut(String id, Instant time, Instant now) {
        filtered++;
        if (id == null) {
            read++;
        } else {
            read(id, time, now);
        }
    }

    /**
     * A page of records goes to the steps of the route.
     *
     * @param ids of its records
     */
    public void sends(Collection<String> ids) {
        sent.clear();
        sent.addAll(ids);
    }

    /** A sink takes records. @param ids of them */
    public void arrived(Collection<String> ids) {
        sinkKnown = true;
        sent.removeAll(ids);
    }

    /** The steps have ended with a page: what no sink took, they left out. */
    public void passed() {
        // where there is no sink of ours, the records went elsewhere
        filtered += sinkKnown || endpoint.storage().hasSink() ? sent.size() : 0;
        sent.clear();
    }

    /** Records and items that the transform or a step left out. */
    public int filtered() {
        return filtered;
    }

    /**
     * An item of the page that was received last, as Spotify sent it.
     *
     * @param index its place among those that {@link #received}, and then {@link #leaveOut}, gave
     */
    public JsonNode raw(int index) {
        return page.get(index).raw();
    }

    /** The place in its list of an item of the page that was received last, from 0. @param index as with {@link #raw} */
    public long position(int index) {
        return page.get(index).position();
    }

    /**
     * Counts a record that could not be transformed.
     *
     * @param id    what the {@code _id}s of its list begin with, and its key; null when it has none
     * @param known whether it is in dead letters for this reason already, so that it does not count as dead again
     */
    public void readDead(String id, boolean known) {
        read++;
        if (known) {
            knownDead++;
        } else {
            dead++;
        }
        newTimes += known ? 0 : 1;
        if (id == null) {
            sweep.sawUnknown();
        } else {
            sweep.saw(sweep.idOf(id));
        }
    }

    /** Whether nobody has been told yet that this run sets items aside; asking tells. */
    public boolean isFirstComplaint() {
        boolean first = !complained;
        complained = true;
        return first;
    }

    /** Counts a page's documents after they were stored. */
    public void stored(int newDocuments, int changedDocuments, int unchangedDocuments) {
        tally.stored(newDocuments, changedDocuments, unchangedDocuments);
    }

    public void removed(int documents) {
        removed += documents;
    }

    /** Documents that told of nothing were deleted. */
    public void dropped(int documents) {
        dropped += documents;
    }

    public int dropped() {
        return dropped;
    }

    /** Nothing of a list counts as removed. @param why in words; null when it needs nobody; the first that was given counts */
    public void holdUp(String why) {
        heldUp = heldUp == null ? why : heldUp;
    }

    /** Why nothing of a list counts as removed, in words; null where that needs nobody. */
    String heldUp() {
        return heldUp;
    }

    /** Spotify does not offer this to the account. */
    void notAvailable() {
        available = false;
    }

    boolean isAvailable() {
        return available;
    }

    /** The newest record's time in Unix ms; null when none was ever seen. */
    public Long newest() {
        return newest;
    }

    /** The times of the entries and records that were read, in Unix ms. */
    NavigableSet<Long> shown() {
        return shown;
    }

    /** How the one list of the endpoint showed itself. */
    public void showed(ListCompleteness after) {
        discrepancy = endpoint.partitions().isEmpty() ? after : ListCompleteness.NONE;
    }

    ListCompleteness discrepancy() {
        return discrepancy;
    }

    public int calls() {
        return tally.get(Tally.Count.CALLS);
    }

    public int read() {
        return read;
    }

    int inserted() {
        return tally.get(Tally.Count.INSERTED);
    }

    /** Documents that are new or changed. */
    public int written() {
        return tally.written();
    }

    public int unchanged() {
        return tally.get(Tally.Count.UNCHANGED);
    }

    public int removed() {
        return removed;
    }

    public int dead() {
        return dead;
    }

    /** Whether it read something, but no item of it could be transformed, in this run or in an earlier one. */
    boolean isAllDead() {
        return read > 0 && dead + knownDead == read;
    }

    public int empty() {
        return empty;
    }
}
