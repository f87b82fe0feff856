package io.github.spotifypipeline.listening;

import java.util.List;

/**
 * A song as a play or the library shows it. One recording may have several: under other ids, on other albums.
 *
 * @param song    false for an album or an artist of the library of which no song is known
 * @param artists in their order
 * @param album   null when it is not known
 */
record SongFace(boolean song, String isrc, String uri, String name, List<NameAndUri> artists, NameAndUri album,
                Integer durationMs) {
}
