package io.github.spotifypipeline.imports;

import io.github.spotifypipeline.records.PlaySource;
import java.util.List;
import org.bson.Document;

/**
 * What a row that an import has stored is told by, read without the rest of the row.
 *
 * @param first  {@code _id} of the first document of its end, uri and length
 * @param key    of the row
 * @param repeat n of the n-th repeat, 0 of the first, as its {@code _id} says
 */
public record StoredKey(String first, RowKey key, int repeat) {

    private static final String START = "offline_timestamp";
    private static final List<String> URIS = List.of("spotify_track_uri", "spotify_episode_uri",
            "audiobook_chapter_uri");

    /** The projection that is needed. */
    public static final Document FIELDS = new Document("account_id", 1).append("source", 1)
            .append("stream.ms_played", 1).append("raw." + START, 1).append("raw." + URIS.get(0), 1)
            .append("raw." + URIS.get(1), 1).append("raw." + URIS.get(2), 1);

    /** @param document of {@code plays} or {@code other_streams} @return null when it is not as an import stores it */
    public static StoredKey of(Document document) {
        Document stream = document.get("stream", Document.class);
        String id = document.getString("_id");
        int time = document.getString("account_id").length() + 1;
        int end = id.indexOf(':', time);
        if (stream == null || end < 0 || !(stream.get("ms_played") instanceof Number length)) {
            return null;
        }
        Document raw = document.get("raw", new Document());
        String rest = id.substring(end + 1);
        String uri = uri(rest, length.longValue(), raw);
        if (uri == null) {
            return null;
        }
        int first = uri.length() + 1 + length.toString().length();
        long endedAt = Long.parseLong(id.substring(time, end));
        Heard heard = new Heard(endedAt, length.longValue(), Heard.start(number(raw.get(START)), endedAt), false, false,
                false, PlaySource.of(document.getString("source")));
        return new StoredKey(id.substring(0, end + 1 + first), RowKey.of(uri, heard),
                rest.length() == first ? 0 : Integer.parseInt(rest.substring(first + 1)));
    }

    /** The row's own, or what was found for it. */
    private static String uri(String rest, long msPlayed, Document raw) {
        String length = ":" + msPlayed;
        for (String field : URIS) {
            if (raw.get(field) instanceof String uri && (rest + ":").startsWith(uri + length + ":")) {
                return uri;
            }
        }
        int at = rest.endsWith(length) ? rest.length() - length.length() : rest.lastIndexOf(length + ":");
        return at < 0 ? null : rest.substring(0, at);
    }

    private static Double number(Object value) {
        if (value instanceof Number number) {
            return number.doubleValue();
        }
        try {
            return value instanceof String text ? Double.valueOf(text.strip()) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The {@code _id} of the n-th repeat. */
    String id(int number) {
        return number == 0 ? first : first + ":" + number;
    }
}
