package io.github.spotifysandbox.music;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** What one account likes: rankings of artists, albums and tracks, and a few playlists made from them. Immutable. */
public final class Taste implements Likings {

    private static final int PLAYLISTS = 5;
    private static final int PLAYLIST_TRACKS = 40;
    private static final int EVENING_HOUR = 18;

    /** A playlist that plays come from. */
    public record Playlist(String id, List<SandboxTrack> tracks) {
    }

    private final long seed;
    private final String account;
    private final Library library;
    private final List<SandboxArtist> artists;
    private final List<SandboxAlbum> albums;
    private final List<Playlist> playlists;

    /** @param account the id of the account */
    public Taste(long seed, String account, Library library) {
        this.seed = seed;
        this.account = account;
        this.library = library;
        Dice dice = Dice.of(seed, "taste", account);
        this.artists = dice.shuffled(library.artists());
        this.albums = dice.shuffled(library.albums());
        this.playlists = IntStream.range(0, PLAYLISTS).mapToObj(i -> playlist(dice)).toList();
    }

    /** What is played in the n-th sitting: albums more often in the evening (UTC), else playlists for the most part. */
    @Override
    public Sitting sitting(long n, Instant at) {
        Dice dice = Dice.of(seed, "sitting", account, n);
        boolean evening = at.atZone(ZoneOffset.UTC).getHour() >= EVENING_HOUR;
        double kind = dice.fraction();
        if (kind < (evening ? 0.45 : 0.2)) {
            SandboxAlbum album = dice.pickByRank(albums);
            return new Sitting(PlayContext.album(album.id()), library.tracksOf(album), true);
        }
        if (kind < 0.8) {
            Playlist playlist = dice.pickByRank(playlists);
            return new Sitting(PlayContext.playlist(playlist.id()), playlist.tracks(), false);
        }
        SandboxArtist artist = dice.pickByRank(artists);
        PlayContext context = kind < 0.9 ? PlayContext.artist(artist.id()) : null;
        return new Sitting(context, library.tracksOf(artist), false);
    }

    /** The playlists, best liked first. */
    public List<Playlist> playlists() {
        return playlists;
    }

    /** A playlist with the form of uri that Spotify used until 2018 and still gives now and then. */
    @Override
    public PlayContext oldFormPlaylist() {
        return PlayContext.oldFormPlaylist(account, playlists.get(0).id());
    }

    private Playlist playlist(Dice dice) {
        String id = dice.base62(22);
        List<SandboxTrack> tracks = new ArrayList<>(PLAYLIST_TRACKS);
        for (int i = 0; i < PLAYLIST_TRACKS; i++) {
            tracks.add(dice.pickByRank(library.tracksOf(dice.pickByRank(artists))));
        }
        return new Playlist(id, tracks.stream().distinct().toList());
    }
}
