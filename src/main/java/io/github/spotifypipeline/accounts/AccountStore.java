package io.github.spotifypipeline.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.result.UpdateResult;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.StoredTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bson.Document;
import org.bson.types.Binary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The collection {@code accounts}: who is signed in. Their tokens, which lie in the same documents, are for the
 * {@link TokenStore}.
 */
public final class AccountStore {

    private static final Logger LOG = LoggerFactory.getLogger(AccountStore.class);

    /** An access token that dies sooner is as good as none. */
    private static final Duration MARGIN = Duration.ofSeconds(60);

    private final Database database;
    private final TokenCipher cipher;
    private final Clock clock;
    private final Supplier<String> clientId;
    private final AtomicLong changes = new AtomicLong();

    /** @param clientId gives the client id of the app at Spotify that is set; empty when none is */
    public AccountStore(Database database, TokenCipher cipher, Clock clock, Supplier<String> clientId) {
        this.clientId = clientId;
        this.database = database;
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * Stores who has signed in: a new account, or fresh tokens for a known one, which heals it.
     *
     * @param profile the user as {@code GET /me} shows it
     * @param pending what was asked for, which is what was granted when the answer does not say
     * @throws SignInException when the profile names nobody
     */
    public SignedIn store(JsonNode profile, TokenGrant grant, PendingSignIn pending) {
        String spotifyId = name(profile.path("id"));
        String accountId = name(profile.path("account_id"));
        if (spotifyId == null && accountId == null) {
            throw new SignInException("Spotify's answer does not say whose account this is. Start again at /login.");
        }
        String id = idOf(accountId, spotifyId);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        Document account = new Document("display_name", profile.path("display_name").asText(id))
                .append("scopes", grant.scopes() == null ? List.of(pending.scopes().split(" ")) : grant.scopes())
                .append("authorized_at", Date.from(now))
                .append("status", Account.ACTIVE)
                .append("reason", null)
                .append("token_refused", null)
                .append("access_token", seal(id, grant.accessToken()))
                .append("expires_at", Date.from(grant.expiresAt()))
                .append("client_id", clientId.get());
        if (grant.refreshToken() != null) {
            account.append("refresh_token", seal(id, grant.refreshToken()));
        }
        if (spotifyId != null) {
            account.append("spotify_id", spotifyId);
        }
        if (accountId != null) {
            account.append("spotify_account_id", accountId);
        }
        UpdateResult result = accounts().updateOne(new Document("_id", id),
                new Document("$set", account).append("$inc", new Document("token_version", 1L)),
                new UpdateOptions().upsert(true));
        changed();
        return new SignedIn(id, result.getUpsertedId() != null, now);
    }

    private static String name(JsonNode value) {
        return value.isValueNode() && !value.asText("").isBlank() ? value.asText() : null;
    }

    /**
     * The account of a person. {@code account_id} never changes, but {@code /me} has it only since May 2026: who signed
     * in before, or while it was not shown, is known by {@code id}, unless it belongs to another {@code account_id}.
     *
     * @return the {@code _id} of the account that is there, or that a new one gets
     */
    private String idOf(String accountId, String spotifyId) {
        List<Document> names = new ArrayList<>();
        if (accountId != null) {
            names.add(new Document("_id", accountId));
            names.add(new Document("spotify_account_id", accountId));
        }
        if (spotifyId != null) {
            for (String name : List.of("_id", "spotify_id")) {
                Document named = new Document(name, spotifyId);
                names.add(accountId == null ? named : named.append("spotify_account_id", null));
            }
        }
        for (Document name : names) {
            Document known = accounts().find(name).projection(new Document("_id", 1)).first();
            if (known != null) {
                return known.getString("_id");
            }
        }
        return accountId == null ? spotifyId : accountId;
    }

    /**
     * A sign-in that was stored.
     *
     * @param isNew whether the account was not connected before
     * @param at    when, as in {@code authorized_at}
     */
    public record SignedIn(String accountId, boolean isNew, Instant at) {
    }

    /** All accounts, ordered by id. */
    public List<Account> accountList() {
        List<Account> all = new ArrayList<>();
        accounts().find().sort(new Document("_id", 1)).batchSize(1000).forEach(document -> all.add(account(document)));
        return all;
    }

    /** The account with this id. */
    public Optional<Account> account(String id) {
        return Optional.ofNullable(accounts().find(new Document("_id", id)).first()).map(this::account);
    }

    /** The ids of the active accounts whose tokens were stored with another key, ordered. */
    public List<String> locked() {
        return accountList().stream().filter(Account::isLocked).map(Account::id).toList();
    }

    private boolean isLocked(Document document) {
        try {
            Binary sealed = document.get("access_token", Binary.class);
            return sealed != null && cipher.open(sealed.getData(), document.getString("_id")) == null;
        } catch (TokenCipher.WrongKeyException e) {
            return true;
        }
    }

    private boolean isChanged(Document which, Document fields) {
        return accounts().updateOne(which, new Document("$set", fields)).getMatchedCount() == 1;
    }

    /**
     * Stops syncing an account until its next sign-in, because the Web API refuses it.
     *
     * @param status     {@code needs_sign_in} or {@code blocked}
     * @param knownSince nothing is done when its user has signed in since
     * @return whether it was stopped
     */
    public boolean park(String id, String status, String reason, Instant knownSince) {
        boolean parked = isChanged(new Document("_id", id).append("status", Account.ACTIVE)
                .append("authorized_at", new Document("$lte", Date.from(knownSince))),
                new Document("status", status).append("reason", reason));
        changed();
        return parked;
    }

    /** No other process can be at work: what one that was killed has leased ({@link TokenStore}) is free. */
    public void releaseTokens() {
        accounts().updateMany(new Document(), new Document("$unset", new Document("refresh", "")));
    }

    /** Forgets an account and its tokens. @return false when there was none */
    public boolean forget(String id) {
        boolean forgotten = accounts().deleteOne(new Document("_id", id)).getDeletedCount() == 1;
        changed();
        return forgotten;
    }

    /** How often this process has changed an account: what was read before a change may hold no more. */
    long changes() {
        return changes.get();
    }

    /** This process has changed an account. */
    void changed() {
        changes.incrementAndGet();
    }

    private Binary seal(String id, String token) {
        return new Binary(cipher.seal(token, id));
    }

    /**
     * An account that this process's key does not open is blocked for it, whatever others do; one that belongs to
     * another app needs a sign-in once its access token is over, unless that app is set again.
     */
    Account account(Document document) {
        String status = document.getString("status");
        String reason = document.getString("reason");
        if (Account.ACTIVE.equals(status) && isLocked(document)) {
            status = Account.BLOCKED;
            reason = Account.LOCKED;
        } else if (Account.ACTIVE.equals(status) && isOfOtherApp(document)) {
            boolean over = document.getDate("expires_at").toInstant().isBefore(clock.instant().plus(MARGIN));
            status = over ? Account.NEEDS_SIGN_IN : Account.ACTIVE;
            reason = Account.OTHER_APP;
        }
        return new Account(document.getString("_id"), document.getString("display_name"),
                document.getList("scopes", String.class), authorizedAt(document), status, reason);
    }

    /** The client id of the app at Spotify that is set; empty when none is. */
    String app() {
        return clientId.get();
    }

    /** Who signed in with an older version has no client id stored; Spotify then says whether the app is the same. */
    private boolean isOfOtherApp(Document document) {
        String own = document.getString("client_id");
        String current = own == null || own.isEmpty() ? "" : clientId.get();
        return !current.isEmpty() && !current.equals(own);
    }

    /** A sign-in that a clock that was ahead has dated counts from now on, or no refusal would be later than it. */
    private Instant authorizedAt(Document document) {
        Instant at = StoredTime.of(document, "authorized_at");
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        if (!StoredTime.isImpossible(at, now)) {
            return at;
        }
        if (isChanged(new Document("_id", document.get("_id")).append("authorized_at", Date.from(at)),
                new Document("authorized_at", Date.from(now)))) {
            LOG.warn("The sign-in of account {} was dated {}, which is in the future: this machine's clock was ahead,"
                    + " or is behind now. It counts from now on", document.get("_id"), at);
        }
        return now;
    }

    private MongoCollection<Document> accounts() {
        return database.collection("accounts");
    }
}
