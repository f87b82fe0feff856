package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.bson.Document;
import io.github.spotifypipeline.embedded.query.Catalog;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;

/** A collection that does not exist: an empty one. */
final class EmptyCollection implements Catalog.Source {

    @Override
    public Iterator<Document> scan(Catalog.IdRange range, boolean descending) {
        return Collections.emptyIterator();
    }

    @Override
    public Iterator<Document> lookUp(Document query) {
        return null;
    }

    @Override
    public boolean hasTextIds() {
        return true;
    }

    @Override
    public Document find(String id) {
        return null;
    }

    @Override
    public long size() {
        return 0;
    }

    @Override
    public long count(Catalog.IdRange range) {
        return 0;
    }

    @Override
    public Document stats() {
        return new Document("size", 0).append("count", 0).append("storageSize", 0).append("totalSize", 0)
                .append("nindexes", 0).append("totalIndexSize", 0).append("indexSizes", new Document())
                .append("scaleFactor", 1);
    }

    @Override
    public List<Document> indexes() {
        return List.of();
    }
}
