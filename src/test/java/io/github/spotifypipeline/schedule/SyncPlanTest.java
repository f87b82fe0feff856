package io.github.spotifypipeline.schedule;

import static io.github.spotifypipeline.testing.EndpointParts.NO_EXPRESSIONS;
import static io.github.spotifypipeline.testing.EndpointParts.list;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.endpoint.Schedule;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is due, row by row. */
class SyncPlanTest {

    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final Instant READ_AGAIN = NOW.plusSeconds(10);
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final Endpoint PLAYS = endpoint("plays", "20m", 1, null);
    private static final Endpoint TRACKS = endpoint("tracks", "1h", 20, null);
    private static final Endpoint LISTS = endpoint("lists", "1h", 30, null);
    private static final Endpoint ITEMS = endpoint("items", "1h", 40,
            new Endpoint.Parent("lists", "snapshot_id", null));
    private static final Endpoint COVERS = endpoint("covers", "1h", 50, new Endpoint.Parent("lists", null, null));

    private static Endpoint endpoint(String id, String every, int priority, Endpoint.Parent parent) {
        return new Endpoint(id, list("/me/" + id, "a-scope"), new Endpoint.Paging(50, 0, null, 0), parent,
                new Endpoint.Timing(Schedule.every(every), priority), new Endpoint.Storage(id, Mode.MIRROR, "1"),
                NO_EXPRESSIONS);
    }

    /** What is given, and what is to follow from it. */
    private static final class Row {

        private final String name;
        private final List<Account> accounts;
        private final List<Endpoint> endpoints;
        private final Map<String, CursorState> cursors = new HashMap<>();
        private final Map<String, Instant> limited = new HashMap<>();
        private final Map<String, Instant> postponed = new HashMap<>();
        private final Set<String> stopped = new HashSet<>();
        private Instant firstAfter;
        private List<String> turns = List.of();
        private Instant lookAgainAt = READ_AGAIN;

        Row(String name, List<Account> accounts, Endpoint... endpoints) {
            this.name = name;
            this.accounts = accounts;
            this.endpoints = List.of(endpoints);
        }

        Row with(Consumer<Row> change) {
            change.accept(this);
            return this;
        }

        /** @param fields names and values, as they are stored */
        Row cursor(String id, Object... fields) {
            Document document = new Document();
            for (int i = 0; i < fields.length; i += 2) {
                Object value = fields[i + 1];
                document.append((String) fields[i], value instanceof Instant at ? Date.from(at) : value);
            }
            cursors.put(id, CursorState.of(document, "this process", LEASE, NOW));
            return this;
        }

        Row runs(String... ids) {
            turns = List.of(ids);
            return this;
        }

        Row looksAgain(Instant at) {
            lookAgainAt = at;
            return this;
        }

