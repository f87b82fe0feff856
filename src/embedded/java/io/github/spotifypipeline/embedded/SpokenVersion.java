package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoVersion;
import java.util.List;

/**
 * The version that clients are told: MongoDB 5.0, as in stock, but with wire version 9 in place of 8, because current
 * drivers and shells take no less. What they may do from 9 on and stock does not know, they do only when asked to.
 */
final class SpokenVersion implements MongoVersion {

    @Override
    public List<Integer> getVersionArray() {
        return List.of(5, 0, 0);
    }

    @Override
    public int getWireVersion() {
        return 9;
    }
}
