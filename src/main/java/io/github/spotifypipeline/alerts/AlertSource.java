package io.github.spotifypipeline.alerts;

import java.util.List;

/** Finds what concerns all accounts at once. */
public interface AlertSource {

    /**
     * What needs a person now; empty when nothing does.
     *
     * @throws com.mongodb.MongoException when the database does not answer
     */
    List<Alert> needs();
}
