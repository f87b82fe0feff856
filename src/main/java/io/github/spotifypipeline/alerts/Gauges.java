package io.github.spotifypipeline.alerts;

import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.spotify.RateLimit;
import io.github.spotifypipeline.sync.Gaps;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Gauges of what the database knows, the same in each replica. They are missing while the database does not answer. */
public final class Gauges {

    private final Supplier<Overview> overviews;
    private final AlertRules alerts;
    private final Database database;
    private final Gaps gaps;
    private final MultiGauge signInDays;
    private final MultiGauge needs;
    private final MultiGauge silence;
    private final MultiGauge deadLetters;
    private final MultiGauge openGaps;
    private final MultiGauge blockedBuckets;
    private final MultiGauge blockedSeconds;

    public Gauges(Supplier<Overview> overviews, AlertRules alerts, Database database, Gaps gaps, MeterRegistry meters) {
        this.overviews = overviews;
        this.alerts = alerts;
        this.database = database;
        this.gaps = gaps;
        signInDays = gauge("spotify.sign.in.expires.days", "Days until Spotify ends the sign-in", meters);
        needs = gauge("spotify.needs.person", "How many things need a person", meters);
        silence = gauge("spotify.seconds.since.success",
                "Seconds since the last success, of the active account that waits longest", meters);
        deadLetters = gauge("spotify.dead.letters", "Items that could not be transformed", meters);
        openGaps = gauge("spotify.gaps", "Times in which plays may be missing", meters);
        blockedBuckets = gauge("spotify.blocked.buckets", "Paths that Spotify refuses at the moment", meters);
        blockedSeconds = gauge("spotify.bucket.blocked.seconds", "Seconds until a path is asked again", meters);
    }

    private static MultiGauge gauge(String name, String description, MeterRegistry meters) {
        return MultiGauge.builder(name).description(description).register(meters);
    }

    /** Reads the database; does not throw when it does not answer. Nobody may read the meters meanwhile. */
    public void refresh() {
        if (database.troubleNow() != null) {
            clear();
            return;
        }
        try {
            Overview overview = overviews.get();
            Instant now = overview.now();
            set(signInDays, overview.accounts().stream().map(account -> row("account", account.id(),
                    Duration.between(now, account.signInExpiresAt()).toMinutes() / 1440.0)));
            set(needs, needs());
            set(silence, overview.endpoints().stream().flatMap(endpoint -> silence(endpoint, overview)));
            set(deadLetters, number(database.collection("dead_letters").estimatedDocumentCount()));
            set(openGaps, number(gaps.countOpen()));
            List<RateLimit> blocked = overview.blocked().toList();
            set(blockedBuckets, number(blocked.size()));
            set(blockedSeconds, blocked.stream().map(limit -> row("bucket", limit.bucket(),
                    Duration.between(now, limit.blockedUntil()).toSeconds())));
        } catch (MongoException e) {
            clear();
        }
    }

    private void clear() {
        Stream.of(signInDays, needs, silence, deadLetters, openGaps, blockedBuckets, blockedSeconds)
                .forEach(gauge -> set(gauge, Stream.empty()));
    }

    private Stream<MultiGauge.Row<?>> needs() {
        Map<String, Integer> counts = new TreeMap<>(Map.of(Alert.ACCOUNT, 0, Alert.SIGN_IN, 0, Alert.ENDPOINT, 0));
        alerts.look().needs().forEach(need -> counts.merge(need.subject(), 1, Integer::sum));
        return counts.entrySet().stream().map(count -> row("subject", count.getKey(), count.getValue()));
    }

    private static Stream<MultiGauge.Row<?>> silence(Endpoint endpoint, Overview overview) {
        return overview.accounts().stream().filter(Account::isActive)
                .filter(account -> account.scopes().containsAll(endpoint.scopes()))
                .map(account -> {
                    Instant last = overview.state(account, endpoint).lastSuccessAt();
                    return last == null ? account.authorizedAt() : last;
                })
                .min(Instant::compareTo).stream().map(oldest -> row("endpoint", endpoint.id(),
                        Duration.between(oldest, overview.now()).toSeconds()));
    }

    private static Stream<MultiGauge.Row<?>> number(long number) {
        return Stream.of(MultiGauge.Row.of(Tags.empty(), number));
    }

    private static MultiGauge.Row<?> row(String tag, String value, Number number) {
        return MultiGauge.Row.of(Tags.of(tag, value), number);
    }

    private static void set(MultiGauge gauge, Stream<? extends MultiGauge.Row<?>> rows) {
        gauge.register(rows.<MultiGauge.Row<?>>map(row -> row).toList(), true);
    }
}
