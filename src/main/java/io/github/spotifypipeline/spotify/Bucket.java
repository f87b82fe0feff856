package io.github.spotifypipeline.spotify;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Names the group of calls that share a quota at Spotify: the path as a template, such as {@code
 * /playlists/{id}/items}.
 */
public final class Bucket {

    /** What a single object's id follows in the paths of the Web API. */
    private static final Set<String> NOUNS = Set.of("albums", "artists", "audiobooks", "categories", "chapters",
            "episodes", "playlists", "shows", "tracks", "users");

    private static final Set<String> SMALL = Set.of("/shows/{id}/episodes", "/artists/{id}/albums");

    private Bucket() {
    }

    /**
     * The bucket of a call.
     *
     * @param url  an absolute URL
     * @param base the API's URL, which it begins with
     */
    static String of(URI url, URI base) {
        String path = url.getRawPath();
        return of(path.startsWith(base.getRawPath()) ? path.substring(base.getRawPath().length()) : path);
    }

    /** The bucket of an endpoint. @param target a path below the API's URL, with or without a query and placeholders */
    public static String of(String target) {
        String path = target.replaceFirst("[?#].*", "");
        List<String> template = new ArrayList<>();
        String before = "";
        for (String segment : path.split("/")) {
            if (!segment.isEmpty()) {
                // below /me a noun is the list itself
                boolean id = NOUNS.contains(before) && !template.contains("me") || looksLikeAnId(segment);
                template.add(id ? "{id}" : segment);
                before = segment;
            }
        }
        return "/" + String.join("/", template);
    }

    /** Spotify's ids are 22 characters of base62; ids of other kinds must not make a bucket each, either. */
    private static boolean looksLikeAnId(String segment) {
        return segment.startsWith("{") || segment.matches("[0-9A-Za-z]{22}") || segment.length() > 30
                || segment.matches(".*[0-9%:].*");
    }

    /**
     * Whether a bucket is that of single objects, or was measured to be as small (Spotify's quota of July 2026: about
     * 600 calls a day, 100 of an artist's albums). Playlists are asked for their change token, one call each.
     */
    public static boolean isOfObjects(String bucket) {
        return bucket.endsWith("/{id}") && !bucket.equals("/playlists/{id}") || SMALL.contains(bucket);
    }
}
