package io.github.spotifypipeline.imports;

import java.util.HashMap;
import java.util.Map;

/** Which uri a song of a name has, as our own documents and the library of an export say. */
public final class SongUris {

    private final Map<Long, Map<String, Integer>> ofAlbum = new HashMap<>();
    private final Map<Long, Map<String, Integer>> ofAnyAlbum = new HashMap<>();

    /** Takes note of a song. What lacks its uri, title or artist is left out. */
    public void add(SongNames names, String uri) {
        if (uri != null && !uri.isBlank() && names.title() != null && names.artist() != null) {
            count(ofAnyAlbum, song(names), uri);
            if (names.album() != null) {
                count(ofAlbum, withAlbum(names), uri);
            }
        }
    }

    private static void count(Map<Long, Map<String, Integer>> counts, long key, String uri) {
        Map<String, Integer> known = counts.get(key);
        if (known == null) {
            counts.put(key, Map.of(uri, 1));
        } else {
            Map<String, Integer> more = new HashMap<>(known);
            more.merge(uri, 1, Integer::sum);
            counts.put(key, more);
        }
    }

    /** The most frequent one of title, artist and album; null when none is known. */
    public String uri(SongNames names) {
        return best(ofAlbum.get(withAlbum(names)));
    }

    /** The most frequent one of title and artist; null when none is known. */
    public String uriOfAnyAlbum(SongNames names) {
        return best(ofAnyAlbum.get(song(names)));
    }

    /** Of several that are as frequent the smallest, so that each import takes the same. */
    private static String best(Map<String, Integer> counts) {
        return counts == null ? null : counts.entrySet().stream()
                .min(Map.Entry.<String, Integer>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .orElseThrow().getKey();
    }

    private static long song(SongNames names) {
        return FoldedName.hash(names.title()) * 31 + FoldedName.hash(names.artist());
    }

    private static long withAlbum(SongNames names) {
        return song(names) * 31 + FoldedName.hash(names.album());
    }
}
