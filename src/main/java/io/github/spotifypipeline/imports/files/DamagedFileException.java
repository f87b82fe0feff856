package io.github.spotifypipeline.imports.files;

import java.io.IOException;

/** A file cannot be read to its end. The message says why, for a person, and follows the file's name. */
public final class DamagedFileException extends IOException {

    private static final long serialVersionUID = 1L;

    /** @param reason such as "is encrypted: unpack it, and give the folder" */
    public DamagedFileException(String reason) {
        super(reason);
    }
}
