package io.github.spotifypipeline.sync;

import com.mongodb.MongoException;
import io.github.spotifypipeline.reading.SpotifyPages;
import io.github.spotifypipeline.records.SyncParts;
import io.github.spotifypipeline.schedule.CursorState;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.SyncTask;
import io.github.spotifypipeline.schedule.Tally;
import io.github.spotifypipeline.schedule.Tally.Count;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a sync leaves at its end: its cursor, its run record, and who is stopped. */
final class SyncResults {

    private static final Logger LOG = LoggerFactory.getLogger(SyncResults.class);

    /** How long a step's fault, with its place in the code, is not told again. */
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    private final Map<String, Instant> told = new ConcurrentHashMap<>();
    private final SyncSchedule schedule;
    private final SyncFindings findings;
    private final SyncRefusals refusals;
    private final RateLimitStore limits;
    private final RunRecords runs;
    private final SyncEvents events;
    private final Clock clock;

    SyncResults(SyncSchedule schedule, SyncFindings findings, SyncRefusals refusals, RateLimitStore limits,
                RunRecords runs, SyncEvents events, Clock clock) {
        this.schedule = schedule;
        this.findings = findings;
        this.refusals = refusals;
        this.limits = limits;
        this.runs = runs;
        this.events = events;
        this.clock = clock;
    }

    /** A sync has ended, with its last page or before. */
    void ended(SyncParts<SpotifyPages> sync) {
        Throwable failure = sync.tally().failure();
        try {
            if (failure == null) {
                succeeded(sync.tally(), sync.pages());
            }
        } catch (RuntimeException e) {
            failure = e;
        }
        if (failure != null) {
            failed(sync, failure);
        }
    }

    /** All pages are stored: the cursor moves. A sync that was stopped before its last page leaves it where it is. */
    private void succeeded(Tally tally, SpotifyPages pages) {
        SyncTask task = tally.task();
        Instant now = clock.instant();
        if (tally.isStopped()) {
            findings.forget(task);
            record(tally, now, "stopped", null);
            return;
        }
        CursorState after = findings.after(tally, pages, now);
        schedule.succeeded(task, after);
        // Spotify has answered with data
        boolean isTaken = tally.progress().pages() > 0 && limits.clearAll(task.startedAt());
        if (isTaken) {
            LOG.info("Spotify takes the app's calls again");
        }
        if (isTaken || after.errors().last() != null || task.before().errors().last() != null) {
            events.changed();
        }
        events.succeeded();
        record(tally, now, pages.isAvailable() ? "succeeded" : "not_available", null);
    }

    /** The sync broke off: the cursor stays. What concerns the account or the app stops that. */
    private void failed(SyncParts<SpotifyPages> sync, Throwable thrown) {
        Tally tally = sync.tally();
        SyncTask task = tally.task();
        Failure failure = refusals.inWords(task, Diagnosis.of(thrown, tally.writing()));
        if (failure.isBug() && isToTell(task.endpointId(), clock.instant())) {
            LOG.error("A step of the route {} failed for account {}", task.endpointId(), task.accountId(), thrown);
        }
        Instant now = clock.instant();
        CursorState after = SyncRefusals.after(task, failure, now);
        String outcome = failure.is(FailureKind.STOPPED) ? "stopped"
                : failure.blockedUntil() != null ? "blocked" : "failed";
        try {
            findings.forget(task);
            if (!refusals.isConnected(task.accountId())) {
                // another process has disconnected it: nothing of it is kept
                schedule.disconnected(task);
                return;
            }
            if (failure.is(FailureKind.STOPPED)) {
                tally.mustStop();
            } else {
                refusals.stop(task, failure);
                sync.pages().brokeOff();
                schedule.failed(task, after);
            }
            record(tally, now, outcome, failure);
        } catch (MongoException e) {
            schedule.postpone(task, after.retryAt());
            runs.notRecorded(tally, now, outcome, failure, e);
        } finally {
            events.changed();
        }
    }

    /** Once a minute for an endpoint: each account's sync may meet the same. */
    private boolean isToTell(String endpointId, Instant now) {
        Instant before = told.get(endpointId);
        boolean tell = before == null || !now.isBefore(before.plus(TOLD_AGAIN));
        if (tell) {
            told.put(endpointId, now);
        }
        return tell;
    }

    private void record(Tally tally, Instant now, String outcome, Failure failure) {
        if (tally.get(Count.CALLS) == 0 && schedule.isPaused(tally.task().endpointId())) {
            return;
        }
        limits.store();
        runs.add(tally, now, outcome, failure);
    }
}
