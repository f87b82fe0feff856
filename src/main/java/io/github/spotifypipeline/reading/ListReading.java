package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.json.SentJson;
import java.util.List;

/**
 * The reading of one list: its pages, what was seen in them, and whether the list stayed the same meanwhile. A list
 * whose reading is not believed is read once more as a whole, in the same sync, after the others.
 */
public final class ListReading {

    /** How often a list that changes while it is read is read again at once. */
    private static final int READINGS = 3;

    private final Endpoint endpoint;
    private final String day;
    private final EventTimes times;
    private final boolean secondLook;
    private final StoredItems stored;
    private final String listedToken;
    private final Long after;
    private SourceList source;
    private PageReader pages;
    private ListContents contents;
    private ListCheck check;
    private boolean refused;
    private boolean vanished;
    private boolean dropped;
    private int readings;
    private Long contentBefore;

    /**
     * @param day        the date that its items count to, {@code YYYY-MM-DD}
     * @param times      told of its records' times
     * @param after      the time after which records are asked for, in Unix ms; null: all of them
     * @param secondLook whether the list was read in this sync already, but not believed
     * @param stored     what is stored of it
     */
    public ListReading(Endpoint endpoint, String day, SourceList source, EventTimes times, Long after,
                       boolean secondLook, StoredItems stored) {
        this.endpoint = endpoint;
        this.day = day;
        this.source = source;
        this.times = times;
        this.after = after;
        this.secondLook = secondLook;
        this.stored = stored;
        this.listedToken = source.token();
        begin();
    }

    private void begin() {
        readings++;
        pages = new PageReader(endpoint, source.path(), after);
        // the parent counted the list before its first reading
        Long counted = endpoint.paging().most() > 0 || readings > 1 ? null : source.counted();
        contents = new ListContents(endpoint, source, pages, counted, times);
        check = new ListCheck(endpoint, source);
        if (source.gone()) {
            pages.end();
        }
    }

    SourceList source() {
        return source;
    }

    /** What the reading has shown; when it began again, since then. */
    ListContents contents() {
        return contents;
    }

    boolean isMore() {
        return check.isAsked() || pages.isMore();
    }

    /** What the list has further is known already. */
    void end() {
        pages.end();
    }

    /** Takes the page, or the question whether the list changed, that is to be asked now. */
    PageRequest take() {
        return check.isAsked() ? new PageRequest(check.take(), this, pages.entries(), true)
                : new PageRequest(pages.take(), this, pages.entries(), false);
    }

    /** The addresses of its next pages, as far as they can be told. @param most no more than so many */
    List<String> upcoming(int most) {
        return check.isAsked() || !pages.isMore() ? List.of() : pages.upcoming(most);
    }

    /** Takes an answer. @return its items; none where it says whether the list changed */
    Page received(PageRequest request, SentJson answer) {
        if (request.check()) {
            String token = check.answered(answer);
            source = token == null ? source : source.withToken(token);
            return Page.NONE;
        }
        List<JsonNode> entries = pages.received(answer);
        if (pages.count() == 1 && pages.isMore()) {
            check.firstPage(answer);
        }
        return contents.page(entries, request.offset(), day, stored);
    }

    /**
     * Asks, once, for the parent's token: whether it is still what it was before a list of several pages was read.
     *
     * @param tokenUrl where; null when that is not known, so that the list stays unverified
     * @return whether there is something to ask
     */
    boolean askToken(String tokenUrl) {
        return pages.count() > 1 && check.isOfToken() && check.ask(tokenUrl);
    }

    /**
     * Asks, once, for the first of several pages again: whether the list begins as it did.
     *
     * @return whether there is something to ask
     */
    boolean askFirstPage() {
        return pages.count() > 1 && !check.isOfToken()
                && check.ask(new PageReader(endpoint, source.path(), null).take());
    }

    /** Spotify refused to say whether the list changed. */
    void refusedCheck() {
        check.refused();
    }

    /** Nothing more is to be read of this list, and nothing follows from what was. */
    void drop() {
        dropped = true;
        pages.end();
    }

    boolean isDropped() {
        return dropped;
    }

    /** Spotify does not show this list, or no more of it. @param gone whether it is not there (404) */
    void refuse(boolean gone) {
        refused = true;
        vanished = gone;
        pages.end();
    }

    boolean isRefused() {
        return refused;
    }

    /** Whether it was not there (404), although its parent is: that may pass. */
    boolean isVanished() {
        return vanished;
    }

    /** Whether the list was read in this sync already, but not believed. */
    boolean isSecondLook() {
        return secondLook;
    }

    /** The token that the parent's list showed when the list was about to be read; null when there is none. */
    String listedToken() {
        return listedToken;
    }

    /** Whether the page that was taken last is the first. */
    boolean isAtFirstPage() {
        return pages.count() == 1;
    }

    /** Whether an {@code _id} may come from a reading in this sync in which an entry was shown twice. */
    boolean isShifted(String id) {
        String first = endpoint.expressions().repeats() && (readings > 1 || secondLook || isTorn()) ? Repeats.first(id)
                : null;
        return first != null && contents.has(first);
    }

    /** Whether the list changed while it was read: its length, or what it says afterwards. */
    boolean isTorn() {
        return check.isChanged() && !isAsBefore() || pages.isTotalMoved();
    }

    /** Whether its parent's token moves although the list does not, which two readings of the same entries show. */
    boolean isWavering() {
        return source.last().waversAt() != null || check.isChanged() && check.isOfToken() && isAsBefore();
    }

    private boolean isAsBefore() {
        return contentBefore != null && contentBefore == contents.order();
    }

    /** Begins again. @return false when it was read often enough */
    boolean repeat() {
        boolean again = readings < READINGS;
        if (again) {
            contentBefore = contents.order();
            begin();
        }
        return again;
    }
}
