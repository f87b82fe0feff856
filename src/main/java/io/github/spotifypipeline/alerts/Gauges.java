package io.github.spotifypipeline.alerts;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.EndpointRegistry;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.sync.Gaps;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Gauges of what the database knows, the same in each replica. Where it does not answer, they are missing. */
public final class Gauges {

    private final AlertRules attention;
    private final AccountStore vault;
    private final EndpointRegistry endpoints;
    private final Cursors cursors;
    private final RateLimitStore limits;
    private final Database database;
    private final Clock clock;
    private final MultiGauge signInDays;
    private final MultiGauge needs;
    private final MultiGauge silence;
    private final MultiGauge deadLetters;
    private final MultiGauge gaps;
    private final MultiGauge blockedBuckets;
    private final MultiGauge blockedSeconds;

    public Gauges(AlertRules attention, AccountStore vault, EndpointRegistry endpoints, Cursors cursors, RateLimitStore limits,
                  Database database, Clock clock, MeterRegistry meters) {
        this.attention = attention;
        this.vault = vault;
        this.endpoints = endpoints;
        this.cursors = cursors;
        this.limits = limits;
        this.database = database;
        this.clock = clock;
        signInDays = gauge("spotify.sign.in.expires.days", "Days until Spotify ends the sign-in", meters);
        needs = gauge("spotify.needs.person", "How many things need a person", meters);
        silence = gauge("spotify.seconds.since.success",
                "Seconds since the last success, of the active account that waits longest", meters);
        deadLetters = gauge("spotify.dead.letters", "Items that could not be transformed", meters);
        gaps = gauge("spotify.gaps", "Times in which plays may be missing", meters);
        blockedBuckets = gauge("spotify.blocked.buckets", "Paths that Spotify refuses at the moment", meters);
        blockedSeconds = gauge("spotify.bucket.blocked.seconds", "Seconds until a path is asked again", meters);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry meters) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    /** Asks the database; never throws because it does not answer. Only to be called when nobody reads the meters. */
    public void refresh() {
        if (database.troubleNow() != null) {
            clear();
            return;
        }
        try {
            Instant now = clock.instant();
            List<Account> accounts = vault.accountList();
            Cursors.States states = cursors.all();
            set(signInDays, accounts.stream().map(account -> row("account", account.id(),
                    Duration.between(now, account.signInExpiresAt()).toMinutes() / 1440.0)).toList());
            set(needs, needs());
            set(silence, endpoints.all().stream().map(endpoint -> silence(endpoint, accounts, states, now))
                    .filter(Objects::nonNull).toList());
            set(deadLetters, List.of(count("dead_letters")));
            set(gaps, List.of(MultiGauge.Row.of(Tags.empty(), new Gaps(database, clock).open())));
            List<RateLimit> blocked = limits.list().stream().filter(limit -> limit.blockedUntil() != null).toList();
            set(blockedBuckets, List.of(MultiGauge.Row.of(Tags.empty(), blocked.size())));
            set(blockedSeconds, blocked.stream().map(limit -> row("bucket", limit.bucket(),
                    Duration.between(now, limit.blockedUntil()).toSeconds())).toList());
        } catch (MongoException e) {
            clear();
        }
    }

    private void clear() {
        List.of(signInDays, needs, silence, deadLetters, gaps, blockedBuckets, blockedSeconds)
                .forEach(gauge -> set(gauge, List.of()));
    }

    private List<MultiGauge.Row<?>> needs() {
        Map<String, Integer> counts = new TreeMap<>(Map.of(Alert.ACCOUNT, 0, Alert.SIGN_IN, 0, Alert.ENDPOINT, 0));
        attention.look().needs().forEach(need -> counts.merge(need.subject(), 1, Integer::sum));
        List<MultiGauge.Row<?>> rows = new ArrayList<>();
        counts.forEach((subject, count) -> rows.add(row("subject", subject, count)));
        return rows;
    }

    private static MultiGauge.Row<?> silence(Endpoint endpoint, List<Account> accounts, Cursors.States states, Instant now) {
        return accounts.stream()
                .filter(account -> account.isActive() && account.scopes().containsAll(endpoint.scopes()))
                .map(account -> {
                    Instant last = states.of(account.id(), endpoint.id()).lastSuccessAt();
                    return last == null ? account.authorizedAt() : last;
                })
                .min(Instant::compareTo)
                .map(oldest -> row("endpoint", endpoint.id(), Duration.between(oldest, now).toSeconds())).orElse(null);
    }

    private MultiGauge.Row<?> count(String collection) {
        return MultiGauge.Row.of(Tags.empty(), database.collection(collection).estimatedDocumentCount());
    }

    private static MultiGauge.Row<?> row(String tag, String value, Number number) {
        return MultiGauge.Row.of(Tags.of(tag, value), number);
    }

    @SuppressWarnings("unchecked")
    private static void set(MultiGauge gauge, List<? extends MultiGauge.Row<?>> rows) {
        gauge.register((Iterable<MultiGauge.Row<?>>) (Iterable<?>) rows, true);
    }
}
