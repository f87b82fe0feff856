package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import java.util.ArrayList;
import java.util.List;

/**
 * The reading of one list: its pages, what was seen in them, and whether the list stayed the same meanwhile. A list
 * whose reading is not believed is looked at once more as a whole, in the same run, after the others.
 */
public final class ListReading {

    /** How often a list that changes while it is read is read again at once. */
    private static final int READINGS = 3;

    private final Endpoint endpoint;
    private final Long position;
    private final boolean secondLook;
    private final String listedToken;
    private SourceList slice;
    private PageReader pages;
    private SeenIds seen;
    private JsonNode firstPage;
    private String verification;
    private boolean verifying;
    private boolean verified;
    private boolean changed;
    private long empty;
    private long unknown;
    private boolean refused;
    private boolean vanished;
    private boolean dropped;
    private int readings;
    private SeenIds content;
    private Repeats repeats;
    private Long contentBefore;

    public ListReading(Endpoint endpoint, SourceList slice, Long position) {
        this(endpoint, slice, position, false);
    }

    /** @param secondLook whether the list was read in this run already, but not believed */
    public ListReading(Endpoint endpoint, SourceList slice, Long position, boolean secondLook) {
        this.endpoint = endpoint;
        this.slice = slice;
        this.position = position;
        this.secondLook = secondLook;
        this.listedToken = slice.token();
        begin();
    }

    private void begin() {
        pages = new PageReader(endpoint, slice.path(), position);
        seen = new SeenIds();
        content = new SeenIds();
        repeats = new Repeats();
        firstPage = null;
        verification = null;
        verified = false;
        changed = false;
        empty = 0;
        unknown = 0;
        readings++;
        if (slice.gone()) {
            pages.end();
        }
    }

    public SourceList slice() {
        return slice;
    }

    public boolean isMore() {
        return verification != null || pages.isMore();
    }

    /** What the list has further is known already. */
    public void end() {
        pages.end();
    }

    public String take() {
        verifying = verification != null;
        String url = verifying ? verification : pages.take();
        verification = null;
        return url;
    }

    public List<Item> received(JsonNode page) {
        if (verifying) {
            verified = true;
            compare(page);
            return List.of();
        }
        List<Item> items = pages.received(page);
        items.forEach(item -> content.append(name(item)));
        if (pages.count() == 1 && pages.isMore()) {
            firstPage = page;
        }
        return items;
    }

    private void compare(JsonNode answer) {
        if (isTokenChecked()) {
            String token = ListSelection.token(Content.field(answer, endpoint.parent().changeToken()));
            changed |= token != null && !token.equals(slice.token());
            slice = token == null ? slice : slice.withToken(token);
        } else {
            changed |= !ids(firstPage).equals(ids(answer));
        }
    }

