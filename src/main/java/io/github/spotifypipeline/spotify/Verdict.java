package io.github.spotifypipeline.spotify;

import io.github.spotifypipeline.json.SentJson;
import java.time.Duration;

/**
 * What an answer of Spotify, or none, means for its call, as {@link AnswerPolicy} decides.
 *
 * @param action  what to do
 * @param data    with DATA: what Spotify sent; JSON null for an answer without content (204)
 * @param after   with AGAIN: how long to wait before
 * @param failure with HOLD and FAIL: why
 */
record Verdict(Action action, SentJson data, Duration after, Failure failure) {

    /** What to do. */
    enum Action {

        /** The call has what it asked for. */
        DATA,
        /** What went wrong may pass: the same call once more, after a time. */
        AGAIN,
        /** The access token was refused: the same call once more, with a fresh one. */
        NEW_TOKEN,
        /** Spotify asks for fewer calls: the call's bucket waits, for a time or for long. */
        HOLD,
        /** Another try is no use. */
        FAIL
    }

    static Verdict data(SentJson data) {
        return new Verdict(Action.DATA, data, null, null);
    }

    static Verdict again(Duration after) {
        return new Verdict(Action.AGAIN, null, after, null);
    }

    static Verdict newToken() {
        return new Verdict(Action.NEW_TOKEN, null, null, null);
    }

    static Verdict hold(Failure failure) {
        return new Verdict(Action.HOLD, null, null, failure);
    }

    static Verdict fail(Failure failure) {
        return new Verdict(Action.FAIL, null, null, failure);
    }
}
