package io.github.spotifypipeline.spotify;

import java.util.Arrays;
import java.util.Locale;

/** The kinds of refusals and faults that a call of the Web API can end in; {@code runs.cause} in lower case. */
public enum FailureKind {

    /** 400: a fault of the endpoint's parameters. */
    BAD_REQUEST,
    /** 401, also after a refresh. */
    UNAUTHORIZED,
    /** 403 {@code Insufficient client scope}. */
    SCOPE,
    /** 403 {@code User not registered}: the account is not on the app's list of users. */
    NOT_REGISTERED,
    /** 403: the app's owner has no Premium. */
    PREMIUM,
    /** 403 otherwise. */
    FORBIDDEN,
    /** 404. */
    NOT_FOUND,
    /** 304, although nothing asked for it. */
    NOT_MODIFIED,
    /** 429 for too many calls at a time. */
    RATE_LIMIT,
    /** 429 for too many calls a day. */
    QUOTA,
    /** The pipeline's own budget of calls a day. */
    BUDGET,
    /** 5xx. */
    SERVER_ERROR,
    /** No answer in time. */
    TIMEOUT,
    /** No connection, or one that broke. */
    UNREACHABLE,
    /** An answer that is not the JSON that it should be. */
    BAD_ANSWER,
    /** An answer that is larger than any page. */
    TOO_LARGE,
    /** Any other status. */
    UNEXPECTED,
    /** An address that must not be given a token, or is none. */
    BAD_ADDRESS,
    /** Spotify does not know the client id or secret. */
    CLIENT,
    /** The account needs a new sign-in. */
    SIGN_IN,
    /** The call was given up because the pipeline, the account or the endpoint stops. */
    STOPPED;

    /** The one that stands in a document like this; a quota where there is none, for a block that somebody made by hand. */
    public static FailureKind named(String text) {
        return Arrays.stream(values()).filter(trouble -> trouble.toString().equals(text)).findFirst().orElse(QUOTA);
    }

    /** As it stands in {@code runs.cause}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the next try may well succeed. */
    boolean isTransient() {
        return this == SERVER_ERROR || this == TIMEOUT || this == UNREACHABLE || this == BAD_ANSWER;
    }
}
