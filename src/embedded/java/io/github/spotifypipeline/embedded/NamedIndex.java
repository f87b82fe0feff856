package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.backend.EmptyIndex;
import de.bwaldvogel.mongo.backend.IndexKey;
import java.util.List;

/** An index that is not unique. It is listed and copied, but queries do not use it, so nothing fills it. */
final class NamedIndex extends EmptyIndex<Object> {

    NamedIndex(String name, List<IndexKey> keys) {
        super(name, keys);
    }

    /** No, because the stock collection would read all documents to fill an empty index. */
    @Override
    public boolean isEmpty() {
        return false;
    }
}
