package io.github.spotifypipeline.spotify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.MongoException;
import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.accounts.PendingSignIn;
import io.github.spotifypipeline.accounts.TokenCipher;
import io.github.spotifypipeline.accounts.TokenGrant;
import io.github.spotifypipeline.accounts.TokenStore;
import io.github.spotifypipeline.accounts.UnstoredTokens;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.MutableClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final int port = FreePort.find();
    private final List<String> refreshedWith = new ArrayList<>();
    private EmbeddedMongo server;

    private TokenGrant grant(int number) {
        return new TokenGrant("access-" + number, "refresh-" + number, clock.instant().plus(Duration.ofHours(1)), null);
    }

    /** Spotify gives new tokens, which ends the old ones, and MongoDB is gone when they are to be stored. */
    private TokenGrant rotateAndLoseMongo(Map<String, String> form) {
        refreshedWith.add(form.get("refresh_token"));
        server.close();
        return grant(refreshedWith.size());
    }

    @Test
    void tokensThatMongoDidNotTakeAreStoredWhenItIsBack() {
        server = EmbeddedMongo.start(folder, port);
        try (Database database = Database.at(server.connectionString() + "?serverSelectionTimeoutMS=2000", "spotify")) {
            AccountStore vault = new AccountStore(database, new TokenCipher(new byte[32]), clock, () -> "");
            vault.store(JsonNodeFactory.instance.objectNode().put("id", "anna"), grant(0),
                    PendingSignIn.begin("a-scope", clock.instant()));
            TokenStore store = new TokenStore(vault, database, new TokenCipher(new byte[32]), clock);
            UnstoredTokens unstored = new UnstoredTokens(store, folder, new TokenCipher(new byte[32]));
            Calls tokens = new Calls(new AccessTokens(store, unstored, clock, System::nanoTime, Duration.ofSeconds(60)),
                    this::rotateAndLoseMongo);
            clock.advance(Duration.ofHours(2));

            assertThatThrownBy(() -> tokens.validToken("anna", null)).isInstanceOf(MongoException.class);
            assertThatThrownBy(() -> tokens.validToken("anna", null)).as("still away")
                    .isInstanceOf(MongoException.class);

            server = EmbeddedMongo.start(folder, port);
            assertThat(tokens.validToken("anna", null)).isEqualTo("access-1");
            assertThat(refreshedWith).as("the old one is not used again").containsExactly("refresh-0");
            assertThat(store.holder("anna").orElseThrow().tokens().refreshToken()).isEqualTo("refresh-1");
        } finally {
            server.close();
        }
    }
}
