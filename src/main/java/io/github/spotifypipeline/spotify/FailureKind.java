package io.github.spotifypipeline.spotify;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of refusals and faults, each with its sentence for a person; {@code runs.cause} in lower case. */
public enum FailureKind {

    /** 400. */
    BAD_REQUEST("Spotify did not understand the call (HTTP 400): this is a fault of the endpoint's parameters."),
    /** 401, also after a refresh, or a refusal of the token endpoint. */
    UNAUTHORIZED("Spotify refuses the access token, also after a refresh (HTTP 401)."),
    /** 403 {@code Insufficient client scope}. */
    SCOPE("This account has not granted what the endpoint needs: sign in again at /login and agree to all of it."),
    /** 403 {@code User not registered}. */
    NOT_REGISTERED("This account is not on the app's list of users: the app's owner adds it in the Developer Dashboard"
            + " under User Management; then sign in again at /login."),
    /** 403: the app's owner has no Premium. */
    PREMIUM("The app's owner has no active Premium subscription, which Spotify asks for: renew it. Until then nobody is"
            + " synced; it is tried again each hour."),
    /** 403 otherwise. */
    FORBIDDEN("Spotify does not give this to the app (HTTP 403)."),
    /** 404. */
    NOT_FOUND("Spotify has nothing at this path (HTTP 404): check the endpoint's path."),
    /** 304, although nothing asked for it. */
    NOT_MODIFIED("Spotify says that nothing changed (HTTP 304)."),
    /** 429 for too many calls at a time. */
    RATE_LIMIT("Spotify asks for fewer calls (HTTP 429)."),
    /** 429 for too many calls a day. */
    QUOTA("Spotify's quota of calls a day for this endpoint is used up (HTTP 429)."),
    /** The pipeline's own limit of calls a day. */
    BUDGET("The pipeline's own budget of %s calls a day for %s is used up, so that Spotify need not refuse."),
    /** 5xx or 408. */
    SERVER_ERROR("Spotify has trouble of its own (HTTP %s)."),
    /** No answer in time. */
    TIMEOUT("Spotify did not answer in time."),
    /** No connection, or one that broke. */
    UNREACHABLE("Spotify could not be reached, or its answer broke off: check this machine's network, its clock, and"
            + " spotify.proxy (HTTPS_PROXY) where there is a proxy."),
    /** An answer that is not the JSON that it should be. */
    BAD_ANSWER("Spotify's answer is not the JSON that it should be."),
    /** An answer that is larger than any page. */
    TOO_LARGE("Spotify's answer is larger than 16 MB, which no page is."),
    /** Any other status. */
    UNEXPECTED("Spotify gave an answer that is not expected (HTTP %s)."),
    /** An address that must not be given a token, or is none. */
    BAD_ADDRESS("Spotify's answer leads to another server, which is not followed: it would be given the access token."),
    /** {@code invalid_client}: the settings are wrong, for all accounts. */
    CLIENT("Spotify does not accept the client id or client secret: correct them on the settings page, or in"
            + " SPOTIFY_CLIENT_ID and SPOTIFY_CLIENT_SECRET where these set them."),
    /** {@code invalid_grant}: the account needs a new sign-in. */
    SIGN_IN("Spotify no longer accepts this sign-in."),
    /** The call was given up because the pipeline, the account or the endpoint stops. */
    STOPPED("The pipeline stopped while it waited to ask Spotify again."),
    /** The token key does not open the account's tokens. */
    TOKEN_KEY("The token key does not open the account's tokens."),
    /** A jq expression of the route failed or took too long. */
    TRANSFORM("A jq expression of the route failed: %s"),
    /** A step of the route went wrong. */
    STEP("A step of the route went wrong: %s"),
    /** MongoDB refused something, or did not answer. */
    DATABASE("MongoDB did not answer what was asked of it."),
    /** A fault of the program or of a step, whose stack trace belongs in the log. */
    BUG("A step of the route failed (%s); the log says where.");

    private final String words;

    FailureKind(String words) {
        this.words = words;
    }

    /** A failure of this kind. @param details what the kind's sentence leaves open, in its order */
    public Failure failure(Object... details) {
        return new Failure(this, details.length == 0 ? words : words.formatted(details));
    }

    /** The kind that a document names; a quota for none, because somebody may block a bucket by hand. */
    public static FailureKind named(String text) {
        return Arrays.stream(values()).filter(kind -> kind.toString().equals(text)).findFirst().orElse(QUOTA);
    }

    /** As it stands in {@code runs.cause}. */
    @Override
    public String toString() {
        return this == BUG ? STEP.toString() : name().toLowerCase(Locale.ROOT);
    }

    /** Whether the next try may well succeed. */
    boolean isTransient() {
        return this == SERVER_ERROR || this == TIMEOUT || this == UNREACHABLE || this == BAD_ANSWER;
    }

    /** Whether Spotify refuses the app itself: all calls wait for as long as {@link RateLimitStore#blockAll} says. */
    boolean isOfApp() {
        return this == PREMIUM || this == CLIENT;
    }

    /** Whether a time of such a failure is a block: no call before then, and not to call is no fault. */
    boolean isBlock() {
        return this == RATE_LIMIT || this == QUOTA || this == BUDGET || this == PREMIUM || this == CLIENT;
    }
}
