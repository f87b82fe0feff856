package io.github.spotifypipeline.web;

import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.sync.Syncs;
import java.util.List;
import org.apache.camel.Header;
import org.bson.Document;

/** Disconnects accounts. */
public final class Accounts {

    private static final List<String> CONTROL = List.of("accounts", "claims", "limits");

    private final TokenVault vault;
    private final Syncs syncs;
    private final Database database;

    public Accounts(TokenVault vault, Syncs syncs, Database database) {
        this.vault = vault;
        this.syncs = syncs;
        this.database = database;
    }

    /**
     * Forgets an account's tokens and cursors. A sync that is under way ends first, with its page.
     *
     * @param data {@code true}: deletes its documents in every collection, too
     * @throws Answers.NotFoundException when there is nothing of such an account
     */
    public Answer disconnect(@Header("id") String id, @Header("data") String data) {
        if (id == null || id.isBlank()) {
            throw new Answers.NotFoundException("There is no account with this id.");
        }
        boolean found = vault.forget(id);
        if (found || syncs.isUnderWay(id)) {
            syncs.disconnected(id);
        }
        if ("true".equals(data)) {
            MongoDatabase all = database.database();
            for (String collection : all.listCollectionNames()) {
                if (!CONTROL.contains(collection)) {
                    found |= all.getCollection(collection).deleteMany(new Document("account_id", id))
                            .getDeletedCount() > 0;
                }
            }
        }
        if (!found) {
            throw new Answers.NotFoundException("There is no account with this id.");
        }
        return Answers.empty(204);
    }
}
