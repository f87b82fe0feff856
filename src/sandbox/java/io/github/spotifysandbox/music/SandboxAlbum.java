package io.github.spotifysandbox.music;

import java.util.List;

/**
 * An album.
 *
 * @param id          22 base62 characters; null for the album of a local file
 * @param type        "album", "single" or "compilation"; null for the album of a local file
 * @param name        as shown
 * @param artists     in order
 * @param releaseDate "1981", "1981-12", "1981-12-15", "0000" or null; its length tells the precision
 * @param totalTracks how many tracks it has
 */
public record SandboxAlbum(
        String id,
        String type,
        String name,
        List<SandboxArtist> artists,
        String releaseDate,
        int totalTracks) {

    private static final int YEAR_LENGTH = 4;
    private static final int MONTH_LENGTH = 7;

    /** "year", "month" or "day"; null without a date. */
    public String releaseDatePrecision() {
        if (releaseDate == null) {
            return null;
        }
        return switch (releaseDate.length()) {
            case YEAR_LENGTH -> "year";
            case MONTH_LENGTH -> "month";
            default -> "day";
        };
    }

    /** The same album with another release date, which may be null. */
    public SandboxAlbum withReleaseDate(String date) {
        return new SandboxAlbum(id, type, name, artists, date, totalTracks);
    }
}
