package io.github.spotifypipeline.accounts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tokens in the collection {@code accounts}, encrypted and bound to their account. Their {@code token_version}
 * grows with each change; a change is stored only over the version it was made from, so that two processes never
 * overwrite each other's tokens. Who refreshes them has a lease on that version ({@code refresh}), because two
 * refreshes at once can revoke each other's tokens.
 */
public final class TokenStore {

    private static final Logger LOG = LoggerFactory.getLogger(TokenStore.class);

    private final AccountStore accounts;
    private final Database database;
    private final TokenCipher cipher;
    private final Clock clock;

    public TokenStore(AccountStore accounts, Database database, TokenCipher cipher, Clock clock) {
        this.accounts = accounts;
        this.database = database;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * The decrypted tokens of an account.
     *
     * @param version what changes are compared with
     */
    public record Tokens(String accessToken, String refreshToken, Instant expiresAt, long version) {

        @Override
        public String toString() {
            return "Tokens[version=" + version + "]";
        }
    }

    /**
     * Who refreshes an account's tokens.
     *
     * @param owner    names one attempt, in one process
     * @param isRunOut whether it may be taken over: its time has passed, or a clock that was ahead made it
     */
    public record Lease(String owner, boolean isRunOut) {
    }

    /**
     * An account with its tokens, as of one moment.
     *
     * @param lease on the refresh of these tokens; null when nobody has it
     */
    public record Holder(Account account, Tokens tokens, Lease lease) {
    }

    /**
     * An account with its tokens.
     *
     * @throws TokenCipher.WrongKeyException when they were stored with another key
     */
    public Optional<Holder> holder(String id) {
        return Optional.ofNullable(collection().find(new Document("_id", id)).first()).map(document -> {
            Tokens tokens = new Tokens(open(id, document.get("access_token", Binary.class)),
                    open(id, document.get("refresh_token", Binary.class)), document.getDate("expires_at").toInstant(),
                    document.getLong("token_version"));
            return new Holder(accounts.account(document), tokens,
                    lease(document.get("refresh", Document.class), tokens.version()));
        });
    }

    private Lease lease(Document refresh, long version) {
        if (refresh == null || refresh.getLong("token_version") != version) {
            return null;
        }
        Instant now = clock.instant();
        return new Lease(refresh.getString("owner"), refresh.getDate("until").toInstant().isBefore(now)
                || StoredTime.isImpossible(refresh.getDate("at").toInstant(), now));
    }

    /**
     * Takes the lease on the refresh of an account's tokens, over what was read.
     *
     * @param owner whose it is to be
     * @param holds how long, from now on
     * @return false when the tokens or the lease are others by now, or the account is gone
     */
    public boolean lease(String id, Holder read, String owner, Duration holds) {
        Instant now = clock.instant();
        Document asRead = unchanged(id, read.tokens());
        if (read.lease() == null) {
            asRead.append("refresh.token_version", new Document("$ne", read.tokens().version()));
        } else {
            asRead.append("refresh.owner", read.lease().owner());
        }
        return isChanged(asRead, new Document("refresh", new Document("owner", owner)
                .append("token_version", read.tokens().version()).append("at", Date.from(now))
                .append("until", Date.from(now.plus(holds)))));
    }

    /** Gives a lease back, where it is still the owner's. */
    public void release(String id, String owner) {
        collection().updateOne(new Document("_id", id).append("refresh.owner", owner),
                new Document("$unset", new Document("refresh", "")));
    }

    /**
     * Stores refreshed tokens, which ends the lease; a grant without a refresh token, or without scopes, keeps the old
     * ones. An account that was parked because Spotify refuses the old ones syncs again.
     *
     * @return false when the account has other tokens by now, or is gone; then nothing was stored
     */
    public boolean replace(String id, Tokens old, TokenGrant grant) {
        Document change = new Document("access_token", seal(id, grant.accessToken()))
                .append("expires_at", Date.from(grant.expiresAt()))
                .append("token_version", old.version() + 1);
        if (grant.refreshToken() != null) {
            change.append("refresh_token", seal(id, grant.refreshToken()));
        }
        if (grant.scopes() != null && !grant.scopes().isEmpty()) {
            change.append("scopes", grant.scopes());
        }
        if (isChanged(unchanged(id, old).append("token_refused", null), change)) {
            rememberApp(id);
            return true;
        }
        boolean healed = isChanged(unchanged(id, old).append("token_refused", true),
                change.append("token_refused", null).append("status", Account.ACTIVE).append("reason", null));
        if (healed) {
            LOG.info("Account {} syncs again: the token that Spotify refused had been replaced already", id);
        }
        return healed;
    }

    /** Renewed tokens say which app a sign-in belongs to, where an older version did not store it. */
    private void rememberApp(String id) {
        if (!accounts.app().isEmpty()) {
            collection().updateOne(new Document("_id", id).append("client_id", null),
                    new Document("$set", new Document("client_id", accounts.app())));
        }
    }

    /**
     * Stops syncing an account until its next sign-in, because Spotify refuses its refresh token. Tokens that replace
     * this one, and only come to be stored now, heal it.
     *
     * @param owner of the lease
     * @return false when the lease is another's by now, or the account has other tokens, does not sync, or is gone
     */
    public boolean park(String id, Tokens old, String owner, String reason) {
        return isChanged(unchanged(id, old).append("status", Account.ACTIVE).append("refresh.owner", owner),
                new Document("status", Account.NEEDS_SIGN_IN).append("reason", reason).append("token_refused", true));
    }

    private static Document unchanged(String id, Tokens tokens) {
        return new Document("_id", id).append("token_version", tokens.version());
    }

    private boolean isChanged(Document which, Document fields) {
        boolean changed = collection().updateOne(which, new Document("$set", fields)).getMatchedCount() == 1;
        accounts.changed();
        return changed;
    }

    /** Another number than before where this process has changed an account or its tokens since. */
    public long changes() {
        return accounts.changes();
    }

    private Binary seal(String id, String token) {
        return new Binary(cipher.seal(token, id));
    }

    private String open(String id, Binary sealed) {
        return sealed == null ? null : cipher.open(sealed.getData(), id);
    }

    private MongoCollection<Document> collection() {
        return database.collection("accounts");
    }
}
