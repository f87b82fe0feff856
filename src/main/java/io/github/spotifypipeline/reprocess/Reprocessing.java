package io.github.spotifypipeline.reprocess;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.records.DeadLetters;
import io.github.spotifypipeline.schedule.SyncSchedule;
import io.github.spotifypipeline.schedule.Tally;
import java.time.Clock;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is in the database through the endpoints' routes of today, without a call to Spotify: dead letters
 * ({@link #replay}), or the raw items of all documents ({@link #retransform}). One at a time; an account's syncs wait
 * meanwhile.
 */
public final class Reprocessing {

    private static final Logger LOG = LoggerFactory.getLogger(Reprocessing.class);

    private final EndpointRegistry endpoints;
    private final AccountStore accountStore;
    private final Database database;
    private final DeadLetters letters;
    private final RouteCall route;
    private final ImportedRows rows;
    private final ReprocessProgress progress;
    private final ZoneId zone;
    private final ReentrantLock lock = new ReentrantLock();

    /** @param zone in which a day is meant */
    public Reprocessing(EndpointRegistry endpoints, AccountStore accountStore, Database database, DeadLetters letters,
                        RouteCall route, Clock clock, ZoneId zone) {
        this.endpoints = endpoints;
        this.accountStore = accountStore;
        this.database = database;
        this.letters = letters;
        this.route = route;
        this.rows = new ImportedRows(database, route);
        this.progress = new ReprocessProgress(database, clock);
        this.zone = zone;
    }

    /**
     * Tries dead letters again. One whose item is stored then is deleted; one of an account or endpoint that is gone
     * stays.
     *
     * @param only of this endpoint; null: of all
     * @return for each endpoint with letters: {@code healed} and {@code dead}
     * @throws ReprocessException when there is no such endpoint, or other stored items are worked on
     */
    public List<ReprocessResult> replay(String only) {
        return alone(() -> {
            SortedMap<String, SortedMap<String, List<String>>> all = letters.ids(only);
            if (only == null) {
                // no route makes them again
                all.remove(DeadLetters.IMPORT);
            }
            if (only != null && !all.containsKey(only)) {
                endpoints.find(only).orElseThrow(() ->
                        ReprocessException.notFound("There is no endpoint " + only + "."));
                all.put(only, new TreeMap<>());
            }
            Set<String> accounts = accountStore.accountList().stream().map(Account::id).collect(Collectors.toSet());
            List<ReprocessResult> outcomes = new ArrayList<>();
            all.forEach((id, byAccount) -> {
                ReprocessResult outcome = new ReprocessResult(id, "healed", "dead");
                Optional<Endpoint> endpoint = endpoints.find(id);
                byAccount.forEach((account, ids) -> {
                    int healed = 0;
                    if (endpoint.isEmpty()) {
                        outcome.trouble("there is no such endpoint any more, so its letters stay");
                    } else if (!accounts.contains(account)) {
                        outcome.trouble("the account " + account + " is not connected any more, so its letters stay");
                    } else {
                        healed = replay(endpoint.get(), account, ids, outcome);
                    }
                    outcome.add("healed", healed);
                    outcome.add("dead", ids.size() - healed);
                });
                outcomes.add(told("replay", outcome));
            });
            return outcomes;
        });
    }

    /**
     * Throws dead letters away.
     *
     * @param only of this endpoint; null: of all
     * @return for each endpoint with letters: {@code discarded}
     * @throws ReprocessException when there is no such endpoint and no letter of it, or other stored items are worked
     *         on
     */
    public List<ReprocessResult> discard(String only) {
        return alone(() -> {
            SortedMap<String, Long> discarded = letters.discard(only);
            if (only != null && discarded.isEmpty()) {
                endpoints.find(only).orElseThrow(() ->
                        ReprocessException.notFound("There is no endpoint " + only + "."));
                discarded.put(only, 0L);
            }
            return discarded.entrySet().stream().map(of -> {
                ReprocessResult outcome = new ReprocessResult(of.getKey(), "discarded");
                outcome.add("discarded", of.getValue());
                return told("discard", outcome);
            }).toList();
        });
    }

    private int replay(Endpoint endpoint, String account, List<String> ids, ReprocessResult outcome) {
        if (route.isStopping()) {
            outcome.stopped();
            return 0;
        }
        return guarded(outcome, () -> {
            Replay replay = new Replay(letters, endpoint, new StoredLists(account, endpoint, endpoints, database), ids);
            outcome.ended(route.send(account, endpoint, replay::parts));
            return replay.healed();
        }, 0);
    }

    /**
     * Makes documents anew of their raw items. What the route makes no longer is taken away; what did not change is not
     * written. One that was stopped goes on where it was, unless the route was edited since.
     *
     * @param collection of this collection; null: of those of all endpoints
     * @return for each endpoint: {@code changed}, {@code unchanged}, {@code failed} and {@code skipped}; for each
     *         route of imports the first two
     * @throws ReprocessException when no endpoint has this collection, several have, or other stored items are worked
     *         on
     */
    public List<ReprocessResult> retransform(String collection) {
        return alone(() -> {
            List<Endpoint> all = endpoints.all();
            List<Endpoint> chosen = all.stream().filter(endpoint -> collection == null
                    || endpoint.collection().equals(collection)).toList();
            List<ReprocessResult> outcomes = new ArrayList<>();
            if (chosen.isEmpty() && collection != null && !rows.are(collection)) {
                throw ReprocessException.notFound("No endpoint has the collection " + collection + ".");
            }
            if (chosen.size() > 1 && collection != null) {
                throw ReprocessException.refused(shared(chosen));
            }
            for (Endpoint endpoint : chosen) {
                ReprocessResult outcome = new ReprocessResult(endpoint.id(), "changed", "unchanged", "failed",
                        "skipped");
                List<Endpoint> same = all.stream().filter(other -> other.collection().equals(endpoint.collection()))
                        .toList();
                if (same.size() > 1) {
                    outcome.trouble(shared(same));
                } else {
                    retransform(endpoint, outcome);
                }
                outcomes.add(told("retransform", outcome));
            }
            rows.retransform(all, collection).forEach(outcome -> outcomes.add(told("retransform", outcome)));
            return outcomes;
        });
    }

    private static String shared(List<Endpoint> endpoints) {
        return "The endpoints " + endpoints.stream().map(Endpoint::id).collect(Collectors.joining(", ")) + " share the"
                + " collection " + endpoints.get(0).collection()
                + ", so it is not known whose transform a document wants:"
                + " give each one of its own.";
    }

    private void retransform(Endpoint endpoint, ReprocessResult outcome) {
        if (route.isStopping()) {
            // even looking for what there is to do takes seconds, and there are a dozen endpoints
            outcome.stopped();
            return;
        }
        MongoCollection<Document> documents = database.collection(endpoint.collection());
        String last = progress.last(endpoint);
        for (String account : StoredIds.accounts(documents)) {
            if (outcome.isTrouble() || route.isStopping()) {
                outcome.stopped();
                break;
            }
            List<String> ids = StoredIds.behind(last, documents, account);
            if (!ids.isEmpty()) {
                guarded(outcome, () -> retransform(endpoint, account, ids, outcome), false);
            }
        }
        if (!outcome.isTrouble()) {
            progress.ended(endpoint);
        }
    }

    private boolean retransform(Endpoint endpoint, String account, List<String> ids, ReprocessResult outcome) {
        Retransform retransform = new Retransform(database.collection(endpoint.collection()), endpoint,
                new StoredLists(account, endpoint, endpoints, database), ids, zone,
                id -> progress.reached(endpoint, id));
        Tally tally = route.send(account, endpoint, retransform::parts);
        outcome.add("changed", tally.written());
        outcome.add("unchanged", tally.get(Tally.Count.UNCHANGED));
        outcome.add("failed", retransform.failed());
        outcome.add("skipped", retransform.skipped());
        outcome.reason(retransform.reason());
        outcome.ended(tally);
        return true;
    }

    static <T> T guarded(ReprocessResult outcome, Supplier<T> work, T otherwise) {
        try {
            return work.get();
        } catch (ReprocessException | SyncSchedule.BusyException e) {
            outcome.trouble(e.getMessage());
            return otherwise;
        }
    }

    private static ReprocessResult told(String what, ReprocessResult outcome) {
        LOG.info("{} {}", what, outcome);
        return outcome;
    }

    private <T> T alone(Supplier<T> work) {
        if (!lock.tryLock()) {
            throw ReprocessException.refused("A replay or retransform is under way: try again when it has ended.");
        }
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
