package io.github.spotifypipeline.web;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.imports.flow.ImportedData;
import io.github.spotifypipeline.imports.flow.SongFacts;
import io.github.spotifypipeline.sync.AccountData;
import io.github.spotifypipeline.sync.Syncs;
import java.io.IOException;
import org.apache.camel.Header;

/**
 * {@code DELETE /api/accounts/ID}: forgets an account's tokens and cursors. A sync of it ends first, with its page;
 * so does an import, when its documents are deleted, too.
 */
public final class DisconnectAnswer {

    private final AccountStore accounts;
    private final Syncs syncs;
    private final AccountData accountData;
    private final SongFacts songs;
    private final ImportedData imported;

    public DisconnectAnswer(AccountStore accounts, Syncs syncs, AccountData accountData, SongFacts songs,
            ImportedData imported) {
        this.accounts = accounts;
        this.syncs = syncs;
        this.accountData = accountData;
        this.songs = songs;
        this.imported = imported;
    }

    /**
     * Forgets it.
     *
     * @param read what Camel reads from the address as the id; it does not tell an encoded slash from an encoded
     *             percent sign
     * @param uri  the address as it came: its last part is the id
     * @param data {@code true}: deletes its documents too, in the pipeline's own collections and those of its
     *             endpoints, which may be gone; {@code false} or null: keeps them
     * @return 204
     * @throws RequestException 404 when there is nothing of such an account, 400 when {@code data} is neither or the id
     *                          cannot be read
     */
    public Answer disconnect(@Header("id") String read, @Header("CamelHttpUri") String uri,
            @Header("data") String data) throws IOException {
        boolean withData = ApiParameters.flag(data, "data must be true or false: true deletes the account's documents,"
                + " too. Nothing was changed.");
        if (read == null || read.isBlank()) {
            throw unknown();
        }
        String id = RequestAddress.part(uri.substring(uri.lastIndexOf('/') + 1));
        boolean found = accounts.forget(id);
        // also without an account: this finishes a disconnecting that broke off
        syncs.disconnected(id, withData);
        if (withData) {
            found |= imported.disconnect(id);
            found |= accountData.delete(id) > 0;
            songs.forgetWithoutAccounts();
        }
        if (!found) {
            throw unknown();
        }
        return Answer.empty(204);
    }

    private static RequestException unknown() {
        return RequestException.notFound("There is no account with this id.");
    }
}
