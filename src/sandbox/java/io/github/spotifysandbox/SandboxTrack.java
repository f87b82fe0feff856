package io.github.spotifysandbox;

import java.util.List;
import java.util.stream.Stream;

/**
 * A track. Take one of {@link Sandbox#tracks()}, or make one up with {@link #of} or {@link #localFile}.
 *
 * @param id          22 base62 characters; null for a local file
 * @param name        as shown
 * @param artists     in order, at least one
 * @param album       the album it is on
 * @param discNumber  from 1; 0 for a local file
 * @param trackNumber from 1; 0 for a local file
 * @param durationMs  length in milliseconds
 * @param explicit    whether the lyrics are marked so
 * @param isrc        null if unknown
 * @param local       whether it is a file of the listener's own
 * @param uri         Spotify URI; the only key that local files have
 */
public record SandboxTrack(
        String id,
        String name,
        List<SandboxArtist> artists,
        SandboxAlbum album,
        int discNumber,
        int trackNumber,
        long durationMs,
        boolean explicit,
        String isrc,
        boolean local,
        String uri) {

    private static final long DEFAULT_DURATION_MS = 200_000;

    /** A track on a single of its own, three minutes and twenty seconds long; ids follow from the names. */
    public static SandboxTrack of(String name, String... artistNames) {
        List<SandboxArtist> artists = Stream.of(artistNames).map(SandboxArtist::named).toList();
        Dice dice = Dice.of(0, "track", name, artists);
        SandboxAlbum album = new SandboxAlbum(dice.base62(22), "single", name, artists, "2026-05-22", 1);
        String isrc = "ZZSBX26" + (10_000 + dice.below(90_000));
        return new SandboxTrack(dice.base62(22), name, artists, album, 1, 1, DEFAULT_DURATION_MS, false, isrc, false,
                null).withUriOfId();
    }

    /** A local file, as Spotify shows it: no ids, and a uri made of the names and the length in whole seconds. */
    public static SandboxTrack localFile(String artist, String albumName, String title, int seconds) {
        List<SandboxArtist> artists = List.of(new SandboxArtist(null, artist));
        SandboxAlbum album = new SandboxAlbum(null, null, albumName, List.of(), null, 0);
        String uri = String.join(":", "spotify:local", plus(artist), plus(albumName), plus(title),
                Integer.toString(seconds));
        return new SandboxTrack(null, title, artists, album, 0, 0, seconds * 1000L, false, null, true, uri);
    }

    /** The same track on another album. */
    public SandboxTrack withAlbum(SandboxAlbum other) {
        return new SandboxTrack(id, name, artists, other, discNumber, trackNumber, durationMs, explicit, isrc, local,
                uri);
    }

    /** The same track, marked explicit. */
    public SandboxTrack asExplicit() {
        return new SandboxTrack(id, name, artists, album, discNumber, trackNumber, durationMs, true, isrc, local,
                uri);
    }

    /** The same recording under another id: what relinking does. */
    public SandboxTrack withId(String otherId) {
        return new SandboxTrack(otherId, name, artists, album, discNumber, trackNumber, durationMs, explicit, isrc,
                local, uri).withUriOfId();
    }

    private SandboxTrack withUriOfId() {
        return new SandboxTrack(id, name, artists, album, discNumber, trackNumber, durationMs, explicit, isrc, local,
                "spotify:track:" + id);
    }

    private static String plus(String text) {
        return Parameters.encode(text).replace("%20", "+");
    }
}
