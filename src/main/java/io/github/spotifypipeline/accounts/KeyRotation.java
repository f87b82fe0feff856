package io.github.spotifypipeline.accounts;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.accounts.TokenCipher.WrongKeyException;
import io.github.spotifypipeline.database.Database;
import java.util.ArrayList;
import java.util.List;
import org.bson.Document;
import org.bson.types.Binary;

/**
 * Encrypts all stored tokens anew. An account changes in one write, over the version that was read, so it may be broken
 * off anywhere and repeated.
 */
public final class KeyRotation {

    private static final List<String> SEALED = List.of("access_token", "refresh_token");

    private final MongoCollection<Document> accounts;
    private final List<TokenCipher> old;
    private final TokenCipher fresh;

    /**
     * @param old   the keys that may open what is stored, 32 bytes each
     * @param fresh the key to encrypt with
     */
    public KeyRotation(Database database, List<byte[]> old, byte[] fresh) {
        this.accounts = database.collection("accounts");
        this.old = old.stream().map(TokenCipher::new).toList();
        this.fresh = new TokenCipher(fresh);
    }

    /** The ids of the active accounts that no key opens, ordered. */
    public List<String> locked() {
        return ids(new Document("status", Account.ACTIVE)).stream().filter(id -> {
            Document account = accounts.find(new Document("_id", id)).first();
            return account != null && !isOpened(account);
        }).toList();
    }

    /**
     * Encrypts all that one of the old keys opens.
     *
     * @return how many accounts have changed
     */
    public int run() {
        int changed = 0;
        for (String id : ids(new Document())) {
            changed += reseal(id) ? 1 : 0;
        }
        return changed;
    }

    private List<String> ids(Document filter) {
        List<String> ids = new ArrayList<>();
        accounts.find(filter).projection(new Document("_id", 1)).sort(new Document("_id", 1)).batchSize(1000)
                .forEach(account -> ids.add(account.getString("_id")));
        return ids;
    }

    private boolean reseal(String id) {
        while (true) {
            Document account = accounts.find(new Document("_id", id)).first();
            if (account == null || !isOpened(account)) {
                return false;
            }
            Document change = new Document();
            for (String field : SEALED) {
                Binary sealed = account.get(field, Binary.class);
                if (sealed != null && open(fresh, sealed, id) == null) {
                    change.append(field, new Binary(fresh.seal(openWithAny(sealed, id), id)));
                }
            }
            if (change.isEmpty()) {
                return false;
            }
            Document asRead = new Document("_id", id).append("token_version", account.get("token_version"));
            if (accounts.updateOne(asRead, new Document("$set", change)
                    .append("$inc", new Document("token_version", 1L))).getMatchedCount() == 1) {
                return true;
            }
        }
    }

    private boolean isOpened(Document account) {
        return SEALED.stream().map(field -> account.get(field, Binary.class))
                .allMatch(sealed -> sealed == null || openWithAny(sealed, account.getString("_id")) != null);
    }

    /** @return null when none opens it */
    private String openWithAny(Binary sealed, String id) {
        String text = open(fresh, sealed, id);
        for (TokenCipher cipher : old) {
            text = text == null ? open(cipher, sealed, id) : text;
        }
        return text;
    }

    private static String open(TokenCipher cipher, Binary sealed, String id) {
        try {
            return cipher.open(sealed.getData(), id);
        } catch (WrongKeyException e) {
            return null;
        }
    }
}
