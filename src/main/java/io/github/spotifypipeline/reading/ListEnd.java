package io.github.spotifypipeline.reading;

import io.github.spotifypipeline.endpoint.ListCompleteness;

/**
 * What follows from the end of a list's reading.
 *
 * @param again        the list when it is to be read once more after all others, as what it showed is not believed;
 *                    else null
 * @param doubted      whether it is not believed before a later sync finds the same
 * @param heldUp       why nothing of it counts as removed, in words; null when nobody has to do anything about it
 * @param completeness how it showed itself; null when that is as before
 */
record ListEnd(SourceList again, boolean doubted, String heldUp, ListCompleteness completeness) {

    /** Nothing follows. */
    static final ListEnd PLAIN = new ListEnd(null, false, null, null);
}
