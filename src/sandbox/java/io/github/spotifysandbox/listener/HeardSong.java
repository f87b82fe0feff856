package io.github.spotifysandbox.listener;

import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;

/**
 * A song that was heard, perhaps only its beginning.
 *
 * @param start   by the listener's clock
 * @param heardMs without pauses
 * @param end     pauses included
 */
public record HeardSong(SandboxTrack track, Instant start, long heardMs, Instant end) {

    /** Whether it was heard to its end. */
    public boolean whole() {
        return heardMs >= track.recording().durationMs();
    }
}
