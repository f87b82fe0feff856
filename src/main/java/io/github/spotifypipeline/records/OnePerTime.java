package io.github.spotifypipeline.records;

import java.util.NavigableMap;
import java.util.TreeMap;
import org.bson.Document;

/** The records of a page of which those with the same time are one, under several names: the first of them stays. */
final class OnePerTime {

    /** A row of a file that has the same millisecond is another play, or is merged or replaced later. */
    private static final Document OF_NO_FILE = new Document("$nin",
            PlaySource.texts(source -> source.isExport() || source.isScrobble()));

    private final String prefix;
    private final NavigableMap<String, String> names = new TreeMap<>();

    /** @param prefix what the {@code _id}s begin with that have a time and a colon behind it */
    OnePerTime(String prefix) {
        this.prefix = prefix;
    }

    /** Whether another record of the page has had this one's time before. */
    boolean isOther(String id) {
        return names.putIfAbsent(time(id), id) != null;
    }

    /** The {@code _id} that the record with a time has in the page; null when there is none. */
    String nameOf(String id) {
        return names.get(time(id));
    }

    /** Finds what is stored of as long a time as the page is about, in which there is little else. */
    Document filter() {
        return new Document("_id", new Document("$gte", names.firstKey()).append("$lt", behind(names.lastKey())))
                .append("source", OF_NO_FILE);
    }

    /** The first text behind all that begin with this one, where it ends with a colon, else behind this one alone. */
    private static String behind(String time) {
        return time.endsWith(":") ? time.substring(0, time.length() - 1) + ';' : time + '\0';
    }

    /** An {@code _id} up to the colon behind its time; all of it where it has none. */
    private String time(String id) {
        int end = id.startsWith(prefix) ? id.indexOf(':', prefix.length()) : -1;
        return id.substring(0, end + 1 == 0 ? id.length() : end + 1);
    }
}
