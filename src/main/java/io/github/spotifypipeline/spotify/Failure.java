package io.github.spotifypipeline.spotify;

import java.time.Instant;

/**
 * Why a call or a sync has not succeeded.
 *
 * @param kind  what sort of refusal or fault it is
 * @param words one or two sentences for a person: what happened, what to do. No secret, and no answer of Spotify's, is
 *     in them
 * @param until no try before this time; null when none is known
 * @param form  what the refusal is written in
 */
public record Failure(FailureKind kind, String words, Instant until, Form form) {

    /** What the body of a refusal is. */
    public enum Form {

        /** JSON with an error, or nothing: the Web API itself speaks of the resource that was asked for. */
        JSON,
        /** A sentence: the Web API speaks of the account or the app. */
        TEXT,
        /** A page of HTML, which Spotify does not send, but something in between does. */
        WEB_PAGE
    }

    public Failure(FailureKind kind, String words) {
        this(kind, words, null);
    }

    public Failure(FailureKind kind, String words, Instant until) {
        this(kind, words, until, Form.JSON);
    }

    /** The same in other words. */
    public Failure inWords(String others) {
        return new Failure(kind, others, until, form);
    }

    /** The same with another time. */
    public Failure until(Instant time) {
        return new Failure(kind, words, time, form);
    }

    /** The same with the time until which Spotify asks to wait; how long the app itself waits does not depend on it. */
    Failure asks(Instant time) {
        return kind.isOfApp() ? this : until(time);
    }

    /** Until when no call may be made, which is no fault; null when a call was made and failed. */
    public Instant blockedUntil() {
        return kind.isBlock() ? until : null;
    }

    /** Whether it is of this kind. */
    public boolean is(FailureKind other) {
        return kind == other;
    }

    /** Whether it is a fault of the program or of a step: the stack trace belongs in the log. */
    public boolean isBug() {
        return is(FailureKind.BUG);
    }

    /** Whether the Web API refuses this one resource (403, 404), not the account or the app. */
    public boolean isOfResource() {
        return is(FailureKind.NOT_FOUND) || is(FailureKind.FORBIDDEN) && form == Form.JSON;
    }

    /** Whether Spotify does not offer the path (403, 404). A page of HTML does not say so. */
    public boolean isNotOffered() {
        return (is(FailureKind.NOT_FOUND) || is(FailureKind.FORBIDDEN)) && form != Form.WEB_PAGE;
    }
}
