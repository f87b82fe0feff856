package io.github.spotifypipeline.listening;

import java.time.Instant;

/**
 * What is or was in the library, or in a playlist.
 *
 * @param kind     what it is
 * @param face     as it is shown there
 * @param added    when Spotify says that it was added; null when it does not
 * @param seen     when the pipeline saw it first
 * @param removed  when it was gone; null: it is there
 * @param playlist the id of the playlist; null: it is in none, but in the library itself
 */
record LibraryEntry(String account, ThingKind kind, SongFace face, Instant added, Instant seen, Instant removed,
                    String playlist) {

    /** Since when it was there, as far as is known. */
    Instant since() {
        return added != null ? added : seen;
    }
}
