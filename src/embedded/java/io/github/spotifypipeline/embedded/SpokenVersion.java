package io.github.spotifypipeline.embedded;

import de.bwaldvogel.mongo.MongoVersion;
import java.util.List;

/**
 * The version that clients are told: MongoDB 5.0 with wire version 9. The stock server says 8, which current drivers
 * and shells refuse. They use the features of version 9 only when they are asked to.
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
