package io.github.spotifypipeline.embedded;

import java.io.IOException;
import java.nio.file.Path;

/** Another process that opens a data folder: says what came of it, and holds the folder until its input ends. */
final class FolderHolder {

    static final String OPENED = "opened";
    static final String REFUSED = "refused: ";

    private FolderHolder() {
    }

    public static void main(String[] arguments) throws IOException {
        try (EmbeddedMongo server = EmbeddedMongo.start(Path.of(arguments[0]), 0)) {
            System.out.println(OPENED + " " + server.connectionString());
            System.in.transferTo(System.out);
        } catch (EmbeddedMongoException e) {
            System.out.println(REFUSED + e.getMessage());
        }
    }
}
