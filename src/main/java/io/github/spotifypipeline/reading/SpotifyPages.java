package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.json.SentJson;
import io.github.spotifypipeline.schedule.StopSignals;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The pages of all lists of a sync, read from Spotify; and what of that the next sync must know. */
public final class SpotifyPages implements PageSource {

    private final SyncTask task;
    private final Endpoint endpoint;
    private final Tally tally;
    private final Supplier<Plan> planning;
    private final ListConclusions conclusions;
    private final StopSignals stops;
    private final int most;
    private final StoredItems stored;
    private final PagesAhead ahead = new PagesAhead();
    private final EventTimes times;
    private final Queue<SourceList> again = new ArrayDeque<>();
    private final Set<String> doubted = new HashSet<>();
    private Plan plan;
    private ListReading list;
    private String heldUp;
    private ListCompleteness completeness;
    private boolean available = true;

    /**
     * @param planning says which lists to read; asked once, before the first page
     * @param most     how many pages of a list are asked for before their turn
     * @param stored   what is stored of the lists
     */
    public SpotifyPages(Tally tally, Supplier<Plan> planning, ListConclusions conclusions, StopSignals stops,
                        int most, StoredItems stored) {
        this.task = tally.task();
        this.endpoint = task.endpoint();
        this.tally = tally;
        this.planning = planning;
        this.conclusions = conclusions;
        this.stops = stops;
        this.most = most;
        this.stored = stored;
        this.times = new EventTimes(endpoint, task.before().found().position());
        this.completeness = task.before().found().completeness();
    }

    /**
     * What a sync has to read.
     *
     * @param lists in the order in which to read them
     * @param after the time after which records are asked for, in Unix ms; null: all of them
     */
    public record Plan(Iterator<SourceList> lists, Long after) {
    }

    @Override
    public PageRequest next() {
        if (plan == null) {
            plan = planning.get();
            times.askAfter(plan.after());
        }
        while (true) {
            if (stops.ofAccount(task.accountId())) {
                tally.mustStop();
                return null;
            }
            if (times.hasReachedTheEnd()) {
                list.end();
            }
            if (list != null && list.isMore()) {
                return tally.mustStop() ? null : list.take();
            }
            boolean ended = list == null || end();
            // what has read its last list to the end is not stopped any more
            boolean goesOn = !ended || plan.lists().hasNext() || !again.isEmpty();
            if (goesOn && tally.mustStop() || ended && !nextList()) {
                return null;
            }
        }
    }

    /** None where there is no list left. Of events the records of a page say whether there is another. */
    @Override
    public PageRequest meanwhile() {
        return most == 0 || endpoint.isIncremental() || list == null || !list.isMore()
                || stops.ofAccount(task.accountId()) || tally.mustStop() ? null : list.take();
    }

    /** @return false when there is something of the list to fetch first */
    private boolean end() {
        ListEnd end = conclusions.end(list, tally);
        if (end == null) {
            return false;
        }
        if (end.again() != null) {
            again.add(end.again());
        }
        if (end.doubted()) {
            doubted.add(list.source().prefix());
        }
        heldUp = heldUp == null ? end.heldUp() : heldUp;
        if (end.completeness() != null) {
            completeness = endpoint.partitions().isEmpty() ? end.completeness() : ListCompleteness.NONE;
        }
        return true;
    }

    /**
     * Goes on to the next list; what is not believed is read once more after all others. @return false when there is
     * none
     */
    private boolean nextList() {
        boolean secondLook = !plan.lists().hasNext();
        SourceList next = secondLook ? again.poll() : plan.lists().next();
        list = next == null ? null : new ListReading(endpoint, task.day(), next, times, plan.after(), secondLook,
                stored);
        return list != null;
    }

    @Override
    public Page received(PageRequest request, SentJson answer) {
        Page page = request.list().received(request, answer);
        times.page(page);
        tally.add(Count.EMPTY, page.emptyEntries().size());
        tally.received(page.entries(),
                isOneList() ? request.list().contents().expected() : null);
        // of an account that was disconnected meanwhile, nothing more may be stored
        if (stops.ofAccount(task.accountId())) {
            return Page.NONE;
        }
        tally.add(Count.READ, page.unchanged().size());
        tally.add(Count.UNCHANGED, page.unchanged().size());
        return page;
    }

    private boolean isOneList() {
        return endpoint.parent() == null && endpoint.partitions().isEmpty() && endpoint.paging().most() == 0
                && !endpoint.isIncremental();
    }

    /**
     * The list of a parent's record that is refused is left alone for a time ({@link ParentReads#refused}). The first
     * page of an optional endpoint may be refused, as Spotify does not offer everything everywhere; but a page of HTML
     * is not Spotify's word, and what was begun to be shown is on offer.
     */
    @Override
    public void refused(PageRequest request, Failure failure) {
        ListReading of = request.list();
        if (failure.is(FailureKind.NOT_MODIFIED)) {
            of.drop();
        } else if (request.check() && (failure.is(FailureKind.FORBIDDEN) || failure.is(FailureKind.NOT_FOUND))) {
            of.refusedCheck();
        } else if (of.source().isChild() && failure.isOfResource()) {
            of.refuse(failure.is(FailureKind.NOT_FOUND));
        } else if (!of.source().isChild() && endpoint.source().isOptional() && of.isAtFirstPage()
                && failure.isNotOffered()) {
            available = false;
            of.drop();
        } else {
            throw new SpotifyException(failure);
        }
    }

    @Override
    public List<PageAhead> askAhead() {
        return ahead.begin(list, task.mustStop() ? List.of() : list.upcoming(most),
                tally.isLimited());
    }

    @Override
    public PageAhead takeAhead(String url) {
        return ahead.take(url);
    }

    @Override
    public CompletableFuture<Void> endAhead() {
        return ahead.end();
    }

    /** The sync broke off. */
    public void brokeOff() {
        if (list != null) {
            conclusions.brokeOff(list, task);
        }
    }

    /** The times of what was read. */
    public EventTimes times() {
        return times;
    }

    /** Whether Spotify offers the endpoint to the account. */
    public boolean isAvailable() {
        return available;
    }

    /** The prefixes of the lists that are not believed before a later sync finds the same, but for those of parents. */
    public Set<String> doubted() {
        return doubted;
    }

    /** Why nothing of a list counts as removed, in words; null when that needs nobody. The first list counts. */
    public String heldUp() {
        return heldUp;
    }

    /** How the one list of the endpoint showed itself. */
    public ListCompleteness completeness() {
        return completeness;
    }
}
