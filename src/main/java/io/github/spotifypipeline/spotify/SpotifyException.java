package io.github.spotifypipeline.spotify;

/** Something could not be had of Spotify. The message says to a person what happened and what to do. */
public final class SpotifyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Failure failure;

    public SpotifyException(Failure failure) {
        super(failure.words());
        this.failure = failure;
    }

    /** @param words one or two sentences for a person */
    public SpotifyException(FailureKind kind, String words) {
        this(new Failure(kind, words));
    }

    public Failure failure() {
        return failure;
    }
}
