package io.github.spotifypipeline.enrich;

/**
 * One call for the facts of a song.
 *
 * @param tally   the run that it belongs to
 * @param account whose access token is used
 * @param song    what is asked for
 */
public record FactCall(FactRun tally, String account, LackingSong song) {

    /** As {@code spotify-get-action} asks for it. */
    public String getAccountId() {
        return account;
    }

    /** The path below the API's URL. */
    public String getTarget() {
        return "/tracks/" + song.id();
    }
}
