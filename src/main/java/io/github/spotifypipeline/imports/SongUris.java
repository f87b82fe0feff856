package io.github.spotifypipeline.imports;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Which uri a song of a name has, as our own documents and the library of an export say. */
public final class SongUris {

    private final Map<Long, Map<String, Integer>> ofAlbum = new HashMap<>();
    private final Map<Long, Map<String, Integer>> ofAnyAlbum = new HashMap<>();
    private Consumer<SongUris> source;

    /** With none. */
    public SongUris() {
        this(songs -> { });
    }

    /** @param source adds what our own documents say; asked with the first question, as most exports ask none */
    public SongUris(Consumer<SongUris> source) {
        this.source = source;
    }

    private void load() {
        if (source != null) {
            Consumer<SongUris> once = source;
            source = null;
            once.accept(this);
        }
    }

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
        load();
        return best(ofAlbum.get(withAlbum(names)));
    }

    /** The most frequent one of title and artist; null when none is known. */
    public String uriOfAnyAlbum(SongNames names) {
        load();
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
