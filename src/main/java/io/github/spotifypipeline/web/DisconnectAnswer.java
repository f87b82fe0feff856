package io.github.spotifypipeline.web;

import io.github.spotifypipeline.accounts.AccountStore;
import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.sync.AccountData;
import io.github.spotifypipeline.sync.Syncs;
import org.apache.camel.Header;

/** Disconnects accounts. */
public final class DisconnectAnswer {

    private final AccountStore vault;
    private final Syncs syncs;
    private final AccountData accountData;

    public DisconnectAnswer(AccountStore vault, Syncs syncs, AccountData accountData) {
        this.vault = vault;
        this.syncs = syncs;
        this.accountData = accountData;
    }

    /**
     * Forgets an account's tokens and cursors. A sync that is under way ends first, with its page.
     *
     * @param read what Camel reads from the address where the id is; it does not tell an encoded slash from an
     *             encoded percent sign
     * @param uri  the address as it came: its last part is the id
     * @param data {@code true}: deletes its documents, too, in the pipeline's own collections and those of its endpoints,
     *             which may be gone; {@code false} or null: keeps them
     * @throws ErrorAnswers.NotFoundException   when there is nothing of such an account
     * @throws ErrorAnswers.BadRequestException when {@code data} is neither, or the id cannot be read
     */
    public Answer disconnect(@Header("id") String read, @Header("CamelHttpUri") String uri, @Header("data") String data) {
        if (data != null && !data.equals("true") && !data.equals("false")) {
            throw new ErrorAnswers.BadRequestException("data must be true or false: true deletes the account's documents,"
                    + " too. Nothing was changed.");
        }
        if (read == null || read.isBlank()) {
            throw new ErrorAnswers.NotFoundException("There is no account with this id.");
        }
        String id = RequestAddress.part(uri.substring(uri.lastIndexOf('/') + 1));
        boolean found = vault.forget(id);
        // also when there is no account: a disconnecting that broke off is finished so
        boolean withData = "true".equals(data);
        syncs.disconnected(id, withData);
        if (withData) {
            found |= accountData.delete(id) > 0;
        }
        if (!found) {
            throw new ErrorAnswers.NotFoundException("There is no account with this id.");
        }
        return ErrorAnswers.empty(204);
    }
}
