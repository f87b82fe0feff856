package io.github.spotifypipeline.alerts;

import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.model.ReplaceOptions;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.Schedule;
import io.github.spotifypipeline.schedule.Cursors;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.sync.Gaps;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AlertRulesTest {

    private static final Instant START = Instant.parse("2026-08-31T12:00:00Z");
    private static final URI SIGN_IN = URI.create("https://music.example.org:8443/login");

    private final MutableClock clock = new MutableClock(START);
    private Database database;
    private AccountStore vault;
    private RateLimitStore limits;
    private AlertRules attention;

    @BeforeEach
    void connect(TestDatabase test) {
        use(Database.at(test.uri(), test.databaseName()));
    }

    private void use(Database used) {
        database = used;
        vault = new AccountStore(database, new TokenCipher(new byte[32]), clock, () -> "");
        limits = new RateLimitStore(database, clock, new CallBudget(20, 5), new CallPace(1_000, System::nanoTime));
        attention = new AlertRules(this::overview, SIGN_IN, () -> null);
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private static List<Endpoint> endpoints() {
        return List.of(endpoint("playlists", "another-scope"), endpoint("recently-played", "a-scope"));
    }

    private static Endpoint endpoint(String id, String scope) {
        return new Endpoint(id, list("/me", scope), new Endpoint.Paging(50, 0, "played_at", 0), null,
                new Endpoint.Timing(Schedule.every("20m"), 10), new Endpoint.Storage("plays", Mode.APPEND, "1"),
                NO_EXPRESSIONS);
    }

    private void account(String id, String status, String reason) {
        database.collection("accounts").insertOne(new Document("_id", id).append("display_name", "Name of " + id)
                .append("scopes", List.of("a-scope")).append("authorized_at", Date.from(clock.instant()))
                .append("status", status).append("reason", reason));
    }

    private void cursor(String account, Instant lastSuccess, String lastError, int failures) {
        database.collection("cursors").replaceOne(new Document("_id", account + ":recently-played"),
                new Document("last_success_at", Date.from(lastSuccess)).append("last_error", lastError)
                        .append("retry_at", failures == 0 ? null : Date.from(clock.instant().plusSeconds(60)))
                        .append("failures", failures), new ReplaceOptions().upsert(true));
    }

    private void succeedsNow(String account) {
        cursor(account, clock.instant(), null, 0);
    }

    private List<String> keys() {
        return attention.look().needs().stream().map(Alert::key).toList();
    }

    @DatabaseTest
    void aSignInNeedsItsUserFromThirtyDaysBeforeItsEnd(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        Account anna = vault.accountList().get(0);
        // there is no 31 February
        assertThat(anna.signInExpiresAt()).isEqualTo(Instant.parse("2027-02-28T12:00:00Z"));

        clock.advance(Duration.between(START, Instant.parse("2027-01-28T12:00:00Z")));
        succeedsNow("anna");
        assertThat(keys()).as("31 days before").isEmpty();
        assertThat(attention.hint(anna, clock.instant())).isNull();

        clock.advance(Duration.ofDays(2));
        succeedsNow("anna");
        Alert need = attention.look().needs().get(0);
        assertThat(need.key()).isEqualTo("sign-in:anna");
        assertThat(need.signInUrl()).hasToString("https://music.example.org:8443/login");
        assertThat(need.inWords()).isEqualTo("Account anna: " + attention.hint(anna, clock.instant()))
                .isEqualTo("Account anna: Spotify ends"
                + " a sign-in after six months, this one on 2027-02-28. Sign in again at"
                + " https://music.example.org:8443/login.");

        clock.advance(Duration.ofDays(29));
        succeedsNow("anna");
        assertThat(keys()).as("a day after its end").containsExactly("sign-in:anna");
        assertThat(attention.hint(anna, clock.instant())).contains("this one ended on 2027-02-28");
    }

    @DatabaseTest
    void whatSpotifyHasBlockedForNowNeedsNobody(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        cursor("anna", clock.instant(), "Spotify's quota is used up.", 0);
        assertThat(keys()).as("nothing of it could be transformed").containsExactly("endpoint:recently-played:anna");

        database.collection("cursors").updateOne(new Document("_id", "anna:recently-played"),
                new Document("$set", new Document("retry_at", Date.from(clock.instant().plusSeconds(3600)))));
        assertThat(keys()).isEmpty();
    }

    @DatabaseTest
    void whatHasWorkedAndIsNoLongerGrantedNeedsASignIn(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        succeedsNow("anna");
        database.collection("accounts").updateOne(new Document("_id", "anna"),
                new Document("$set", new Document("scopes", List.of())));

        Alert need = attention.look().needs().get(0);

        assertThat(need.inWords()).contains("no longer grants", "https://music.example.org:8443/login");
    }

    @DatabaseTest
    void inALeapYearFebruaryHasADayMore(TestDatabase test) {
        clock.advance(Duration.between(START, Instant.parse("2027-08-31T12:00:00Z")));
        account("anna", Account.ACTIVE, null);

        assertThat(vault.accountList().get(0).signInExpiresAt()).isEqualTo(Instant.parse("2028-02-29T12:00:00Z"));
    }

    @DatabaseTest
    void anAccountThatDoesNotSyncHidesItsEndpoints(TestDatabase test) {
        account("anna", Account.NEEDS_SIGN_IN, "Access was taken back at Spotify. Sign in again at /login.");
        account("bert", "blocked", "Spotify does not know this user.");
        clock.advance(Duration.ofDays(180));

        List<Alert> needs = attention.look().needs();

        assertThat(needs).extracting(Alert::key).containsExactly("account:anna", "account:bert");
        assertThat(needs.get(0).inWords()).isEqualTo("Account anna: Access was taken back at Spotify. Sign in again at"
                + " https://music.example.org:8443/login.");
        assertThat(needs.get(1).signInUrl()).as("a sign-in does not help").isNull();
        assertThat(needs.get(1).inWords()).isEqualTo("Account bert: Spotify does not know this user.");
    }

    @DatabaseTest
    void anEndpointIsNamedAfterThreeSilentIntervals(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        clock.advance(Duration.ofHours(1));
        assertThat(keys()).isEmpty();
        clock.advance(Duration.ofSeconds(1));
        assertThat(attention.look().needs()).singleElement().satisfies(need -> {
            assertThat(need.key()).isEqualTo("endpoint:recently-played:anna");
            assertThat(need.message()).isEqualTo("Endpoint recently-played of account anna has had no success since the"
                    + " sign-in.");
            assertThat(need.account().displayName()).isEqualTo("Name of anna");
        });

        Instant last = clock.instant();
        succeedsNow("anna");
        assertThat(attention.look().fine()).contains("endpoint:recently-played:anna");
        clock.advance(Duration.ofMinutes(61));
        cursor("anna", last, "Spotify has trouble.", 3);
        assertThat(attention.look().needs().get(0).message())
                .endsWith("no success since " + last + ". Spotify has trouble.");
    }

    @DatabaseTest
    void anEndpointIsNamedWhenItStoredNothingOfWhatItRead(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        cursor("anna", clock.instant(), "None of the 3 items could be transformed.", 0);
        assertThat(keys()).containsExactly("endpoint:recently-played:anna");

        cursor("anna", clock.instant(), "Spotify has trouble.", 1);
        assertThat(keys()).as("a single failure").isEmpty();
    }

    @DatabaseTest
    void aNewSignInNeitherBlamesNorClearsAnEndpointUntilItRan(TestDatabase test) {
        clock.advance(Duration.ofDays(90));
        account("anna", Account.ACTIVE, null);
        cursor("anna", START, "Spotify has trouble.", 3);

        AlertFindings found = attention.look();

        assertThat(found.needs()).isEmpty();
        assertThat(found.fine()).contains("account:anna", "sign-in:anna")
                .doesNotContain("endpoint:recently-played:anna");
    }

    @DatabaseTest
    void whatStopsEverybodyStandsAlone(TestDatabase test) {
        account("anna", Account.NEEDS_SIGN_IN, "Access was taken back at Spotify. Sign in again at /login.");
        limits.blockAll(FailureKind.PREMIUM, "Spotify refuses the app.", clock.instant());

        assertThat(keys()).containsExactly("app");
        assertThat(attention.look().fine()).isEmpty();
    }

    @DatabaseTest
    void theGaugesSayTheSame(TestDatabase test) {
        account("anna", Account.ACTIVE, null);
        account("bert", Account.NEEDS_SIGN_IN, "Gone.");
        succeedsNow("anna");
        clock.advance(Duration.ofHours(12));
        database.collection("dead_letters").insertOne(new Document("_id", "1"));
        database.collection("limits").insertOne(new Document("_id", "/me").append("cause", "QUOTA")
                .append("reason", "Used up.")
                .append("blocked_at", Date.from(clock.instant()))
                .append("blocked_until", Date.from(clock.instant().plusSeconds(3600))));

        assertThat(scrape()).contains("spotify_sign_in_expires_days{account=\"anna\"} 180.5",
                "spotify_sign_in_expires_days{account=\"bert\"} 180.5",
                "spotify_needs_person{subject=\"account\"} 1.0", "spotify_needs_person{subject=\"endpoint\"} 1.0",
                "spotify_needs_person{subject=\"sign-in\"} 0.0",
                "spotify_seconds_since_success{endpoint=\"recently-played\"} 43200.0",
                "spotify_dead_letters 1.0", "spotify_gaps 0.0", "spotify_blocked_buckets 1.0",
                "spotify_bucket_blocked_seconds{bucket=\"/me\"} 3600.0")
                .doesNotContain("endpoint=\"playlists\"");
    }

    @DatabaseTest
    void withoutMongoDbTheGaugesAreMissingAndNothingFails(TestDatabase test) {
        database.close();
        use(Database.at("mongodb://127.0.0.1:1/?serverSelectionTimeoutMS=100", "none"));

        assertThat(scrape()).doesNotContain("spotify_");
    }

    private Overview overview() {
        return Overview.of(vault, AlertRulesTest::endpoints, new Cursors(database, clock, Duration.ofSeconds(30)),
                limits, clock);
    }

    private String scrape() {
        PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new Gauges(this::overview, attention, database, new Gaps(database, clock), meters).refresh();
        return meters.scrape();
    }
}
