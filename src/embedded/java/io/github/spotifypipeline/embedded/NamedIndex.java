package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.util.List;

/** An index that is not unique: it is listed and copied along, but finds nothing, so nothing has to fill it. */
final class NamedIndex extends EmptyIndex<Object> {

    NamedIndex(String name, List<IndexKey> keys) {
        super(name, keys);
    }

    /** No: the stock collection reads all its documents to fill an empty one. */
    @Override
    public boolean isEmpty() {
        return false;
    }
}
