package io.github.spotifypipeline.endpoint;

import org.bson.Document;

/**
 * Entries that a list counts without showing them, shows twice, or shows empty: normally none, and then everything
 * known that was not seen is gone. Some lists always have a few.
 *
 * @param usual as many that were not shown, or were shown twice, do not make the list incomplete
 * @param last  how many of those there were the last time
 * @param empty how many Spotify left empty the last time; however many these are, only more of them may hide what was
 *              known
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

    /** Whether a reading with as many may have shown all that there is. */
    public boolean covers(long now, long emptyNow) {
        return now <= usual && emptyNow <= empty;
    }

    /**
     * What it is after a reading. It becomes usual when it was the same the last time and everything known was seen all
     * the same, or it is small: a list that shows half of itself, however often, is never whole. Entries that are only
     * shown twice are usual at once when everything known was seen. A list that shows nothing tells nothing.
     *
     * @param now      how many there were this time that were not shown, or were shown twice
     * @param hidden   how many of them were not shown
     * @param emptyNow how many there were this time that Spotify left empty
     * @param shown    how many entries were shown
     * @param allSeen  whether something was known, and nothing of it was missing
     */
    public ListCompleteness after(long now, long hidden, long emptyNow, long shown, boolean allSeen) {
        boolean small = now <= Math.max(1, (shown + hidden) / 50);
        boolean becomesUsual = shown > 0 && (now == last ? allSeen || small : allSeen && hidden == 0);
        return new ListCompleteness(becomesUsual ? now : usual, now, emptyNow);
    }
}
