package io.github.spotifysandbox;

import java.util.Optional;

/** {@code GET /authorize}: asks a person for consent, or answers for the person with account= or cancel=true. */
final class AuthorizeEndpoint implements Endpoint {

    private final SandboxOptions options;
    private final Accounts accounts;
    private final AuthorizationCodes codes;

    AuthorizeEndpoint(SandboxOptions options, Accounts accounts, AuthorizationCodes codes) {
        this.options = options;
        this.accounts = accounts;
        this.codes = codes;
    }

    @Override
    public Answer answer(RecordedRequest http) {
        Parameters query;
        try {
            query = Parameters.parse(http.query());
        } catch (IllegalArgumentException e) {
            return Answer.sentence(400, e.getMessage());
        }
        AuthorizeRequest request = AuthorizeRequest.read(query, options);
        if (query.get("cancel").equals("true")) {
            return Answer.redirect(request.answered("error", "access_denied"));
        }
        Optional<String> chosen = query.find("account");
        if (chosen.isEmpty()) {
            return ConsentPage.show(http.query(), request, accounts.all());
        }
        return accounts.find(chosen.get())
                .map(account -> Answer.redirect(request.answered("code", codes.issue(account, request))))
                .orElseGet(() -> Answer.sentence(400, "The sandbox has no such account."));
    }
}
