/** What the things of a library are called. */
const KINDS = {
  saved_tracks: 'Song', saved_albums: 'Album', saved_shows: 'Show', saved_episodes: 'Episode',
  saved_audiobooks: 'Audiobook', followed_artists: 'Artist', playlists: 'Playlist',
  playlist_items: 'Playlist entry',
};

/** @param name of a collection, or of the kind that an answer names */
export const kind = name => KINDS[name] ?? name;
