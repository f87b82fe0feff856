package io.github.spotifypipeline.spotify;

/** Who makes a call. */
public interface CallOwner {

    /** Whether it must begin nothing any more. */
    boolean isStopping();

    /** Whether its calls go before others: those for plays. */
    boolean isFirst();

    /** Where the access token of its calls is kept. */
    KeptToken keptToken();

    /** A call is made. */
    void called();

    /** Spotify asked it to wait (429). */
    void limited();

    /** It waits before a call, and does nothing meanwhile, or goes on. */
    void waits(boolean waiting);
}
