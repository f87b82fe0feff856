package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.mongodb.MongoException;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.spotify.AccessTokens;
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
            AccountStore vault = new AccountStore(database, new TokenCipher(new byte[32]), clock);
            vault.store(JsonNodeFactory.instance.objectNode().put("id", "anna"), grant(0),
                    PendingSignIn.begin("a-scope", clock.instant()));
            Claims claims = new Claims(database, clock, Duration.ofSeconds(30));
            UnstoredTokens unstored = new UnstoredTokens(vault, claims, folder, new TokenCipher(new byte[32]));
            AccessTokens tokens = new AccessTokens(vault, unstored, claims, clock,
                    Duration.ofSeconds(60), this::rotateAndLoseMongo);
            clock.advance(Duration.ofHours(2));

            assertThatThrownBy(() -> tokens.of("anna", null)).isInstanceOf(MongoException.class);
            assertThatThrownBy(() -> tokens.of("anna", null)).as("still away").isInstanceOf(MongoException.class);

            server = EmbeddedMongo.start(folder, port);
            assertThat(tokens.of("anna", null)).isEqualTo("access-1");
            assertThat(refreshedWith).as("the old one is not used again").containsExactly("refresh-0");
            assertThat(vault.holder("anna").orElseThrow().tokens().refreshToken()).isEqualTo("refresh-1");
        } finally {
            server.close();
        }
    }
}
