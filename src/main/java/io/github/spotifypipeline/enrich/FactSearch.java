package io.github.spotifypipeline.enrich;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.imports.flow.SongFacts;
import io.github.spotifypipeline.spotify.Failure;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills {@code tracks} with what lists do not show of the songs that were heard most, by one call a song and at most a
 * number of calls a day. All calls of the same path count, whoever makes them.
 */
public final class FactSearch {

    private static final Logger LOG = LoggerFactory.getLogger(FactSearch.class);
    private static final String BUCKET = "/tracks/{id}";
    private static final Duration AFTER_START = Duration.ofHours(3);
    private static final Duration EVERY = Duration.ofDays(1);
    private static final Duration RETRY = Duration.ofHours(1);
    private static final int MOST_FAULTS = 3;

    private final MissingFacts missing;
    private final DailyClaim claim;
    private final SongFacts songs;
    private final RateLimitStore limits;
    private final AccountStore accounts;
    private final Clock clock;
    private final Options options;
    private Instant due;
    private FactRun run;

    /**
     * When it asks.
     *
     * @param callsADay the most calls in 24 hours; 0: none
     * @param busy      whether something goes before it, now
     * @param stopping  whether nothing may be begun any more
     */
    public record Options(int callsADay, BooleanSupplier busy, BooleanSupplier stopping) {
    }

    /** @param songs is told what was learnt */
    public FactSearch(Database database, SongFacts songs, RateLimitStore limits, AccountStore accounts, Clock clock,
                      Options options) {
        this.missing = new MissingFacts(database);
        this.claim = new DailyClaim(database, "facts");
        this.songs = songs;
        this.limits = limits;
        this.accounts = accounts;
        this.clock = clock;
        this.options = options;
        this.due = clock.instant().plus(AFTER_START);
    }

    /** The call that is to be made now; null when none is. To be asked each second, which is the pace. */
    public synchronized FactCall next() {
        try {
            if (options.callsADay() == 0 || options.stopping().getAsBoolean() || !isUnderWay()
                    || options.busy().getAsBoolean()) {
                return null;
            }
            Optional<String> account = account();
            if (account.isEmpty() || limits.calls(BUCKET) >= options.callsADay()) {
                end();
                return null;
            }
            return new FactCall(run, account.get(), run.take());
        } catch (MongoException e) {
            // the health check of the database says it
            run = null;
            due = clock.instant().plus(RETRY);
            return null;
        }
    }

    private boolean isUnderWay() {
        Instant now = clock.instant();
        if (run != null && run.isEmpty()) {
            end();
        }
        // a clock that was ahead must not delay it
        if (run == null && (!now.isBefore(due) || due.isAfter(now.plus(EVERY)))) {
            due = now.plus(RETRY);
            int most = (int) (options.callsADay() - limits.calls(BUCKET));
            if (most > 0 && account().isPresent() && missing.any() && claim.take(now)) {
                due = now.plus(EVERY);
                begin(most, now);
            }
        }
        return run != null;
    }

    private void begin(int most, Instant now) {
        // what an earlier version has stored costs no call
        songs.learnStored();
        List<LackingSong> lacking = missing.mostHeard(most, now);
        run = lacking.isEmpty() ? null : new FactRun(lacking, most, options.stopping());
    }

    private Optional<String> account() {
        return accounts.accountList().stream().filter(Account::isActive).map(Account::id).findFirst();
    }

    private void end() {
        LOG.info("facts of songs: {}", run);
        run = null;
    }

    /** Spotify has answered. */
    public synchronized void learnt(FactCall call, JsonNode song) {
        limits.store();
        if (song instanceof ObjectNode object && song.path("name").isTextual()) {
            // a song that has moved to another id comes under that one
            songs.learn(List.of(object.put("uri", call.song().uri())));
            call.tally().told();
        } else {
            call.tally().refused();
        }
        missing.asked(call.song(), clock.instant());
    }

    /** There is no answer. @throws Exception what is no failure of Spotify's or the database's */
    public synchronized void failed(FactCall call, Exception thrown) throws Exception {
        limits.store();
        Failure failure = thrown instanceof SpotifyException e ? e.failure() : null;
        if (failure != null && (failure.isOfResource() || failure.is(FailureKind.BAD_REQUEST))) {
            call.tally().refused();
            missing.asked(call.song(), clock.instant());
        } else if (failure == null || !isTransient(failure) || call.tally().fault() == MOST_FAULTS) {
            if (failure != null && !call.tally().isStopping()) {
                LOG.info("facts of songs: no more today. {}", failure.words());
            }
            if (run != null) {
                end();
            }
            if (failure == null && !(thrown instanceof MongoException)) {
                throw thrown;
            }
        }
    }

    private static boolean isTransient(Failure failure) {
        return failure.is(FailureKind.SERVER_ERROR) || failure.is(FailureKind.TIMEOUT)
                || failure.is(FailureKind.UNREACHABLE) || failure.is(FailureKind.BAD_ANSWER);
    }
}
