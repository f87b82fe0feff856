package io.github.spotifypipeline.imports.flow;

import java.util.List;
import org.bson.Document;

/** Makes pages of rows that are stored, which go through the routes of an import once more. */
public final class StoredRowPages {

    private final SongFacts songs;

    /** @param songs tells what is known of songs now */
    public StoredRowPages(SongFacts songs) {
        this.songs = songs;
    }

    /** A page. @param documents of one account and collection, at least one */
    public ImportPage of(List<Document> documents) {
        ImportPage page = ImportPage.ofStored(documents.get(0).getString("account_id"), documents);
        page.know(songs.of(page.uris()));
        return page;
    }
}
