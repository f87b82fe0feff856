package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * An entry of a list.
 *
 * @param raw      as Spotify sent it
 * @param position its place in the whole list, from 0; entries that Spotify left empty have one, too
 */
public record Item(JsonNode raw, long position) {
}
