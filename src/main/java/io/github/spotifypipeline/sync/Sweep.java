package io.github.spotifypipeline.sync;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** The reading of one list: its pages, what was seen in them, and whether the list stayed the same meanwhile. */
final class Sweep {

    /** How often a list that changes while it is read is read again at once. */
    private static final int READINGS = 3;

    private final Endpoint endpoint;
    private final Long position;
    private Slice slice;
    private Pages pages;
    private SeenIds seen;
    private JsonNode firstPage;
    private String verification;
    private boolean verifying;
    private boolean verified;
    private boolean changed;
    private boolean uncertain;
    private long empty;
    private boolean refused;
    private boolean vanished;
    private int readings;

    Sweep(Endpoint endpoint, Slice slice, Long position) {
        this.endpoint = endpoint;
        this.slice = slice;
        this.position = position;
        begin();
    }

    private void begin() {
        pages = new Pages(endpoint, slice.path(), position);
        seen = new SeenIds();
        firstPage = null;
        verification = null;
        verified = false;
        changed = false;
        uncertain = false;
        vanished = false;
        empty = 0;
        readings++;
        if (slice.gone()) {
            pages.end();
        }
    }

    Slice slice() {
        return slice;
    }

    boolean isMore() {
        return verification != null || pages.isMore();
    }

    /** What the list has further is known already. */
    void end() {
        pages.end();
    }

    String take() {
        verifying = verification != null;
        String url = verifying ? verification : pages.take();
        verification = null;
        return url;
    }

    List<Item> received(JsonNode page) {
        if (verifying) {
            verified = true;
            compare(page);
            return List.of();
        }
        List<Item> items = pages.received(page);
        if (pages.count() == 1 && pages.isMore()) {
            firstPage = page;
        }
        return items;
    }

    private void compare(JsonNode answer) {
        if (isTokenChecked()) {
            String token = Slices.token(Content.field(answer, endpoint.parent().changeToken()));
            changed |= token != null && !token.equals(slice.token());
            slice = token == null ? slice : slice.withToken(token);
        } else {
            changed |= !ids(firstPage).equals(ids(answer));
        }
    }

    /** What a page lists, in order; what else is in it may differ from one answer to the next. */
    private List<String> ids(JsonNode page) {
        List<String> ids = new ArrayList<>();
        new Pages(endpoint, slice.path(), null).received(page)
                .forEach(item -> ids.add(Content.field(item.raw(), "uri").asText()));
        return ids;
    }

    private boolean isTokenChecked() {
        return slice.isChild() && endpoint.parent().changeToken() != null && endpoint.parent().tokenPath() != null;
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
        return ask(!isTokenChecked(), new Pages(endpoint, slice.path(), null).take());
    }

    private boolean ask(boolean due, String url) {
        verification = due && !verified && pages.count() > 1 ? url : null;
        return verification != null;
    }

    /** Spotify refused the call (403, 404). @return whether it was the question for what changed, which then has no answer */
    boolean refusedVerification() {
        verified |= verifying;
        changed |= verifying && !isTokenChecked();
        return verifying;
    }

    /** Spotify does not show this list. */
    void refuse() {
        refused = true;
        pages.end();
    }

    /** The list is not there (404): it is empty when nothing of it has been read, else it changed. */
    void vanish() {
        changed |= pages.count() > 1;
        vanished = true;
        pages.end();
    }

    /** Whether it was not there (404), although its parent is: that may pass. */
    boolean isVanished() {
        return vanished;
    }

    /** Whether the page that was taken last is the first. */
    boolean isAtFirstPage() {
        return pages.count() == 1;
    }

    boolean isRefused() {
        return refused;
    }

    /** Entries were there that Spotify left empty. Where the key is the position, that tells what stands there: nothing. */
    void sawEmpty(int entries) {
        empty += endpoint.isKeyedByPosition() ? 0 : entries;
    }

    /** A record was in the list. */
    void saw(String id) {
        seen.add(id);
    }

    /** An entry whose id is not known was in the list, so that it cannot be told what is missing. */
    void sawUnknown() {
        uncertain = true;
    }

    boolean hasSeen(String id) {
        return seen.contains(id);
    }

    /** Whether the list changed while it was read: its length, or what it says afterwards. */
    boolean isTorn() {
        return changed || pages.isTotalMoved();
    }

    /** Begins again. @return false when it was read often enough */
    boolean repeat() {
        boolean again = readings < READINGS;
        if (again) {
            begin();
        }
        return again;
    }

    /** How many entries the list counts without showing them, or showed twice. */
    long discrepancy() {
        return pages.shortfall() + seen.repeats();
    }

    /** How many entries the list says to have; null when it does not say. */
    Long expected() {
        return pages.total() > 0 ? pages.total() : null;
    }

    /** What is known of the list's discrepancy after this reading. @param allSeen whether nothing known was missing */
    Discrepancy after(boolean allSeen) {
        return slice.before().after(discrepancy(), empty, pages.total(), allSeen);
    }

    /**
     * Whether every record of the list was seen, which only a list that counts its entries can show. Where entries come
     * twice, the list has moved by a place, and an empty one may be one that was known; but some lists always have a few.
     */
    boolean isWhole() {
        return !uncertain && (slice.gone() || vanished || pages.isCounted()) && slice.before().covers(discrepancy(), empty);
    }
}
