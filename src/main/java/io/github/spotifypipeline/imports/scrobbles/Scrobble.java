package io.github.spotifypipeline.imports.scrobbles;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/**
 * A play as another service has kept it.
 *
 * @param source     {@code lastfm}, {@code listenbrainz}, {@code maloja} or {@code koito}
 * @param listenedAt in Unix ms; as a rule the start
 * @param title      never null
 * @param artists    at least one
 * @param album      null when it is not known
 * @param uri        Spotify's; null when it is not known
 * @param raw        as it was sent
 */
public record Scrobble(String source, long listenedAt, String title, List<String> artists, String album, String uri,
                       ObjectNode raw) {
}
