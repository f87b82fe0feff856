package io.github.spotifysandbox.oauth;

import io.github.spotifysandbox.accounts.AccountDirectory;
import io.github.spotifysandbox.server.Parameters;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import java.util.Optional;

/** {@code GET /authorize}: asks a person for consent, or answers for the person with account= or cancel=true. */
public final class AuthorizeEndpoint implements SandboxEndpoint {

    private final ClientRules client;
    private final AccountDirectory accounts;
    private final AuthorizationCodes codes;

    /** @param client the one application */
    public AuthorizeEndpoint(ClientRules client, AccountDirectory accounts, AuthorizationCodes codes) {
        this.client = client;
        this.accounts = accounts;
        this.codes = codes;
    }

    @Override
    public SandboxAnswer answer(SandboxRequest http) {
        Parameters query;
        try {
            query = Parameters.parse(http.query());
        } catch (IllegalArgumentException e) {
            return SandboxAnswer.sentence(400, e.getMessage());
        }
        AuthorizeRequest request = AuthorizeRequest.read(query, client);
        if (query.get("cancel").equals("true")) {
            return SandboxAnswer.redirect(request.answered("error", "access_denied"));
        }
        Optional<String> chosen = query.find("account");
        if (chosen.isEmpty()) {
            return ConsentPage.show(http.query(), request, accounts.all());
        }
        return accounts.find(chosen.get())
                .map(account -> SandboxAnswer.redirect(request.answered("code", codes.issue(account, request))))
                .orElseGet(() -> SandboxAnswer.sentence(400, "The sandbox has no such account."));
    }
}
