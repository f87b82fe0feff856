package io.github.spotifypipeline.spotify;


/**
 * How many calls a day each bucket may have, so that the pipeline stops before Spotify does.
 *
 * @param lists   for a bucket of lists, over 24 hours
 * @param objects for a bucket of single objects, over 24 hours; Spotify's own limit was measured at about 600
 */
public record CallBudget(int lists, int objects) {

    /** @param first whether it is a call for plays, for which a fifth is kept */
    int of(String bucket, boolean first) {
        return share(Bucket.isOfObjects(bucket) ? objects : lists, first);
    }

    /** All of it for plays, four fifths for everything else, but at least one. */
    static int share(int all, boolean first) {
        return first ? all : Math.max(1, (int) (all * 4L / 5));
    }
}
