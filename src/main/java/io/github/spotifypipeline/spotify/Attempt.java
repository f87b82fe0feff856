package io.github.spotifypipeline.spotify;

/**
 * How often a call was tried.
 *
 * @param faults    tries that failed in a way that may pass
 * @param limits    tries that were answered with 429
 * @param refreshed whether a token was refused
 */
record Attempt(int faults, int limits, boolean refreshed) {

    /** Before the first try. */
    static final Attempt FIRST = new Attempt(0, 0, false);

    /** After which there is none. */
    static final Attempt LAST = new Attempt(AnswerPolicy.TRIES, WaitLimits.LIMITS, true);

    /** After one more try. */
    Attempt after(Verdict.Action action) {
        return new Attempt(action == Verdict.Action.AGAIN ? faults + 1 : faults,
                action == Verdict.Action.HOLD ? limits + 1 : limits, refreshed || action == Verdict.Action.NEW_TOKEN);
    }
}
