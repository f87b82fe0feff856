package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.music.Catalogue;
import io.github.spotifysandbox.music.Dice;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What an account has saved, follows, keeps in playlists and plays most. Safe for several threads. */
public final class AccountLibrary {

    private static final int ID_LENGTH = 22;

    /** What /v1/me/tracks lists, and so on. */
    public final Shelf savedTracks;
    public final Shelf savedAlbums;
    public final Shelf savedShows;
    public final Shelf savedEpisodes;
    public final Shelf savedAudiobooks;

    /** What /v1/me/following lists. */
    public final Shelf followedArtists;

    /** By time range, most played first. A range that is missing here is empty. */
    public final Map<String, List<JsonNode>> topTracks = new ConcurrentHashMap<>();

    /** As {@link #topTracks}. */
    public final Map<String, List<JsonNode>> topArtists = new ConcurrentHashMap<>();

    /** Guarded by the library. */
    final List<SandboxPlaylist> playlists = new ArrayList<>();
    final Catalogue catalogue;
    private final PlaylistUser account;
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
    }

    PlaylistUser account() {
        return account;
    }

    /** The playlists in their order, those that the account only follows included. */
    public synchronized List<SandboxPlaylist> playlists() {
        return List.copyOf(playlists);
    }

    /** The playlist with this id. */
    public synchronized Optional<SandboxPlaylist> playlist(String id) {
        return playlists.stream().filter(playlist -> playlist.id().equals(id)).findFirst();
    }

    /** An empty playlist at the end, under an id that is never used again. */
    synchronized SandboxPlaylist addPlaylist(String name) {
        playlistsMade++;
        return addPlaylist(Dice.of(0, "playlist", account.id(), playlistsMade).base62(ID_LENGTH), name);
    }

    synchronized SandboxPlaylist addPlaylist(String id, String name) {
        SandboxPlaylist playlist = new SandboxPlaylist(id, name, account, catalogue::register);
        playlists.add(playlist);
        return playlist;
    }

    /**
     * Sets a top list.
     *
     * @param things most played first; must not be changed afterwards
     */
    void rank(Map<String, List<JsonNode>> topLists, String range, List<? extends JsonNode> things) {
        things.forEach(catalogue::register);
        topLists.put(range, List.copyOf(things));
    }
}
