package io.github.spotifypipeline.spotify;

import java.io.IOException;

/** An answer is larger than anything that is asked for: {@link GuardedCall#MOST_BYTES}. */
final class AnswerTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    AnswerTooLargeException() {
        super("The answer is larger than 16 MB");
    }
}
