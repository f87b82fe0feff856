package io.github.spotifypipeline.schedule;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.endpoint.Endpoint;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Function;

/**
 * What is due now, in the order in which it should run. A pure function of what is given: nothing is read or changed
 * here.
 *
 * @param turns       the smaller priority first (plays have the smallest by default), then what has waited longest, by
 *                    the minute, then by the process's own order of accounts
 * @param lookAgainAt when the next turn comes, or what was read from the database is to be read again
 */
record SyncPlan(List<Turn> turns, Instant lookAgainAt) {

    /**
     * What could run.
     *
     * @param read  how far it was when that was read
     * @param since when its turn came
     */
    record Turn(Account account, Endpoint endpoint, CursorState read, Instant since) {

        private static Comparator<Turn> order(Comparator<String> accounts) {
            return Comparator.<Turn>comparingInt(turn -> turn.endpoint().timing().priority())
                    .thenComparing(turn -> turn.since().truncatedTo(ChronoUnit.MINUTES))
                    .thenComparing(turn -> turn.account().id(), accounts).thenComparing(Turn::since);
        }
    }

    /**
     * What holds in this process.
     *
     * @param firstAfter     what is due at the start, or never ran, waits for its first interval from this time on;
     *                       null: it runs at once
     * @param limitedUntil   until when an endpoint's calls are not made
     * @param postponedUntil until when an endpoint of an account is left alone; null when it is not
     * @param stopped        whether an endpoint of an account must not begin
     * @param accounts       which account goes first of those that have waited for as long
     */
    record Conditions(Instant firstAfter, Function<Endpoint, Instant> limitedUntil,
                      BiFunction<String, String, Instant> postponedUntil, BiPredicate<String, String> stopped,
                      Comparator<String> accounts) {
    }

    /** An order of accounts that is another one in each process, so that they do not all want the same turn. */
    static Comparator<String> ownOrder(String process) {
        return Comparator.<String>comparingInt(account -> (process + account).hashCode() * 0x9E3779B9)
                .thenComparing(Comparator.naturalOrder());
    }

    /**
     * Makes the plan.
     *
     * @param readAgainAt when accounts and cursors are to be read again
     */
    static SyncPlan of(List<Account> accounts, List<Endpoint> endpoints, Cursors.States cursors, Conditions conditions,
                       Instant now, Instant readAgainAt) {
        List<Turn> turns = new ArrayList<>();
        Instant lookAgainAt = readAgainAt;
        for (Account account : accounts) {
            for (Endpoint endpoint : endpoints) {
                if (!account.isActive() || !account.scopes().containsAll(endpoint.scopes())
                        || conditions.stopped().test(account.id(), endpoint.id())) {
                    continue;
                }
                CursorState cursor = cursors.of(account.id(), endpoint.id());
                Instant postponed = conditions.postponedUntil().apply(account.id(), endpoint.id());
                Instant due = latest(latest(due(account, endpoint, endpoints, cursors, conditions), postponed),
                        cursor.leasedUntil());
                if (!now.isBefore(due)) {
                    turns.add(new Turn(account, endpoint, cursor, due));
                } else if (due.isBefore(lookAgainAt)) {
                    lookAgainAt = due;
                }
            }
        }
        turns.sort(Turn.order(conditions.accounts()));
        return new SyncPlan(turns, lookAgainAt);
    }

    /**
     * An endpoint with a parent is never due before the parent was read. With a change token it follows the parent,
     * which costs a call only where a token moved.
     */
    private static Instant due(Account account, Endpoint endpoint, List<Endpoint> all, Cursors.States cursors,
                               Conditions conditions) {
        CursorState cursor = cursors.of(account.id(), endpoint.id());
        Instant due = cursor.isRequested() ? latest(Instant.EPOCH, conditions.limitedUntil().apply(endpoint))
                : next(account, endpoint, cursor, conditions);
        Endpoint.Parent parent = endpoint.parent();
        if (parent == null || all.stream().noneMatch(other -> other.id().equals(parent.endpointId()))) {
            return due;
        }
        Instant read = cursors.of(account.id(), parent.endpointId()).lastSuccessAt();
        if (read == null) {
            return Instant.MAX;
        }
        // what another process reads of the parent now, it is to know
        due = latest(due, cursors.of(account.id(), parent.endpointId()).leasedUntil());
        boolean isParentNewer = parent.changeToken() != null && cursor.lastSuccessAt() != null
                && read.isAfter(cursor.lastSuccessAt()) && read.isBefore(due);
        return isParentNewer
                ? latest(latest(read, cursor.retryAt()), conditions.limitedUntil().apply(endpoint)) : due;
    }

    /** When an endpoint of an account is due that nobody asked for. */
    static Instant next(Account account, Endpoint endpoint, CursorState cursor, Conditions conditions) {
        Instant since = cursor.lastSuccessAt();
        if (conditions.firstAfter() != null) {
            since = latest(since, latest(conditions.firstAfter(), account.authorizedAt()));
        }
        // what failed is tried again, also when it was asked for long before its next turn
        Instant due = cursor.retryAt() != null ? cursor.retryAt()
                : since == null ? Instant.EPOCH : endpoint.schedule().next(since);
        return latest(due, conditions.limitedUntil().apply(endpoint));
    }

    private static Instant latest(Instant one, Instant other) {
        return one == null || other != null && other.isAfter(one) ? other : one;
    }
}
