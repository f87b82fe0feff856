package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.Account;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.Claims;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.SignInException;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
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
    private final TokenCipher cipher = new TokenCipher(new byte[32]);
    private final List<UnstoredTokens> closing = new CopyOnWriteArrayList<>();
    private Database database;
    private AccountStore vault;

    @TempDir
    Path folder;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        vault = new AccountStore(database, cipher, clock);
        signIn("access-0", "refresh-0");
    }

    @AfterEach
    void disconnect() {
        closing.forEach(UnstoredTokens::close);
        database.close();
    }

    private void signIn(String accessToken, String refreshToken) {
        vault.store(JsonNodeFactory.instance.objectNode().put("id", "anna"), grant(accessToken, refreshToken),
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

    private AccessTokens tokens(Function<Map<String, String>, TokenGrant> endpoint) {
        return tokens(vault, folder.resolve("this"), endpoint);
    }

    private AccessTokens tokens(AccountStore which, Path dataDir, Function<Map<String, String>, TokenGrant> endpoint) {
        Claims claims = new Claims(database, clock, Duration.ofSeconds(30));
        UnstoredTokens unstored = new UnstoredTokens(which, claims, dataDir, cipher);
        closing.add(unstored);
        return new AccessTokens(which, unstored, claims, clock, Duration.ofSeconds(60), endpoint);
    }

    @DatabaseTest
    void givesTheStoredTokenUntilAMinuteBeforeItDies(TestDatabase test) {
        AccessTokens tokens = tokens(this::rotate);

        clock.advance(Duration.ofMinutes(59).minusSeconds(1));
        assertThat(tokens.of("anna", null)).isEqualTo("access-0");

        clock.advance(Duration.ofSeconds(1));
        assertThat(tokens.of("anna", null)).isEqualTo("access-1");
        assertThat(refreshedWith).containsExactly("refresh-0");
    }

    @DatabaseTest
    void manyAtOnceRefreshOnce(TestDatabase test) throws Exception {
        AccessTokens tokens = tokens(this::rotate);
        clock.advance(Duration.ofHours(2));
        ExecutorService pool = Executors.newFixedThreadPool(16);
        try {
            Callable<String> ask = () -> tokens.of("anna", null);
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
        AccessTokens tokens = tokens(this::rotate);

        assertThat(tokens.of("anna", "access-0")).isEqualTo("access-1");
        assertThat(tokens.of("anna", "access-0")).isEqualTo("access-1");

        assertThat(refreshedWith).hasSize(1);
    }

    @DatabaseTest
    void aNewRefreshTokenReplacesTheOldAndAMissingOneKeepsIt(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        tokens(form -> grant("access-1", null)).of("anna", null);
        clock.advance(Duration.ofHours(2));
        tokens(form -> {
            assertThat(form).containsEntry("refresh_token", "refresh-0");
            return grant("access-2", "refresh-2");
        }).of("anna", null);
        clock.advance(Duration.ofHours(2));

        tokens(this::rotate).of("anna", null);

        assertThat(refreshedWith).containsExactly("refresh-2");
    }

    @DatabaseTest
    void anInvalidGrantParksTheAccountAndIsNotRetried(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        AccessTokens tokens = tokens(form -> {
            refreshedWith.add(form.get("refresh_token"));
            throw new SpotifyException(FailureKind.SIGN_IN, "Spotify ends every sign-in six months after it was given.");
        });

        assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("six months").hasMessageContaining("/login");
        assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(SpotifyException.class);

        assertThat(refreshedWith).hasSize(1);
        assertThat(vault.account("anna").orElseThrow().status()).isEqualTo(Account.NEEDS_SIGN_IN);
    }

    @DatabaseTest
    void aSignInDuringARefreshWinsOverItsOutcome(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        AccessTokens refused = tokens(form -> {
            signIn("access-new", "refresh-new");
            throw new SpotifyException(FailureKind.SIGN_IN.failure());
        });
        assertThat(refused.of("anna", null)).isEqualTo("access-new");
        assertThat(vault.account("anna").orElseThrow().isActive()).isTrue();

        clock.advance(Duration.ofHours(2));
        AccessTokens granted = tokens(form -> {
            signIn("access-newer", "refresh-newer");
            return grant("access-late", "refresh-late");
        });
        assertThat(granted.of("anna", null)).isEqualTo("access-newer");
    }

    @DatabaseTest
    void anAccountThatIsGoneOrHasNoRefreshTokenAsksForASignIn(TestDatabase test) {
        assertThatThrownBy(() -> tokens(this::rotate).of("nobody", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("no longer connected");

        vault.forget("anna");
        signIn("access-0", null);
        clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> tokens(this::rotate).of("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("no refresh token");
    }

    @DatabaseTest
    void tokensAreReadableWithTheirKeyAndForTheirAccountOnly(TestDatabase test) {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        AccountStore other = new AccountStore(database, new TokenCipher(otherKey), clock);

        assertThatThrownBy(() -> tokens(other, folder, this::rotate).of("anna", null))
                .isInstanceOf(TokenCipher.WrongKeyException.class).hasMessageContaining("TOKEN_KEY");
        assertThat(database.collection("accounts").find().first().toString()).doesNotContain("access-0", "refresh-0");
    }

    @DatabaseTest
    void aRefreshWithoutScopesKeepsTheOldOnes(TestDatabase test) {
        clock.advance(Duration.ofHours(2));

        tokens(form -> new TokenGrant("access-1", null, clock.instant().plus(Duration.ofHours(1)), List.of()))
                .of("anna", null);

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
        private final AccessTokens tokens;

        Other(TestDatabase test) {
            gate = new DatabaseGate(test.uri());
            away = Database.at(gate.uri(), test.databaseName());
            AccountStore others = new AccountStore(away, cipher, clock);
            Claims claims = new Claims(away, clock, Duration.ofSeconds(30));
            unstored = new UnstoredTokens(others, claims, folder.resolve("other"), cipher);
            // the database goes away while Spotify answers
            tokens = new AccessTokens(others, unstored, claims, clock, Duration.ofSeconds(60), form -> {
                gate.shut();
                return rotate(form);
            });
        }

        void refreshInVain() {
            clock.advance(Duration.ofHours(2));
            assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(MongoException.class);
            assertThat(current().refreshToken()).isEqualTo("refresh-0");
        }

        @Override
        public void close() {
            unstored.close();
            away.close();
            gate.close();
        }
    }

    private AccountStore.Tokens current() {
        return vault.holder("anna").orElseThrow().tokens();
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

            Future<String> waiting = pool.submit(() -> tokens(form -> refuse()).of("anna", null));
            await("the claim is kept").during(Duration.ofMillis(500)).atMost(Duration.ofMinutes(2))
                    .until(() -> !waiting.isDone());
            other.gate.open();

            assertThat(waiting.get()).isEqualTo("access-1");
            assertThat(current().refreshToken()).isEqualTo("refresh-1");
            assertThat(refreshedWith).containsExactly("refresh-0");
            await().until(() -> database.collection("claims").countDocuments() == 0);
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

            assertThat(tokens(form -> refuse()).of("anna", null)).isEqualTo("access-1");
        }
    }

    @DatabaseTest
    void aGoodTokenHealsAnAccountThatWasParkedOverTheOneItReplaces(TestDatabase test) {
        try (Other other = new Other(test)) {
            other.refreshInVain();
            clock.advance(Duration.ofMinutes(2));
            assertThatThrownBy(() -> tokens(form -> refuse()).of("anna", null)).isInstanceOf(SpotifyException.class);

            other.gate.open();

            awaitStored("refresh-1");
            assertThat(vault.account("anna").orElseThrow()).extracting(Account::status, Account::reason)
                    .containsExactly(Account.ACTIVE, null);
            assertThat(tokens(form -> refuse()).of("anna", null)).isEqualTo("access-1");
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
            assertThat(Base64.getDecoder().decode(Files.readString(file).strip())).asString().doesNotContain("refresh-");
        });
        // a start with another database leaves them
        Database another = Database.at(test.uri(), "another_" + test.databaseName());
        try (UnstoredTokens unstored = new UnstoredTokens(new AccountStore(another, cipher, clock),
                new Claims(another, clock, Duration.ofSeconds(30)), folder.resolve("other"), cipher)) {
            unstored.await(Duration.ofMinutes(2));
        } finally {
            another.close();
        }
        assertThat(files.get(0)).exists();
        // it was parked meanwhile, and its tokens were encrypted anew
        clock.advance(Duration.ofMinutes(2));
        vault.park("anna", current(), "refused");
        database.collection("accounts").updateOne(new Document("_id", "anna"), new Document("$inc",
                new Document("token_version", 1L)));

        tokens(vault, folder.resolve("other"), form -> refuse());

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
            assertThat(vault.holder("anna").map(holder -> holder.tokens().refreshToken()))
                    .isEqualTo(gone ? Optional.empty() : Optional.of("refresh-new"));
        }
    }

    @DatabaseTest
    void noLoopOfOursAsksForTokensWithoutAnEnd(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        // each time somebody else's tokens come first, which are as old
        AccessTokens tokens = tokens(form -> {
            refreshedWith.add(form.get("refresh_token"));
            vault.replace("anna", current(), new TokenGrant("access-x", "refresh-x" + refreshedWith.size(),
                    clock.instant(), null));
            return grant("access-late", "refresh-late");
        });

        assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(SpotifyException.class)
                .hasMessageContaining("change faster");
        assertThat(refreshedWith).hasSizeLessThan(5);
    }
}
