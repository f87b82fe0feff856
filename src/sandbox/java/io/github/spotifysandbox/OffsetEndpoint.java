package io.github.spotifysandbox;

/** A list of the account that a call speaks for, in offset pages of at most 50. */
final class OffsetEndpoint implements Endpoint {

    /** Takes a part of a list. */
    @FunctionalInterface
    interface Source {

        /** @throws Refusal if the query or the account does not allow it */
        Slice slice(SandboxAccount account, ApiQuery query, OffsetPage page);
    }

    private final ApiContext context;
    private final Source source;
    private final String[] scopes;

    OffsetEndpoint(ApiContext context, Source source, String... scopes) {
        this.context = context;
        this.source = source;
        this.scopes = scopes;
    }

    @Override
    public Answer answer(RecordedRequest http) {
        SandboxAccount account = context.account(http, scopes);
        ApiQuery query = ApiQuery.of(http);
        OffsetPage page = OffsetPage.of(context.url(http.path()), query);
        return page.answer(source.slice(account, query, page), context.shape());
    }
}
