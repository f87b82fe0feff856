package io.github.spotifypipeline.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.auth.AccessTokens.AccountParkedException;
import io.github.spotifypipeline.claims.Claims;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

class AccessTokensTest {

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<String> refreshedWith = new CopyOnWriteArrayList<>();
    private final AtomicInteger atOnce = new AtomicInteger();
    private Database database;
    private TokenVault vault;

    @BeforeEach
    void connect(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        vault = new TokenVault(database, new TokenCipher(new byte[32]), clock);
        signIn("access-0", "refresh-0");
    }

    @AfterEach
    void disconnect() {
        database.close();
    }

    private void signIn(String accessToken, String refreshToken) {
        vault.signIn(JsonNodeFactory.instance.objectNode().put("id", "anna"), grant(accessToken, refreshToken),
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
        return new AccessTokens(vault, new Claims(database, clock, Duration.ofSeconds(30)), clock,
                Duration.ofSeconds(60), endpoint);
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
            throw new TokenRefusedException(400, "invalid_grant", "Refresh token expired");
        });

        assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(AccountParkedException.class)
                .hasMessageContaining("six months").hasMessageContaining("/login");
        assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(AccountParkedException.class);

        assertThat(refreshedWith).hasSize(1);
        assertThat(vault.account("anna").orElseThrow().status()).isEqualTo(Account.NEEDS_SIGN_IN);
    }

    @DatabaseTest
    void aSignInDuringARefreshWinsOverItsOutcome(TestDatabase test) {
        clock.advance(Duration.ofHours(2));
        AccessTokens refused = tokens(form -> {
            signIn("access-new", "refresh-new");
            throw new TokenRefusedException(400, "invalid_grant", "Refresh token revoked");
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
        assertThatThrownBy(() -> tokens(this::rotate).of("nobody", null)).isInstanceOf(AccountParkedException.class)
                .hasMessageContaining("no longer connected");

        vault.forget("anna");
        signIn("access-0", null);
        clock.advance(Duration.ofHours(2));
        assertThatThrownBy(() -> tokens(this::rotate).of("anna", null)).isInstanceOf(AccountParkedException.class)
                .hasMessageContaining("no refresh token");
    }

    @DatabaseTest
    void tokensAreReadableWithTheirKeyAndForTheirAccountOnly(TestDatabase test) {
        byte[] otherKey = new byte[32];
        otherKey[0] = 1;
        TokenVault other = new TokenVault(database, new TokenCipher(otherKey), clock);

        assertThatThrownBy(() -> new AccessTokens(other, new Claims(database, clock, Duration.ofSeconds(30)), clock,
                Duration.ofSeconds(60), this::rotate).of("anna", null))
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
        TokenVault.SignedIn again = vault.signIn(JsonNodeFactory.instance.objectNode().put("id", "other")
                .put("account_id", "anna"), grant("a", "r"), PendingSignIn.begin("a-scope", clock.instant()));

        assertThat(again).isEqualTo(new TokenVault.SignedIn("anna", false));
        assertThat(vault.account("anna").orElseThrow().scopes()).containsExactly("a-scope");
        assertThatThrownBy(() -> vault.signIn(JsonNodeFactory.instance.objectNode(), grant("a", "r"), null))
                .isInstanceOf(SignInException.class);
    }
}
