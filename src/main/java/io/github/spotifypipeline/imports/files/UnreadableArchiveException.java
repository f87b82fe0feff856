package io.github.spotifypipeline.imports.files;

import java.io.IOException;

/** Nothing can be read from what was given. The message is a sentence for a person. */
public final class UnreadableArchiveException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param reason the sentence */
    public UnreadableArchiveException(String reason) {
        super(reason);
    }
}
