package io.github.spotifypipeline.enrich;

import java.util.List;

/**
 * A song of imported plays of which something is not known.
 *
 * @param uri   {@code spotify:track:} and its id
 * @param waits the {@code _id}s of its documents in {@code unknown_tracks}, one an account
 */
record LackingSong(String uri, List<String> waits) {

    String id() {
        return uri.substring(uri.lastIndexOf(':') + 1);
    }
}
