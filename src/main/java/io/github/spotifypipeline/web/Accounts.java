package io.github.spotifypipeline.web;

import com.mongodb.client.MongoDatabase;
import io.github.spotifypipeline.auth.TokenVault;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.sync.Cursors;
import java.util.List;
import org.bson.Document;

/** Disconnects accounts. */
public final class Accounts {

    private static final List<String> CONTROL = List.of("accounts", "claims", "limits");

    private final TokenVault vault;
    private final Cursors cursors;
    private final Database database;

    public Accounts(TokenVault vault, Cursors cursors, Database database) {
        this.vault = vault;
        this.cursors = cursors;
        this.database = database;
    }

    /**
     * Forgets an account's tokens.
     *
     * @param data {@code true}: deletes its documents in every collection, too
     * @throws Answers.NotFoundException when there is no such account
     */
    public Answer disconnect(String id, String data) {
        boolean known = vault.forget(id);
        if ("true".equals(data)) {
            cursors.forget(id);
            MongoDatabase all = database.database();
            for (String collection : all.listCollectionNames()) {
                if (!CONTROL.contains(collection)) {
                    all.getCollection(collection).deleteMany(new Document("account_id", id));
                }
            }
        }
        if (!known) {
            throw new Answers.NotFoundException("There is no account with this id.");
        }
        return Answers.empty(204);
    }
}
