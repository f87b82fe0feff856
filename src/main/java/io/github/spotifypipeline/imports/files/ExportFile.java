package io.github.spotifypipeline.imports.files;

import java.io.IOException;
import java.io.InputStream;

/**
 * A file of an export that may be opened, as often as needed.
 *
 * @param kind   what it is
 * @param name   its base name, as it is spelt in the archive
 * @param path   with its folders, to tell two of the same name apart; never used as a path
 * @param source gives its unpacked bytes
 */
public record ExportFile(ExportFileKind kind, String name, String path, Source source) {

    /** Opens a file at its beginning. */
    @FunctionalInterface
    public interface Source {

        /** @throws DamagedFileException when the file cannot be read */
        InputStream open() throws IOException;
    }

    /** Its unpacked bytes, no more than the limits allow. @throws DamagedFileException when it cannot be read */
    public InputStream open() throws IOException {
        return source.open();
    }
}