    /** What a page lists, in order; what else is in it may differ from one answer to the next. */
    private List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        new PageReader(endpoint, slice.path(), null).received(page)
                .forEach(item -> ids.add(Content.field(item.raw(), "uri").asText()));
        return ids;
    }

    /** What tells an entry from others, without what moves by itself. */
    private static String name(Item item) {
        String uri = Content.field(item.raw(), "uri").asText();
        String thing = uri.isEmpty() ? Content.field(item.raw(), "id").asText() : uri;
        return thing + " " + item.raw().path("added_at").asText();
    }

    private boolean isTokenChecked() {
        return slice.isChild() && endpoint.parent().changeToken() != null && endpoint.parent().tokenPath() != null
                && slice.last().waversAt() == null;
    }

    /**
     * Asks, once, for the parent's token: whether it is still what it was before a list of several pages was read.
     *
     * @param tokenUrl where; null when that is not known, so that the list stays unverified
     * @return whether there is something to ask
     */
    boolean askToken(String tokenUrl) {
        return ask(isTokenChecked(), tokenUrl);
    }

    /**
     * Asks, once, for the first of several pages again: whether the list begins as it did.
     *
     * @return whether there is something to ask
     */
    boolean askFirstPage() {
        return ask(!isTokenChecked(), new PageReader(endpoint, slice.path(), null).take());
    }

    private boolean ask(boolean due, String url) {
        verification = due && !verified && pages.count() > 1 ? url : null;
        return verification != null;
    }

    /** Spotify refused the call (403, 404). @return whether it was the question for what changed, which then has no answer */
    public boolean refusedVerification() {
        verified |= verifying;
        changed |= verifying && !isTokenChecked();
        return verifying;
    }

    /** Nothing more is to be read of this list, and nothing follows from what was. */
    public void drop() {
        dropped = true;
        pages.end();
    }

    boolean isDropped() {
        return dropped;
    }

    /** Spotify does not show this list, or no more of it. @param gone whether it is not there (404) */
    public void refuse(boolean gone) {
        refused = true;
        vanished = gone;
        pages.end();
    }

    /** Whether it was not there (404), although its parent is: that may pass. */
    boolean isVanished() {
        return vanished;
    }

    /** Whether the list was read in this run already, but not believed. */
    boolean isSecondLook() {
        return secondLook;
    }

    /** The token that the parent's list showed when the list was about to be read; null when there is none. */
    String listedToken() {
        return listedToken;
    }

    /** Whether the page that was taken last is the first. */
    public boolean isAtFirstPage() {
        return pages.count() == 1;
    }

    boolean isRefused() {
        return refused;
    }

    /** Entries were there that Spotify left empty. Where the key is the position, that tells what stands there: nothing. */
    public void sawEmpty(int entries) {
        empty += endpoint.expressions().isKeyPosition() ? 0 : entries;
    }

    /** The {@code _id} of the entry that comes next in the list, by its key: with a number where the list may hold it twice. */
    public String idOf(String id) {
        return endpoint.expressions().repeats() ? repeats.number(id) : id;
    }

    /** Whether an {@code _id} may come from a reading in this run in which an entry was shown twice. */
    boolean isShifted(String id) {
        String first = endpoint.expressions().repeats() && (readings > 1 || secondLook || isTorn()) ? Repeats.first(id) : null;
        return first != null && seen.contains(first);
    }

    /** A record was in the list. */
    public void saw(String id) {
        seen.add(id);
    }

    /** An entry whose id is not known was in the list: like an empty one, it may be any that is missing. */
    public void sawUnknown() {
        unknown++;
    }

    boolean hasSeen(String id) {
        return seen.contains(id);
    }

    /** Whether the list changed while it was read: its length, or what it says afterwards. */
    boolean isTorn() {
        return changed && !isAsBefore() || pages.isTotalMoved();
    }

    /** Whether its parent's token moves although the list does not, which two readings of the same entries show. */
    boolean isWavering() {
        return slice.last().waversAt() != null || changed && isTokenChecked() && isAsBefore();
    }

    private boolean isAsBefore() {
        return contentBefore != null && contentBefore == content.order();
    }

    /** Begins again. @return false when it was read often enough */
    boolean repeat() {
        boolean again = readings < READINGS;
        if (again) {
            contentBefore = content.order();
            begin();
        }
        return again;
    }

    /** How many entries the list, or its parent, counts without their being shown. */
    long hidden() {
        Long counted = counted();
        return counted == null ? pages.shortfall() : Math.max(pages.shortfall(), counted - pages.entries());
    }

    /** How many entries the parent counts; null when it does not say, or the list has changed since. */
    private Long counted() {
        return endpoint.paging().most() > 0 || readings > 1 ? null : slice.counted();
    }

    /** Whether it shows less than it counts, or than its parent does, and not as always. */
    boolean isShort() {
        return hidden() > 0 && discrepancy() > slice.before().usual();
    }

    /** Whether the parent, which was asked at another time and place, counts as many entries as there were. */
    boolean isAsItsParentCounts() {
        return counted() != null && counted() == pages.entries();
    }

    /** Whether there was no entry at all, or none but empty ones. */
    boolean isBare() {
        return pages.entries() == empty;
    }

    /** How many entries there were, empty ones included. */
    long entries() {
        return pages.entries();
    }

    /** How many entries the list counts without showing them, or showed twice. */
    long discrepancy() {
        return hidden() + seen.repeats();
    }

    /** How many entries the list says to have; null when it does not say. */
    public Long expected() {
        return pages.total() > 0 ? pages.total() : null;
    }

    /** What is known of the list's discrepancy after this reading. @param allSeen whether all known records were */
    ListCompleteness after(boolean allSeen) {
        return slice.before().after(discrepancy(), hidden(), empty + unknown, pages.entries(), allSeen);
    }

    /**
     * Whether every record of the list was seen, which only a list that counts its entries can show. Where entries come
     * twice, the list has moved by a place, and an empty one may be one that was known; but some lists always have a few.
     */
    boolean isWhole() {
        return covers(empty + unknown) && !isMostlyUnknown();
    }

    private boolean covers(long nameless) {
        return (slice.gone() || pages.isCounted()) && slice.before().covers(discrepancy(), nameless);
    }

    /** Whether of most entries no id is known: then it is not they that are odd, but the endpoint's key. */
    private boolean isMostlyUnknown() {
        return unknown * 2 > pages.entries();
    }

    /** Why it is not whole, in words, when that is only because of entries without an id; else null. */
    String heldUp() {
        if (isWhole() || !covers(empty)) {
            return null;
        }
        return unknown + " of the " + pages.entries() + " entries of " + slice.path() + " have no natural key, and what is"
                + " missing in the list may be one of them, so nothing of it is marked as removed. dead_letters has them, with"
                + " the reason: correct the endpoint's key."
                + (isMostlyUnknown() ? "" : " The next reading that finds no more of them marks what is missing.");
    }
}
