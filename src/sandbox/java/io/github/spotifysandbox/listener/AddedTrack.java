package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;

/**
 * A song of a playlist.
 *
 * @param at when it came in
 */
public record AddedTrack(SandboxTrack track, Instant at) {
}
