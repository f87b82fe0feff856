package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;

/** {@code POST /session}: the page's own sign-in. Whoever gets here has shown the admin token. */
public final class SessionAnswer {

    private final AccessPolicy policy;

    public SessionAnswer(AccessPolicy policy) {
        this.policy = policy;
    }

    /** @return 204 with the session cookie @throws RequestException 404 when no admin token is set */
    public Answer open() {
        if (!policy.wantsToken()) {
            throw RequestException.notFound("This server asks for no sign-in.");
        }
        return Answer.empty(204).with("Set-Cookie", AccessPolicy.SESSION_COOKIE + "=" + policy.session()
                + "; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
    }
}
