package io.github.spotifypipeline.endpoint;

import org.bson.Document;

/**
 * How many entries a list counts but does not show, shows twice or shows empty. Usually there are none; then every
 * known record that was not seen is gone. Some lists always have a few.
 *
 * @param usual how many entries may be hidden or shown twice in a complete list
 * @param last  how many were hidden or shown twice the last time
 * @param empty how many were empty the last time; only more than these can hide a known record
 */
public record ListCompleteness(long usual, long last, long empty) {

    public static final ListCompleteness NONE = new ListCompleteness(0, 0, 0);

    public static ListCompleteness of(Document document) {
        Number usual = document.get("usual_discrepancy", 0L);
        Number last = document.get("discrepancy", 0L);
        Number empty = document.get("empty", 0L);
        return new ListCompleteness(usual.longValue(), last.longValue(), empty.longValue());
    }

    public Document appendTo(Document document) {
        return document.append("usual_discrepancy", usual).append("discrepancy", last).append("empty", empty);
    }

    /** Whether a reading with these numbers may have shown the whole list. */
    public boolean covers(long now, long emptyNow) {
        return now <= usual && emptyNow <= empty;
    }

    /**
     * The value after a reading. A number becomes usual when it was the same the last time and either all known records
     * were seen or the number is small: a list that hides half of its entries is never complete. Entries that are only
     * shown twice are usual at once when all known records were seen. A list that shows nothing changes nothing.
     *
     * @param now      how many were hidden or shown twice this time
     * @param hidden   how many of them were hidden
     * @param emptyNow how many were empty this time
     * @param shown    how many entries were shown
     * @param allSeen  whether there were known records and all of them were seen
     */
    public ListCompleteness after(long now, long hidden, long emptyNow, long shown, boolean allSeen) {
        boolean small = now <= Math.max(1, (shown + hidden) / 50);
        boolean becomesUsual = shown > 0 && (now == last ? allSeen || small : allSeen && hidden == 0);
        return new ListCompleteness(becomesUsual ? now : usual, now, emptyNow);
    }
}
