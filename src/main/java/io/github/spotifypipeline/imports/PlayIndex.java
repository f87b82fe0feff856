package io.github.spotifypipeline.imports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Plays of the API, found by time and by song. It keeps about 200 bytes of each: names as hashes.
 */
public final class PlayIndex {

    /** @param id {@code _id} of the document @param at in Unix ms; the rest are hashes */
    private record Entry(String id, long at, long uri, long title, long artist, long album, RowKey merged) {
    }

    private final List<Entry> entries = new ArrayList<>();
    private final SortedPairs byUri = new SortedPairs();
    private final SortedPairs byTitle = new SortedPairs();
    private boolean sealed;

    /** To be called before anything is asked. */
    public void add(ApiPlay play) {
        SongNames names = play.names();
        entries.add(new Entry(play.id(), play.playedAt(), FoldedName.hashOfText(play.uri()),
                FoldedName.hash(names.title()), FoldedName.hash(names.artist()), FoldedName.hash(names.album()),
                play.merged()));
    }

    private void seal() {
        if (!sealed) {
            sealed = true;
            entries.sort(Comparator.comparingLong(Entry::at).thenComparing(Entry::id));
            for (int i = 0; i < entries.size(); i++) {
                byUri.add(entries.get(i).uri(), i);
                byTitle.add(entries.get(i).title(), i);
            }
            byUri.sort();
            byTitle.sort();
        }
    }

    /** How many there are. */
    public int size() {
        return entries.size();
    }

    String id(int play) {
        return entries.get(play).id();
    }

    long playedAt(int play) {
        return entries.get(play).at();
    }

    RowKey merged(int play) {
        return entries.get(play).merged();
    }

    /**
     * Plays of a song in a time: of its uri, or of its title and either its first artist or its album. Spotify shows a
     * song under another id later, and a row has the artist of the album, which of a compilation is "Various Artists".
     *
     * @param sameUri is given those of the uri
     * @param sameName is given the others
     */
    void find(String uri, SongNames names, long from, long to, IntConsumer sameUri, IntConsumer sameName) {
        seal();
        int first = firstFrom(from);
        int end = firstFrom(to + 1);
        if (first == end) {
            return;
        }
        long uriHash = FoldedName.hashOfText(uri);
        for (int i = byUri.from(uriHash, first); i < byUri.size() && byUri.first(i) == uriHash
                && byUri.second(i) < end; i++) {
            sameUri.accept((int) byUri.second(i));
        }
        if (names.title() == null) {
            return;
        }
        long title = FoldedName.hash(names.title());
        long artist = FoldedName.hash(names.artist());
        long album = FoldedName.hash(names.album());
        for (int i = byTitle.from(title, first); i < byTitle.size() && byTitle.first(i) == title
                && byTitle.second(i) < end; i++) {
            Entry entry = entries.get((int) byTitle.second(i));
            boolean sameMaker = artist != 0 && entry.artist() == artist || album != 0 && entry.album() == album;
            if (sameMaker && entry.uri() != uriHash) {
                sameName.accept((int) byTitle.second(i));
            }
        }
    }

    private int firstFrom(long time) {
        int low = 0;
        int high = entries.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (entries.get(middle).at() < time) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    /** The numbers of those that lie in one of the spans. */
    List<Integer> within(Collection<Span> spans) {
        seal();
        List<Integer> within = new ArrayList<>();
        for (int i = 0; i < entries.size(); i++) {
            long at = entries.get(i).at();
            if (spans.stream().anyMatch(span -> span.contains(at))) {
                within.add(i);
            }
        }
        return within;
    }
}
