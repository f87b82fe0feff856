package io.github.spotifypipeline.enrich;

/**
 * One call of MusicBrainz's web service (https://musicbrainz.org/doc/MusicBrainz_API).
 *
 * @param uri  the artist, {@code spotify:artist:} and its id
 * @param mbid MusicBrainz's id of the artist; null where it is asked for
 */
public record GenreCall(String uri, String mbid) {

    /** What follows the service's address. */
    public String getPath() {
        return mbid == null ? "/url?resource=https%3A%2F%2Fopen.spotify.com%2Fartist%2F"
                + uri.substring(uri.lastIndexOf(':') + 1) + "&inc=artist-rels&fmt=json"
                : "/artist/" + mbid + "?inc=genres&fmt=json";
    }
}
