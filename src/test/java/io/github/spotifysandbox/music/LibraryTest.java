package io.github.spotifysandbox.music;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LibraryTest {

    private final Library library = LibraryMaker.make(7);

    @Test
    void libraryFollowsFromTheSeed() {
        assertThat(LibraryMaker.make(7).tracks()).isEqualTo(library.tracks());
        assertThat(LibraryMaker.make(8).tracks()).isNotEqualTo(library.tracks());
    }

    @Test
    void libraryIsLargeEnoughToLookReal() {
        assertThat(library.artists()).hasSize(40);
        assertThat(library.albums()).hasSize(80);
        assertThat(library.tracks()).hasSizeGreaterThan(300);
    }

    @Test
    void uniqueThingsAreUnique() {
        assertThat(library.artists()).extracting(SandboxArtist::name).doesNotHaveDuplicates();
        assertThat(library.tracks()).extracting(SandboxTrack::uri).doesNotHaveDuplicates();
        assertThat(library.tracks()).extracting(SandboxTrack::isrc).doesNotHaveDuplicates();
    }

    @Test
    void idsLookLikeSpotifys() {
        assertThat(Stream.of(
                library.artists().stream().map(SandboxArtist::id),
                library.albums().stream().map(SandboxAlbum::id),
                library.tracks().stream().map(SandboxTrack::id)).flatMap(ids -> ids))
                .allMatch(id -> id.matches("[0-9A-Za-z]{22}"));
    }

    @Test
    void tracksAreTwoToSixMinutesLong() {
        assertThat(library.tracks()).allMatch(track ->
                track.recording().durationMs() >= 120_000 && track.recording().durationMs() <= 360_000);
    }

    @Test
    void albumsHoldTheTracksTheyCount() {
        assertThat(library.albums()).allMatch(album -> library.tracksOf(album).size() == album.totalTracks());
    }

    @Test
    void precisionOfAReleaseDateIsItsLength() {
        SandboxAlbum album = library.albums().get(0);

        assertThat(album.releaseDatePrecision()).isEqualTo("day");
        assertThat(album.withReleaseDate("1981-12").releaseDatePrecision()).isEqualTo("month");
        assertThat(album.withReleaseDate("0000").releaseDatePrecision()).isEqualTo("year");
        assertThat(album.withReleaseDate(null).releaseDatePrecision()).isNull();
    }

    @Test
    void relinkedTrackSharesOnlyItsIsrc() {
        SandboxTrack original = library.tracks().get(0);

        assertThat(library.oddTracks()).anyMatch(track ->
                original.isrc().equals(track.isrc()) && !original.uri().equals(track.uri()));
    }
}
