package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;

/** The times of the entries and records of one sync, in Unix ms; of an endpoint without a cursor there are none. */
public final class EventTimes {

    private final Endpoint endpoint;
    private final Long before;
    private final Set<Long> times = new TreeSet<>();
    private final NavigableSet<Long> shown = new TreeSet<>();
    private Long askedAfter;
    private Long newest;
    private int newTimes;
    private int pages;

    /** @param before the newest record's time before the sync, in Unix ms; null when none was seen */
    public EventTimes(Endpoint endpoint, Long before) {
        this.endpoint = endpoint;
        this.before = before;
        this.newest = before;
    }

    /** Records are asked for from a time on. @param position in Unix ms, without the overlap; null: from the first */
    void askAfter(Long position) {
        askedAfter = position;
    }

    /** The time from which on records were asked for, in Unix ms; 0 when all were. */
    public long askedFrom() {
        return askedAfter == null ? 0 : Math.max(0, askedAfter - endpoint.paging().overlapMs());
    }

    /** Takes a page. An entry tells that nothing is missing at its time, also where it becomes no record. */
    void page(Page page) {
        pages++;
        newTimes = 0;
        if (endpoint.isIncremental()) {
            page.items().forEach(item -> shows(item.raw()));
            page.emptyEntries().forEach(item -> shows(item.raw()));
        }
    }

    private void shows(JsonNode entry) {
        try {
            shown.add(Instant.parse(entry.path(endpoint.paging().cursorField()).asText()).toEpochMilli());
        } catch (DateTimeParseException e) {
            // perhaps its record has one
        }
    }

    /** A record has a time. From one that is further ahead than the overlap, nothing follows for the next sync. */
    public void saw(Instant time, Instant now) {
        long millis = time.toEpochMilli();
        newTimes += times.add(millis) ? 1 : 0;
        shown.add(millis);
        if (millis - now.toEpochMilli() <= endpoint.paging().overlapMs()) {
            newest = newest == null ? millis : Math.max(newest, millis);
        }
    }

    /** The page has an item that is new, but of which no record can be made. */
    void sawNew() {
        newTimes++;
    }

    /**
     * Whether the pages that follow show nothing further: the last page brought nothing that those before it did not
     * bring; or, where the newest page is asked for, it reaches back to the newest record that is known, or none is
     * known, as Spotify has nothing before the last page.
     */
    boolean hasReachedTheEnd() {
        if (!endpoint.isIncremental() || pages == 0) {
            return false;
        }
        return pages > 1 && newTimes == 0 || endpoint.paging().newest()
                && (before == null || !shown.isEmpty() && shown.first() <= before);
    }

    /** The newest record's time; null when none was ever seen, or the endpoint has no cursor. */
    public Long newest() {
        return endpoint.isIncremental() ? newest : null;
    }

    /** The times of the entries and records that were read. */
    public NavigableSet<Long> shown() {
        return shown;
    }
}
