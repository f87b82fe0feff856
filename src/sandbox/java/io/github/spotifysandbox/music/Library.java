package io.github.spotifysandbox.music;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The made-up music. Immutable. */
public final class Library {

    private final List<SandboxArtist> artists;
    private final List<SandboxAlbum> albums;
    private final List<SandboxTrack> tracks;
    private final List<SandboxTrack> oddTracks;
    private final Map<String, List<SandboxTrack>> byAlbum;
    private final Map<String, List<SandboxTrack>> byArtist;

    /**
     * Made of these.
     *
     * @param tracks    ordinary ones, by album and in order
     * @param oddTracks with the odd data of real answers
     */
    public Library(List<SandboxArtist> artists, List<SandboxAlbum> albums, List<SandboxTrack> tracks,
            List<SandboxTrack> oddTracks) {
        this.artists = List.copyOf(artists);
        this.albums = List.copyOf(albums);
        this.tracks = List.copyOf(tracks);
        this.oddTracks = List.copyOf(oddTracks);
        this.byAlbum = tracks.stream().collect(Collectors.groupingBy(track -> track.album().id()));
        this.byArtist = tracks.stream().collect(Collectors.groupingBy(track -> track.artists().get(0).id()));
    }

    /** All artists. */
    public List<SandboxArtist> artists() {
        return artists;
    }

    /** All albums. */
    public List<SandboxAlbum> albums() {
        return albums;
    }

    /** The ordinary tracks, more than 300. */
    public List<SandboxTrack> tracks() {
        return tracks;
    }

    /** Tracks with the odd data of real answers. */
    public List<SandboxTrack> oddTracks() {
        return oddTracks;
    }

    /** The tracks of an album, in order. */
    public List<SandboxTrack> tracksOf(SandboxAlbum album) {
        return byAlbum.get(album.id());
    }

    /** Tracks with this artist in first place. */
    public List<SandboxTrack> tracksOf(SandboxArtist artist) {
        return byArtist.get(artist.id());
    }
}
