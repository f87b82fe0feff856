package io.github.spotifypipeline.sync;

import java.util.List;

/**
 * One endpoint as its route declares it.
 *
 * @param id          the route's id, such as {@code recently-played}
 * @param path        the path below the API's URL, such as {@code /me/player/recently-played}
 * @param items       where an answer holds its records, such as {@code items} or {@code artists.items}
 * @param cursor      {@code none}, or {@code after}: asks for what is newer than the newest record, by Unix ms
 * @param cursorField with {@code after}: the record's field that holds its time
 * @param overlapMs   with {@code after}: how far before the newest record to ask again, because records turn up late
 * @param schedule    when it is due
 * @param scopes      the scopes that it needs
 * @param collection  the MongoDB collection of its records
 */
public record Endpoint(String id, String path, String items, String cursor, String cursorField, long overlapMs,
                       Schedule schedule, List<String> scopes, String collection) {

    /** Whether it asks only for what is new. */
    public boolean isIncremental() {
        return cursor.equals("after");
    }
}
