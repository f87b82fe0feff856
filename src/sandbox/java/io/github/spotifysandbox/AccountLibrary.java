package io.github.spotifysandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an account has saved, follows, keeps in playlists and plays most. Safe for several threads. */
final class AccountLibrary {

    private static final int ID_LENGTH = 22;

    final Shelf savedTracks;
    final Shelf savedAlbums;
    final Shelf savedShows;
    final Shelf savedEpisodes;
    final Shelf savedAudiobooks;
    final Shelf followedArtists;
    final TopLists topTracks;
    final TopLists topArtists;
    private final PlaylistUser account;
    private final Catalogue catalogue;
    private final List<SandboxPlaylist> playlists = new ArrayList<>();
    private int playlistsMade;

    AccountLibrary(PlaylistUser account, Catalogue catalogue) {
        this.account = account;
        this.catalogue = catalogue;
        this.savedTracks = new Shelf("track", catalogue::register);
        this.savedAlbums = new Shelf("album", catalogue::register);
        this.savedShows = new Shelf("show", catalogue::register);
        this.savedEpisodes = new Shelf("episode", catalogue::register);
        this.savedAudiobooks = new Shelf("audiobook", catalogue::register);
        this.followedArtists = new Shelf(null, catalogue::register);
        this.topTracks = new TopLists(catalogue::register);
        this.topArtists = new TopLists(catalogue::register);
    }

    PlaylistUser account() {
        return account;
    }

    synchronized List<SandboxPlaylist> playlists() {
        return List.copyOf(playlists);
    }

    synchronized Optional<SandboxPlaylist> playlist(String id) {
        return playlists.stream().filter(playlist -> playlist.id().equals(id)).findFirst();
    }

    /** At the end, under an id that is never used again. */
    synchronized SandboxPlaylist addPlaylist(String name) {
        playlistsMade++;
        return addPlaylist(Dice.of(0, "playlist", account.id(), playlistsMade).base62(ID_LENGTH), name);
    }

    synchronized SandboxPlaylist addPlaylist(String id, String name) {
        SandboxPlaylist playlist = new SandboxPlaylist(id, name, account, catalogue::register);
        playlists.add(playlist);
        return playlist;
    }

    /** @throws IllegalArgumentException if there is none with this id */
    synchronized void removePlaylist(String id) {
        if (!playlists.removeIf(playlist -> playlist.id().equals(id))) {
            throw new IllegalArgumentException("The account has no playlist " + id);
        }
    }

    void clear() {
        List.of(savedTracks, savedAlbums, savedShows, savedEpisodes, savedAudiobooks, followedArtists)
                .forEach(Shelf::clear);
        topTracks.clear();
        topArtists.clear();
        synchronized (this) {
            playlists.clear();
        }
    }
}
