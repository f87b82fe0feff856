package io.github.spotifypipeline.listening;

import java.util.List;
import java.util.Map;

/**
 * What the lists say that are mirrored: saved songs and albums, followed artists, playlists and what is in them.
 *
 * @param playlists by account, a colon, and id
 */
record LibraryFacts(List<LibraryEntry> entries, Map<String, NameAndUri> playlists) {

    static final LibraryFacts NONE = new LibraryFacts(List.of(), Map.of());
}
