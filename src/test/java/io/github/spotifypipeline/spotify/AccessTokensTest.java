package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.SignInException;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenStore;
import io.github.spotifypipeline.accounts.TokenStore.Holder;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseGate;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

class AccessTokensTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<String> refreshedWith = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicLong nanoTime = new AtomicLong();
    private final TokenCipher cipher = new TokenCipher(new byte[32]);
    private final List<UnstoredTokens> closing = new CopyOnWriteArrayList<>();
    private Database database;
    private AccountStore vault;
    private TokenStore store;

    @TempDir
    Path folder;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        vault = new AccountStore(database, cipher, clock, () -> "");
        store = new TokenStore(vault, database, cipher, clock);
        signIn("access-0", "refresh-0");
    }

    @AfterEach
    void disconnect() {
        closing.forEach(UnstoredTokens::close);
        database.close();
    }

    private void signIn(String accessToken, String refreshToken) {
        signIn(vault, accessToken, refreshToken);
    }

    private void signIn(AccountStore at, String accessToken, String refreshToken) {
        at.store(JsonNodeFactory.instance.objectNode().put("id", "anna"), grant(accessToken, refreshToken),
                PendingSignIn.begin("a-scope", clock.instant()));
    }

    private TokenGrant grant(String accessToken, String refreshToken) {
        return new TokenGrant(accessToken, refreshToken, clock.instant().plus(Duration.ofHours(1)), null);
    }

    /** Answers each refresh with new tokens, numbered from 1. */
    private TokenGrant rotate(Map<String, String> form) {
        assertThat(atOnce.incrementAndGet()).as("refreshes at once").isEqualTo(1);
        refreshedWith.add(form.get("refresh_token"));
        TokenGrant grant = grant("access-" + refreshedWith.size(), "refresh-" + refreshedWith.size());
        atOnce.decrementAndGet();
        return grant;
    }

    private Calls tokens(Function<Map<String, String>, TokenGrant> endpoint) {
        return calls(store, folder.resolve("this"), endpoint);
    }

    private Calls calls(TokenStore which, Path dataDir, Function<Map<String, String>, TokenGrant> endpoint) {
        UnstoredTokens unstored = new UnstoredTokens(which, dataDir, cipher);
        closing.add(unstored);
        return new Calls(new AccessTokens(which, unstored, clock, nanoTime::get, Duration.ofSeconds(60)), endpoint);
    }

    private TokenStore store(Database where, TokenCipher with) {
        return new TokenStore(new AccountStore(where, with, clock, () -> ""), where, with, clock);
    }

    @DatabaseTest
    void givesTheStoredTokenUntilAMinuteBeforeItDies(TestDatabase test) {
        Calls tokens = tokens(this::rotate);

        clock.advance(Duration.ofMinutes(59).minusSeconds(1));
        assertThat(tokens.validToken("anna", null)).isEqualTo("access-0");

        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.validToken("anna", null)).isEqualTo("access-1");
        assertThat(refreshedWith).containsExactly("refresh-0");
    }

    @DatabaseTest
    void manyAtOnceRefreshOnce(TestDatabase test) throws Exception {
        Calls tokens = tokens(this::rotate);
        clock.advance(Duration.ofHours(2));
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            Callable<String> ask = () -> tokens.validToken("anna", null);
            for (Future<String> answer : pool.invokeAll(Stream.generate(() -> ask).limit(16).toList())) {
                assertThat(answer.get()).isEqualTo("access-1");
            }
        } finally {
            pool.shutdownNow();
        }
        assertThat(refreshedWith).containsExactly("refresh-0");
    }

    @DatabaseTest
    void manyThatWereRefusedTheSameTokenRefreshOnce(TestDatabase test) {
        Calls tokens = tokens(this::rotate);

        assertThat(tokens.validToken("anna", "access-0")).isEqualTo("access-1");
        assertThat(tokens.validToken("anna", "access-0")).isEqualTo("access-1");

        assertThat(refreshedWith).hasSize(1);
    }

    @DatabaseTest
    void aNewRefreshTokenReplacesTheOldAndAMissingOneKeepsIt(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        tokens(form -> grant("access-1", null)).validToken("anna", null);
        clock.advance(Duration.ofHours(2));
        tokens(form -> {
            assertThat(form).containsEntry("refresh_token", "refresh-0");
            return grant("access-2", "refresh-2");
        }).validToken("anna", null);
        clock.advance(Duration.ofHours(2));

        tokens(this::rotate).validToken("anna", null);

        assertThat(refreshedWith).containsExactly("refresh-2");
    }

    @DatabaseTest
    void anInvalidGrantParksTheAccountAndIsNotRetried(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        Calls tokens = tokens(form -> {
            refreshedWith.add(form.get("refresh_token"));
            throw new SpotifyException(FailureKind.SIGN_IN,
                    "Spotify ends every sign-in six months after it was given.");
        });

        assertThatThrownBy(() -> tokens.validToken("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("six months").hasMessageContaining("/login");
        assertThatThrownBy(() -> tokens.validToken("anna", null)).isInstanceOf(SpotifyException.class);

        assertThat(refreshedWith).hasSize(1);
        assertThat(vault.account("anna").orElseThrow().status()).isEqualTo(Account.NEEDS_SIGN_IN);
    }

    @DatabaseTest
    void aSignInDuringARefreshWinsOverItsOutcome(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        Calls refused = tokens(form -> {
            signIn("access-new", "refresh-new");
            throw new SpotifyException(FailureKind.SIGN_IN.failure());
        });
        assertThat(refused.validToken("anna", null)).isEqualTo("access-new");
        assertThat(vault.account("anna").orElseThrow().isActive()).isTrue();

        clock.advance(Duration.ofHours(2));
        Calls granted = tokens(form -> {
            signIn("access-newer", "refresh-newer");
            return grant("access-late", "refresh-late");
        });
        assertThat(granted.validToken("anna", null)).isEqualTo("access-newer");
    }

    @DatabaseTest
    void anAccountThatIsGoneOrHasNoRefreshTokenAsksForASignIn(TestDatabase test) {
        assertThatThrownBy(() -> tokens(this::rotate).validToken("nobody", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("no longer connected");

        vault.forget("anna");
        signIn("access-0", null);
        clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> tokens(this::rotate).validToken("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("no refresh token");
    }

    @DatabaseTest
    void tokensAreReadableWithTheirKeyAndForTheirAccountOnly(TestDatabase test) {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        TokenStore other = store(database, new TokenCipher(otherKey));

        assertThatThrownBy(() -> calls(other, folder, this::rotate).validToken("anna", null))
                .isInstanceOf(TokenCipher.WrongKeyException.class).hasMessageContaining("TOKEN_KEY");
        assertThat(database.collection("accounts").find().first().toString()).doesNotContain("access-0", "refresh-0");
    }

    @DatabaseTest
    void aRefreshWithoutScopesKeepsTheOldOnes(TestDatabase test) {
        clock.advance(Duration.ofHours(2));

        tokens(form -> new TokenGrant("access-1", null, clock.instant().plus(Duration.ofHours(1)), List.of()))
                .validToken("anna", null);

        assertThat(vault.account("anna").orElseThrow().scopes()).containsExactly("a-scope");
    }

    @DatabaseTest
    void saysWhetherASignInIsOfANewAccount(TestDatabase test) {
        AccountStore.SignedIn again = vault.store(JsonNodeFactory.instance.objectNode().put("id", "other")
                .put("account_id", "anna"), grant("a", "r"), PendingSignIn.begin("a-scope", clock.instant()));

        assertThat(again).isEqualTo(new AccountStore.SignedIn("anna", false, clock.instant()));
        assertThat(vault.account("anna").orElseThrow().scopes()).containsExactly("a-scope");
        assertThatThrownBy(() -> vault.store(JsonNodeFactory.instance.objectNode(), grant("a", "r"), null))
                .isInstanceOf(SignInException.class);
    }

    /** Another process, whose way to the database can be shut. */
    private final class Other implements AutoCloseable {

        private final DatabaseGate gate;
        private final Database away;
        private final UnstoredTokens unstored;
        private final Calls tokens;

        Other(TestDatabase test) {
            gate = new DatabaseGate(test.uri());
            away = Database.at(gate.uri(), test.databaseName());
            unstored = new UnstoredTokens(store(away, cipher), folder.resolve("other"), cipher);
            // the database goes away while Spotify answers
            AccessTokens others = new AccessTokens(store(away, cipher), unstored, clock, nanoTime::get,
                    Duration.ofSeconds(60));
            tokens = new Calls(others, form -> {
                gate.shut();
                return rotate(form);
            });
        }

        void refreshInVain() {
            clock.advance(Duration.ofHours(2));
            assertThatThrownBy(() -> tokens.validToken("anna", null)).isInstanceOf(MongoException.class);
            assertThat(current().refreshToken()).isEqualTo("refresh-0");
        }

        @Override
        public void close() {
            unstored.close();
            away.close();
            gate.close();
        }
    }

    private TokenStore.Tokens current() {
        return store.holder("anna").orElseThrow().tokens();
    }

    private void awaitStored(String refreshToken) {
        await().atMost(Duration.ofMinutes(2)).until(() -> current().refreshToken().equals(refreshToken));
    }

    private static TokenGrant refuse() {
        throw new SpotifyException(FailureKind.SIGN_IN.failure());
    }

    @DatabaseTest
    void whatTheDatabaseDidNotTakeIsStoredAsSoonAsItDoesWhileOthersWait(TestDatabase test) throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try (Other other = new Other(test)) {
            other.refreshInVain();

            Future<String> waiting = pool.submit(() -> tokens(form -> refuse()).validToken("anna", null));
            await("the claim is kept").during(Duration.ofMillis(500)).atMost(Duration.ofMinutes(2))
                    .until(() -> !waiting.isDone());
            other.gate.open();

            assertThat(waiting.get()).isEqualTo("access-1");
            assertThat(current().refreshToken()).isEqualTo("refresh-1");
            assertThat(refreshedWith).containsExactly("refresh-0");
            assertThat(store.holder("anna").orElseThrow().lease()).as("the lease has ended").isNull();
        } finally {
            pool.shutdownNow();
        }
    }

    @DatabaseTest
    void whereTheClaimHasRunOutTheOneThatWasAwayStoresFirst(TestDatabase test) {
        try (Other other = new Other(test)) {
            other.refreshInVain();
            clock.advance(Duration.ofMinutes(2));
            other.gate.open();

            assertThat(tokens(form -> refuse()).validToken("anna", null)).isEqualTo("access-1");
        }
    }

    @DatabaseTest
    void aGoodTokenHealsAnAccountThatWasParkedOverTheOneItReplaces(TestDatabase test) {
        try (Other other = new Other(test)) {
            other.refreshInVain();
            clock.advance(Duration.ofMinutes(2));
            assertThatThrownBy(() -> tokens(form -> refuse()).validToken("anna", null))
                    .isInstanceOf(SpotifyException.class);

            other.gate.open();

            awaitStored("refresh-1");
            assertThat(vault.account("anna").orElseThrow()).extracting(Account::status, Account::reason)
                    .containsExactly(Account.ACTIVE, null);
            assertThat(tokens(form -> refuse()).validToken("anna", null)).isEqualTo("access-1");
        }
    }

    @DatabaseTest
    void whatAProcessCouldNotStoreBeforeItsEndTheNextOneStores(TestDatabase test) throws IOException {
        try (Other other = new Other(test)) {
            other.refreshInVain();
            other.unstored.await(Duration.ofMillis(100));
        }
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder.resolve("other/unstored-tokens"))) {
            files = listed.toList();
        }
        assertThat(files).singleElement().satisfies(file -> {
            assertThat(Files.getPosixFilePermissions(file)).isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).asString()
                    .doesNotContain("refresh-");
        });
        // a start with another database leaves them
        Database another = Database.at(test.uri(), "another_" + test.databaseName());
        try (UnstoredTokens unstored = new UnstoredTokens(store(another, cipher), folder.resolve("other"), cipher)) {
            unstored.await(Duration.ofMinutes(2));
        } finally {
            another.close();
        }
        assertThat(files.get(0)).exists();
        // it was parked meanwhile, and its tokens were encrypted anew
        clock.advance(Duration.ofMinutes(2));
        Holder read = store.holder("anna").orElseThrow();
        store.lease("anna", new Holder(read.account(), read.tokens(), read.lease()), "a third", Duration.ofSeconds(65));
        store.park("anna", current(), "a third", "refused");
        database.collection("accounts").updateOne(new Document("_id", "anna"), new Document("$inc",
                new Document("token_version", 1L)));

        calls(store, folder.resolve("other"), form -> refuse());

        awaitStored("refresh-1");
        assertThat(vault.account("anna").orElseThrow().isActive()).isTrue();
        await().until(() -> Files.notExists(files.get(0)));
    }

    @DatabaseTest
    void whatCannotBeStoredIsNoUseAfterASignInOrWithoutTheAccount(TestDatabase test) {
        for (boolean gone : new boolean[] {false, true}) {
            signIn("access-0", "refresh-0");
            refreshedWith.clear();
            try (Other other = new Other(test)) {
                other.refreshInVain();
                if (gone) {
                    vault.forget("anna");
                } else {
                    signIn("access-new", "refresh-new");
                }
                other.gate.open();
                other.unstored.await(Duration.ofSeconds(20));
            }
            assertThat(folder.resolve("other/unstored-tokens")).isEmptyDirectory();
            assertThat(store.holder("anna").map(holder -> holder.tokens().refreshToken()))
                    .isEqualTo(gone ? Optional.empty() : Optional.of("refresh-new"));
        }
    }

    @DatabaseTest
    void noLoopOfOursAsksForTokensWithoutAnEnd(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        // each time somebody else's tokens come first, which are as old
        Calls tokens = tokens(form -> {
            refreshedWith.add(form.get("refresh_token"));
            store.replace("anna", current(), new TokenGrant("access-x", "refresh-x" + refreshedWith.size(),
                    clock.instant(), null));
            return grant("access-late", "refresh-late");
        });

        assertThatThrownBy(() -> tokens.validToken("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("change faster");
        assertThat(refreshedWith).hasSizeLessThan(5);
    }

    @DatabaseTest
    void whatWasNotGrantedGivesTheLeaseBackAtOnce(TestDatabase test) {
        clock.advance(Duration.ofHours(2));

        assertThatThrownBy(() -> tokens(form -> {
            throw new SpotifyException(FailureKind.SERVER_ERROR.failure(503));
        }).validToken("anna", null)).hasMessageContaining("503");

        assertThat(tokens(this::rotate).validToken("anna", null)).isEqualTo("access-1");
    }

    @DatabaseTest
    void aLeaseThatAKilledProcessHeldIsFreeWhereNoOtherCanBeAtWork(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        assertThat(store.lease("anna", store.holder("anna").orElseThrow(), "killed", Duration.ofSeconds(65))).isTrue();
        assertThat(store.lease("anna", new Holder(null, current(), null), "another", Duration.ofSeconds(65))).isFalse();

        vault.releaseTokens();

        assertThat(tokens(this::rotate).validToken("anna", null)).isEqualTo("access-1");
    }

    /** As another process has it: what it does, this one does not know of. */
    private AccountStore elsewhere() {
        return new AccountStore(database, cipher, clock, () -> "");
    }

    @DatabaseTest
    void aSyncReadsWhatAnotherProcessHasDoneAfterFiveSeconds(TestDatabase test) {
        Calls tokens = tokens(this::rotate);
        KeptToken kept = new KeptToken();
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-0");
        signIn(elsewhere(), "access-1", "refresh-1");

        nanoTime.addAndGet(KeptToken.GOOD_FOR.toNanos() - 1);
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-0");
        nanoTime.incrementAndGet();
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-1");

        elsewhere().forget("anna");
        nanoTime.addAndGet(KeptToken.GOOD_FOR.toNanos());
        assertThatThrownBy(() -> tokens.validToken("anna", null, kept)).hasMessageContaining("no longer connected");
    }

    @DatabaseTest
    void aSyncGoesByNoTokenThatWasReadBeforeItBegan(TestDatabase test) {
        Calls tokens = tokens(this::rotate);
        assertThat(tokens.validToken("anna", null, new KeptToken())).isEqualTo("access-0");
        signIn(elsewhere(), "access-1", "refresh-1");

        assertThat(tokens.validToken("anna", null, new KeptToken())).isEqualTo("access-1");
    }

    @DatabaseTest
    void whatThisProcessDoesToAnAccountCountsAtOnce(TestDatabase test) {
        Calls tokens = tokens(this::rotate);
        KeptToken kept = new KeptToken();
        tokens.validToken("anna", null, kept);

        signIn("access-1", "refresh-1");
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-1");

        vault.park("anna", Account.BLOCKED, "It is not registered.", clock.instant());
        assertThatThrownBy(() -> tokens.validToken("anna", null, kept)).hasMessageContaining("not registered");

        signIn("access-2", "refresh-2");
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-2");
        vault.forget("anna");
        assertThatThrownBy(() -> tokens.validToken("anna", null, kept)).hasMessageContaining("no longer connected");
    }

    @DatabaseTest
    void aKeptTokenThatWasRefusedOrDiesSoonIsReadAnew(TestDatabase test) {
        Calls tokens = tokens(this::rotate);
        KeptToken kept = new KeptToken();
        tokens.validToken("anna", null, kept);
        signIn(elsewhere(), "access-x", "refresh-x");

        assertThat(tokens.validToken("anna", "access-0", kept)).isEqualTo("access-x");
        assertThat(tokens.validToken("anna", "access-0", kept)).isEqualTo("access-x");
        assertThat(refreshedWith).isEmpty();

        clock.advance(Duration.ofMinutes(59));
        assertThat(tokens.validToken("anna", null, kept)).isEqualTo("access-1");
    }
}
