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

    /** The id of plays that are not stored, but stand in the file that is read. */
    public static final String OF_FILE = "";

    /** A play, with its names as hashes. */
    private static final class Entry {

        private final String id;
        private final long at;
        private final int length;
        private final long uri;
        private final long title;
        private final long artist;
        private final long album;
        private final RowKey merged;

        private Entry(ApiPlay play, long length) {
            this.id = play.id();
            this.at = play.playedAt();
            this.length = (int) Math.max(0, Math.min(Integer.MAX_VALUE, length));
            this.uri = FoldedName.hashOfText(play.uri());
            this.title = FoldedName.hash(play.names().title());
            this.artist = FoldedName.hash(play.names().artist());
            this.album = FoldedName.hash(play.names().album());
            this.merged = play.merged();
        }

        private long at() {
            return at;
        }

        private String id() {
            return id;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private final SortedPairs byUri = new SortedPairs();
    private final SortedPairs byTitle = new SortedPairs();
    private boolean sealed;

    /** To be called before anything is asked. */
    public void add(ApiPlay play) {
        add(play, 0);
    }

    /** The same of a play to which scrobbles are compared. @param length from its start to its end, in ms */
    public void add(ApiPlay play, long length) {
        entries.add(new Entry(play, length));
    }

    private void seal() {
        if (!sealed) {
            sealed = true;
            entries.sort(Comparator.comparingLong(Entry::at).thenComparing(Entry::id));
            for (int i = 0; i < entries.size(); i++) {
                byUri.add(entries.get(i).uri, i);
                byTitle.add(entries.get(i).title, i);
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

    long startedAt(int play) {
        return entries.get(play).at - entries.get(play).length;
    }

    /** Whether it is not stored, but stands in the file that is read. */
    boolean isOfFile(int play) {
        return entries.get(play).id.equals(OF_FILE);
    }

    RowKey merged(int play) {
        return entries.get(play).merged;
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
            boolean sameMaker = artist != 0 && entry.artist == artist || album != 0 && entry.album == album;
            if (sameMaker && entry.uri != uriHash) {
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
