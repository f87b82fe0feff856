package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.reading.RemovedRecords.Missing;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import java.time.Clock;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the reading of a list: decides whether it is believed, and has {@link RemovedRecords} mark what is no longer in
 * it.
 */
public final class ListConclusions {

    private static final Logger LOG = LoggerFactory.getLogger(ListConclusions.class);

    private final RemovedRecords records;
    private final ParentReads reads;
    private final Clock clock;
    private final Set<String> complained = ConcurrentHashMap.newKeySet();

    public ListConclusions(EndpointRegistry endpoints, Database database, ParentReads reads, Clock clock) {
        this.records = new RemovedRecords(endpoints, database, clock);
        this.reads = reads;
        this.clock = clock;
    }

    /**
     * Ends a list whose pages are all stored.
     *
     * @return null when there is something to fetch first: whether it changed, or all of it again
     */
    ListEnd end(ListReading list, Tally tally) {
        Endpoint endpoint = tally.task().endpoint();
        SourceList source = list.source();
        if (list.isDropped()) {
            return ListEnd.PLAIN;
        }
        if (list.isRefused()) {
            return refused(list, tally);
        }
        String tokenUrl = ListSelection.tokenUrl(endpoint, source);
        if (!list.isTorn() && list.askToken(tokenUrl)) {
            return null;
        }
        if (tokenUrl == null && source.identity().parent() != null && endpoint.parent().tokenPath() != null) {
            complain(endpoint);
        }
        ListContents contents = list.contents();
        if (endpoint.expressions().repeats() && !source.gone() && !list.isTorn() && contents.isWhole()
                && !contents.isShort()
                && !contents.isBare()) {
            records.dropPlaces(source, tally);
        }
        Missing missing = list.isTorn() || endpoint.mode() == Mode.APPEND ? Missing.NOTHING
                : records.missing(tally.task(), list);
        if (!missing.ids().isEmpty() && list.askFirstPage()) {
            return null;
        }
        if (list.isTorn()) {
            return torn(list, tally);
        }
        if (source.gone()) {
            records.remove(missing.ids(), tally);
            reads.forget(tally.task(), source);
            return ListEnd.PLAIN;
        }
        return ended(list, missing, tally);
    }

    /** A list changed while it was read. */
    private ListEnd torn(ListReading list, Tally tally) {
        SyncTask task = tally.task();
        if (list.source().isChild() && list.repeat()) {
            return null;
        }
        if (task.endpoint().expressions().repeats()) {
            records.dropShifted(list, records.firstSeen(task, list.source()), tally);
        }
        LOG.info("{} of account {} changed while it was read, so nothing counts as removed this time",
                task.endpointId(), task.accountId());
        return ListEnd.PLAIN;
    }

    /** Spotify does not show a list, or no more of it, although its parent is there: it stays as it was seen last. */
    private ListEnd refused(ListReading list, Tally tally) {
        SyncTask task = tally.task();
        SourceList source = list.source();
        boolean begun = !list.isAtFirstPage();
        boolean again = !list.isSecondLook() && !source.last().isRefused() && (source.own() || begun);
        // what the parent still counts is not gone
        boolean counted = source.counted() != null && source.counted() > 0;
        if (list.isVanished() && source.last().isNotFound() && !counted && task.endpoint().mode() != Mode.APPEND) {
            records.remove(records.missing(task, list).ids(), tally);
        }
        reads.refused(task, source, list.listedToken(), list.isVanished(), begun, clock.instant());
        return again ? new ListEnd(source.withToken(list.listedToken()), false, null, null) : ListEnd.PLAIN;
    }

    /** A list that stood still. It may show less than there is, and is believed only when nothing speaks against it. */
    private ListEnd ended(ListReading list, Missing missing, Tally tally) {
        SyncTask task = tally.task();
        SourceList source = list.source();
        ListContents contents = list.contents();
        boolean whole = contents.isWhole();
        boolean allSeen = missing.ids().isEmpty();
        // a list without a token is read in each sync, so that only much that is not shown is worth another look
        boolean isShort = contents.isShort() && (source.isChild() || contents.hidden() > contents.entries());
        boolean isDoubtedBefore = source.last().isDoubted()
                || task.before().found().doubted().contains(source.prefix());
        boolean doubtful = isShort || whole && !isDoubtedBefore && isDoubtful(list, missing, task.endpoint());
        ListCompleteness after = contents.after(allSeen && missing.known() > 0);
        SourceList again = null;
        boolean doubted = false;
        String heldUp = null;
        if (doubtful && !list.isSecondLook() && !isDoubtedBefore) {
            again = source.withToken(list.listedToken());
        } else if (isShort || !whole && !allSeen) {
            LOG.info("{} of account {} was not shown as a whole, so nothing counts as removed this time",
                    task.endpointId(), task.accountId());
            heldUp = contents.heldUp();
            doubted = isShort && !isDoubtedBefore;
        } else if (doubtful) {
            LOG.warn("{} of account {} shows {} of {} entries{}: nothing counts as removed until a later sync finds"
                    + " the same", task.endpointId(), task.accountId(), contents.entries(), missing.known(),
                    where(source.identity()));
            doubted = true;
        } else {
            records.remove(task.endpoint().expressions().repeats() ? records.dropShifted(list, missing.ids(), tally)
                    : missing.ids(), tally);
        }
        if (!source.isChild()) {
            return new ListEnd(again, doubted, heldUp, after);
        }
        if (doubtful || !whole && !allSeen) {
            reads.incomplete(task, source, list.listedToken(), after, clock.instant());
        } else {
            reads.read(task, source, list.listedToken(), after, list.isWavering(), contents.hidden() > 0,
                    clock.instant());
        }
        // parent_reads knows of a child that is doubted
        return new ListEnd(again, false, heldUp, null);
    }

    private static String where(ListIdentity list) {
        return list.parentId() != null ? " of the list of " + list.parentId()
                : list.partition() == null ? "" : " of " + list.partition();
    }

    /**
     * Whether a list shows less than half of what is stored, so that it is asked again before anything follows from
     * that. A second look that finds the same is believed, but for a list that shows nothing at all, and for a
     * snapshot, whose records would be deleted: there a later sync must find the same. What the list's parent counts,
     * too, is beyond doubt.
     */
    private static boolean isDoubtful(ListReading list, Missing missing, Endpoint endpoint) {
        return !list.contents().isAsItsParentCounts() && missing.count() > missing.known() - missing.count()
                && (!list.isSecondLook() || list.contents().isBare() || endpoint.mode() == Mode.SNAPSHOT);
    }

    private void complain(Endpoint endpoint) {
        if (complained.add(endpoint.id() + " " + endpoint.parent().tokenPath())) {
            LOG.warn("{} cannot see whether a list changes while it is read, and takes it as it comes: its tokenPath {}"
                    + " names a field that a record of {} does not have; correct the name in its route (said once)",
                    endpoint.id(), endpoint.parent().tokenPath(), endpoint.parent().endpointId());
        }
    }

    /** A sync broke off while it read a list. */
    void brokeOff(ListReading list, SyncTask task) {
        if (list.source().isChild() && !list.source().gone()) {
            reads.failed(task, list.source(), clock.instant());
        }
    }
}
