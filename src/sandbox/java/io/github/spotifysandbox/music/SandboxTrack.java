package io.github.spotifysandbox.music;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/**
 * A track. Take one of {@link Library#tracks()}, or make one up with {@link #of} or {@link #localFile}.
 *
 * @param id          22 base62 characters; null for a file of the listener's own
 * @param name        as shown
 * @param artists     in order, at least one
 * @param album       the album it is on
 * @param trackNumber from 1; 0 for a local file
 * @param recording   what is heard; tracks of several ids may share it
 */
public record SandboxTrack(
        String id,
        String name,
        List<SandboxArtist> artists,
        SandboxAlbum album,
        int trackNumber,
        Recording recording) {

    private static final long DEFAULT_DURATION_MS = 200_000;

    /**
     * A recording.
     *
     * @param durationMs length in milliseconds
     * @param explicit   whether the lyrics are marked so
     * @param isrc       null if unknown
     */
    public record Recording(long durationMs, boolean explicit, String isrc) {
    }

    /** A track on a single of its own, three minutes and twenty seconds long; ids follow from the names. */
    public static SandboxTrack of(String name, String... artistNames) {
        List<SandboxArtist> artists = Stream.of(artistNames).map(SandboxArtist::named).toList();
        Dice dice = Dice.of(0, "track", name, artists);
        SandboxAlbum album = new SandboxAlbum(dice.base62(22), "single", name, artists, "2026-05-22", 1);
        String isrc = "ZZSBX26" + (10_000 + dice.below(90_000));
        return new SandboxTrack(dice.base62(22), name, artists, album, 1,
                new Recording(DEFAULT_DURATION_MS, false, isrc));
    }

    /** A local file, as Spotify shows it: without ids. */
    public static SandboxTrack localFile(String artist, String albumName, String title, int seconds) {
        SandboxAlbum album = new SandboxAlbum(null, null, albumName, List.of(), null, 0);
        return new SandboxTrack(null, title, List.of(new SandboxArtist(null, artist)), album, 0,
                new Recording(seconds * 1000L, false, null));
    }

    /** Whether it is a file of the listener's own. */
    public boolean local() {
        return id == null;
    }

    /** Spotify's URI; that of a local file is made of its names and its length in whole seconds. */
    public String uri() {
        return local()
                ? String.join(":", "spotify:local", plus(artists.get(0).name()), plus(album.name()), plus(name),
                        Long.toString(recording.durationMs() / 1000))
                : "spotify:track:" + id;
    }

    /** Null if unknown. */
    public String isrc() {
        return recording.isrc();
    }

    /** The same track on another album. */
    public SandboxTrack withAlbum(SandboxAlbum other) {
        return new SandboxTrack(id, name, artists, other, trackNumber, recording);
    }

    /** The same track, marked explicit. */
    public SandboxTrack asExplicit() {
        return new SandboxTrack(id, name, artists, album, trackNumber,
                new Recording(recording.durationMs(), true, recording.isrc()));
    }

    /** The same recording under another id: what relinking does. */
    public SandboxTrack withId(String otherId) {
        return new SandboxTrack(otherId, name, artists, album, trackNumber, recording);
    }

    private static String plus(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
