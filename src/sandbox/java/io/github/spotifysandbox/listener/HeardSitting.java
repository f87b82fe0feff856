package io.github.spotifysandbox.listener;

import java.time.Instant;
import java.util.List;

/**
 * Songs that were heard one after the other.
 *
 * @param begun   by the listener's clock; names the sitting
 * @param shuffle whether they came in no order
 * @param songs   in the order in which they were heard
 */
public record HeardSitting(Instant begun, boolean shuffle, List<HeardSong> songs) {
}
