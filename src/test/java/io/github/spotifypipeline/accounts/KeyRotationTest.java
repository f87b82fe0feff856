package io.github.spotifypipeline.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.bson.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyRotationTest {

    private static final byte[] OLD = key(1);
    private static final byte[] FRESH = key(2);

    @TempDir
    Path folder;

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));

    private static byte[] key(int value) {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) value);
        return key;
    }

    private AccountStore vault(Database database, byte[] key) {
        return new AccountStore(database, new TokenCipher(key), clock, () -> "");
    }

    private TokenStore tokens(Database database, byte[] key) {
        return new TokenStore(vault(database, key), database, new TokenCipher(key), clock);
    }

    private void signIn(Database database, String id, byte[] key) {
        vault(database, key).store(JsonNodeFactory.instance.objectNode().put("id", id),
                new TokenGrant("access-" + id, "refresh-" + id, clock.instant(), null),
                PendingSignIn.begin("a-scope", clock.instant()));
    }

    @DatabaseTest
    void oneThatBrokeOffIsFinishedByTheNextAndEachTokenIsOpenedByOneOfTheKeysAllTheTime(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            for (String id : List.of("anna", "bert", "carl")) {
                signIn(database, id, OLD);
            }
            // as if it had broken off behind the first
            signIn(database, "anna", FRESH);
            signIn(database, "parked", key(9));
            vault(database, key(9)).park("parked", Account.NEEDS_SIGN_IN, "a test", clock.instant());
            TokenStore.Tokens before = tokens(database, OLD).holder("bert").orElseThrow().tokens();

            KeyRotation rotation = new KeyRotation(database, List.of(OLD), FRESH);
            assertThat(rotation.locked()).isEmpty();
            assertThat(rotation.run()).isEqualTo(2);
            assertThat(rotation.run()).as("all is done").isZero();

            assertThat(vault(database, FRESH).locked()).isEmpty();
            assertThat(vault(database, OLD).locked()).containsExactly("anna", "bert", "carl");
            assertThat(tokens(database, FRESH).holder("carl").orElseThrow().tokens().refreshToken())
                    .isEqualTo("refresh-carl");
            assertThat(tokens(database, OLD).replace("bert", before,
                    new TokenGrant("late", "late", clock.instant(), null)))
                    .as("nobody stores tokens with the old key over it").isFalse();
        }
    }

    @DatabaseTest(real = false)
    void saysWhichAccountsNoKeyOpensAndLeavesThemAlone(TestDatabase test) {
        try (Database database = Database.at(test.uri(), test.databaseName())) {
            signIn(database, "anna", key(9));
            Document stored = database.collection("accounts").find().first();
            KeyRotation rotation = new KeyRotation(database, List.of(OLD), FRESH);
            assertThat(rotation.locked()).containsExactly("anna");
            assertThat(rotation.run()).isZero();
            assertThat(database.collection("accounts").find().first()).isEqualTo(stored);
        }
    }

    @Test
    void theOldKeyLiesBesideTheNewOneUntilTheEnd() throws IOException {
        Path file = folder.resolve("token.key");
        byte[] first = TokenKey.fromFile(file);
        KeyReplacement replacement = new KeyReplacement(file);
        assertThat(replacement.isBegun()).isFalse();
        // it broke off before the new key was in place
        Files.copy(file, folder.resolve("token.key.old"));
        assertThat(replacement.isBegun()).isFalse();

        replacement.begin(FRESH);
        assertThat(replacement.isBegun()).isTrue();
        assertThat(TokenKey.fromFile(file)).isEqualTo(FRESH);
        assertThat(replacement.oldKey()).isEqualTo(first);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("token.key.old"))))
                .isEqualTo("rw-------");

        replacement.end();
        assertThat(replacement.isBegun()).isFalse();
        assertThat(folder).isDirectoryNotContaining("glob:**/*{.old,.new}");
    }
}
