package io.github.spotifysandbox.accounts;

/**
 * Who owns a playlist.
 *
 * @param id          the user id
 * @param displayName may be null
 */
record PlaylistUser(String id, String displayName) {

    /** The owner of playlists that an account only follows. */
    static final PlaylistUser SOMEONE_ELSE = new PlaylistUser("someone-else", "Someone Else");
}
