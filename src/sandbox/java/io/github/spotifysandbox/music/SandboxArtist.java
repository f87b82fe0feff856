package io.github.spotifysandbox.music;

/**
 * An artist.
 *
 * @param id   22 base62 characters; null for the artist of a local file
 * @param name as shown
 */
public record SandboxArtist(String id, String name) {

    /** An artist whose id follows from the name. */
    public static SandboxArtist named(String name) {
        return new SandboxArtist(Dice.of(0, "artist", name).base62(22), name);
    }
}