        SyncPlan plan() {
            return SyncPlan.of(accounts, endpoints, new Cursors.States(cursors), new SyncPlan.Conditions(firstAfter,
                    endpoint -> limited.getOrDefault(endpoint.id(), Instant.MIN),
                    (account, endpoint) -> postponed.get(account + ":" + endpoint),
                    (account, endpoint) -> stopped.contains(account + ":" + endpoint), Comparator.naturalOrder()), NOW,
                    READ_AGAIN);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Instant ago(int minutes) {
        return NOW.minusSeconds(60L * minutes);
    }

    private static Instant in(int seconds) {
        return NOW.plusSeconds(seconds);
    }

    private static Account account(String id, String status, Instant authorizedAt, String scope) {
        return new Account(id, id, List.of(scope), authorizedAt, status, null);
    }

    private static List<Account> anna() {
        return List.of(account("anna", Account.ACTIVE, ago(600), "a-scope"));
    }

    static List<Row> rows() {
        return List.of(
                new Row("never ran", anna(), TRACKS).runs("anna:tracks"),
                new Row("is due", anna(), TRACKS).cursor("anna:tracks", "last_success_at", ago(60)).runs("anna:tracks"),
                new Row("is not due", anna(), TRACKS).cursor("anna:tracks", "last_success_at", ago(59)),
                new Row("is due before the next reading", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(60).plusSeconds(7)).looksAgain(in(7)),
                new Row("plays first, then by priority, then who has waited longest, then by name",
                        List.of(account("bert", Account.ACTIVE, ago(9), "a-scope"),
                                account("anna", Account.ACTIVE, ago(9), "a-scope")), TRACKS, PLAYS)
                        .cursor("anna:tracks", "last_success_at", ago(61))
                        .cursor("bert:tracks", "last_success_at", ago(62))
                        .runs("anna:plays", "bert:plays", "bert:tracks", "anna:tracks"),
                new Row("a parked account", List.of(account("anna", Account.NEEDS_SIGN_IN, ago(9), "a-scope")), TRACKS)
                        .cursor("anna:tracks", "requested_at", ago(1)),
                new Row("missing scopes", List.of(account("anna", Account.ACTIVE, ago(9), "another")), TRACKS),
                new Row("stopped", anna(), TRACKS, PLAYS).with(row -> row.stopped.add("anna:tracks"))
                        .runs("anna:plays"),
                new Row("a child before its parent was read", anna(), ITEMS, LISTS).runs("anna:lists"),
                new Row("a child whose parent is no endpoint here", anna(), ITEMS).runs("anna:items"),
                new Row("a child with a change token follows its parent", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(5)).cursor("anna:items", "last_success_at", ago(9))
                        .runs("anna:items"),
                new Row("a child that was read after its parent", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(9))
                        .cursor("anna:items", "last_success_at", ago(5)),
                new Row("a child without a change token waits for its interval", anna(), COVERS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(5))
                        .cursor("anna:covers", "last_success_at", ago(9)),
                new Row("a child that failed follows its parent after its wait", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(5))
                        .cursor("anna:items", "last_success_at", ago(9), "retry_at", in(4)).looksAgain(in(4)),
                new Row("asked for", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(1), "requested_at", ago(0))
                        .runs("anna:tracks"),
                new Row("asked for by a clock that is ahead", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(1), "requested_at", in(90_000))
                        .runs("anna:tracks"),
                new Row("asked for while it waits after a failure", anna(), TRACKS)
                        .cursor("anna:tracks", "retry_at", in(60), "requested_at", ago(1)).runs("anna:tracks"),
                new Row("asked for, with a child that is not", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(9), "requested_at", ago(1))
                        .cursor("anna:items", "last_success_at", ago(5)).runs("anna:lists"),
                new Row("failed", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(600), "retry_at", in(60)),
                new Row("failed and has waited", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(1), "retry_at", ago(0)).runs("anna:tracks"),
                new Row("its last success has another definition", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(1), "definition", "0"),
                new Row("postponed by this process", anna(), TRACKS, PLAYS)
                        .with(row -> row.postponed.put("anna:tracks", in(3))).looksAgain(in(3)).runs("anna:plays"),
                new Row("postponed until now", anna(), TRACKS)
                        .with(row -> row.postponed.put("anna:tracks", NOW)).runs("anna:tracks"),
                new Row("another process is at it", anna(), TRACKS, PLAYS)
                        .cursor("anna:tracks", "owner", "another", "leased_until", in(8), "requested_at", ago(1))
                        .looksAgain(in(8)).runs("anna:plays"),
                new Row("another process was at it and died", anna(), TRACKS)
                        .cursor("anna:tracks", "owner", "another", "leased_until", ago(0)).runs("anna:tracks"),
                new Row("this process was at it and could not give it back", anna(), TRACKS)
                        .cursor("anna:tracks", "owner", "this process", "leased_until", in(30)).runs("anna:tracks"),
                new Row("leased by a clock that is ahead", anna(), TRACKS)
                        .cursor("anna:tracks", "owner", "another", "leased_until", in(90_000)).runs("anna:tracks"),
                new Row("asked for while another process reads its parent", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(9), "owner", "another", "leased_until", in(8))
                        .cursor("anna:items", "last_success_at", ago(5), "requested_at", ago(0)).looksAgain(in(8)),
                new Row("a blocked bucket", anna(), TRACKS, PLAYS)
                        .with(row -> row.limited.put("tracks", in(5))).looksAgain(in(5)).runs("anna:plays"),
                new Row("a blocked bucket of what was asked for", anna(), TRACKS)
                        .cursor("anna:tracks", "requested_at", ago(1)).with(row -> row.limited.put("tracks", in(90))),
                new Row("a blocked bucket of a child whose parent was read", anna(), ITEMS, LISTS)
                        .cursor("anna:lists", "last_success_at", ago(5)).cursor("anna:items", "last_success_at", ago(9))
                        .with(row -> row.limited.put("items", in(90))),
                new Row("not at the start", anna(), TRACKS, PLAYS).cursor("anna:tracks", "last_success_at", ago(600))
                        .with(row -> row.firstAfter = ago(1)),
                new Row("not at the start, an interval later", anna(), TRACKS, PLAYS)
                        .with(row -> row.firstAfter = ago(20)).runs("anna:plays"),
                new Row("not at the start, who signed in since",
                        List.of(account("anna", Account.ACTIVE, ago(1), "a-scope")), PLAYS)
                        .with(row -> row.firstAfter = ago(20)),
                new Row("not at the start, but asked for", anna(), TRACKS).cursor("anna:tracks", "requested_at", ago(1))
                        .with(row -> row.firstAfter = ago(1)).runs("anna:tracks"),
                new Row("a clock that was set back: the last success lies in the future", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", in(172_800)).runs("anna:tracks"),
                new Row("a clock that was set back: so does the next try", anna(), TRACKS)
                        .cursor("anna:tracks", "last_success_at", ago(61), "retry_at", in(172_800)).runs("anna:tracks"),
                new Row("a clock that was set back: so does the failure", anna(), TRACKS)
                        .cursor("anna:tracks", "retry_at", in(80_000), "failed_at", in(79_000)).runs("anna:tracks"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void saysWhoRunsAndWhenToLookAgain(Row row) {
        SyncPlan plan = row.plan();

        assertThat(plan.turns()).extracting(turn -> Cursors.id(turn.account().id(), turn.endpoint().id()))
                .containsExactlyElementsOf(row.turns);
        assertThat(plan.lookAgainAt()).isEqualTo(row.lookAgainAt);
    }

    @Test
    void theStatusShowsTheNextTurnThatNobodyAsksFor() {
        SyncPlan.Conditions conditions = new SyncPlan.Conditions(null, endpoint -> in(90), (account, endpoint) -> null,
                (account, endpoint) -> false, Comparator.naturalOrder());
        CursorState cursor = CursorState.of(new Document("last_success_at", Date.from(ago(1)))
                .append("requested_at", Date.from(NOW)), "this process", LEASE, NOW);

        Account anna = anna().get(0);
        assertThat(SyncPlan.next(anna, TRACKS, cursor, conditions)).isEqualTo(ago(1).plus(Duration.ofHours(1)));
        assertThat(SyncPlan.next(anna, TRACKS, CursorState.NONE, conditions)).as("its bucket").isEqualTo(in(90));
    }
}
