package io.github.spotifypipeline.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifypipeline.endpoint.Endpoint;
import io.github.spotifypipeline.endpoint.ListCompleteness;
import io.github.spotifypipeline.endpoint.Mode;
import io.github.spotifypipeline.json.Hash128;
import io.github.spotifypipeline.json.SentEntry;
import io.github.spotifypipeline.reading.Page.Unchanged;
import io.github.spotifypipeline.spotify.FailureKind;
import io.github.spotifypipeline.spotify.SpotifyException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What one reading of a list has shown, and whether that is all that is in the list. Only a list that counts its
 * entries can show that; a few entries may always be hidden, or be empty.
 */
final class ListContents implements ListMembers {

    private final Endpoint endpoint;
    private final SourceList source;
    private final PageReader pages;
    private final Long counted;
    private final EventTimes times;
    private final SeenIds seen = new SeenIds();
    private final Repeats repeats = new Repeats();
    private long empty;
    private long unknown;

    /** @param counted how many entries the parent counts; null when it does not say, or may have changed since */
    ListContents(Endpoint endpoint, SourceList source, PageReader pages, Long counted, EventTimes times) {
        this.endpoint = endpoint;
        this.source = source;
        this.pages = pages;
        this.counted = counted;
        this.times = times;
    }

    /**
     * The page of all entries that an answer shows.
     *
     * @param offset how many entries of the list come before them
     * @param day    that they count to
     * @throws SpotifyException when one of them cannot be read
     */
    Page page(List<JsonNode> entries, long offset, String day, StoredItems stored) {
        List<Item> shown = new ArrayList<>();
        List<Unchanged> unchanged = new ArrayList<>();
        for (JsonNode node : entries) {
            long position = offset + shown.size() + unchanged.size();
            SentEntry entry = SentEntry.of(node);
            Hash128 hash = entry == null ? null : stored.hash(source.prefix(), entry);
            OptionalLong id = hash == null ? OptionalLong.empty() : stored.unchanged(hash);
            if (id.isPresent()) {
                unchanged.add(new Unchanged(id.getAsLong(), position));
                seen.add(id.getAsLong());
            } else {
                shown.add(new Item(read(node), position, source.identity(), day, null, hash));
            }
        }
        if (source.isChild()) {
            shown.forEach(item -> seen.append(name(item)));
        }
        Page page = Page.of(shown, this, unchanged);
        // where the key is the position, an empty entry tells what stands there: nothing
        empty += endpoint.expressions().isKeyPosition() ? 0 : page.emptyEntries().size();
        return page;
    }

    private static JsonNode read(JsonNode entry) {
        try {
            return SentEntry.read(entry);
        } catch (UncheckedIOException | IllegalArgumentException e) {
            throw new SpotifyException(FailureKind.BAD_ANSWER.failure());
        }
    }

    /** What tells an entry from others, without what moves by itself. */
    private static String name(Item item) {
        String uri = Content.field(item.raw(), "uri").asText();
        String thing = uri.isEmpty() ? Content.field(item.raw(), "id").asText() : uri;
        return thing + " " + item.raw().path("added_at").asText();
    }

    @Override
    public String idOf(Item item, String id) {
        return numbered(id);
    }

    private String numbered(String id) {
        return endpoint.expressions().repeats() ? repeats.number(id) : id;
    }

    @Override
    public void saw(String id, Instant time, Instant now) {
        if (endpoint.mode() != Mode.APPEND) {
            seen.add(id);
        }
        if (time != null) {
            times.saw(time, now);
        }
    }

    /** One without a key may, like an empty one, be any that is missing. */
    @Override
    public void sawDead(String id, boolean known) {
        if (!known) {
            times.sawNew();
        }
        if (id == null) {
            unknown++;
        } else {
            seen.add(numbered(id));
        }
    }

    boolean has(String id) {
        return seen.contains(id);
    }

    /** Stands for all entries in their order; of the list of a parent's record alone. */
    long order() {
        return seen.order();
    }

    /** How many entries there were, empty ones included. */
    long entries() {
        return pages.entries();
    }

    /** Whether there was no entry at all, or none but empty ones. */
    boolean isBare() {
        return pages.entries() == empty;
    }

    /** How many entries the list says to have; null when it does not say. */
    Long expected() {
        return pages.total() > 0 ? pages.total() : null;
    }

    /** How many entries the list, or its parent, counts without their being shown. */
    long hidden() {
        return counted == null ? pages.shortfall() : Math.max(pages.shortfall(), counted - pages.entries());
    }

    /** How many entries the list counts without showing them, or showed twice. */
    long discrepancy() {
        return hidden() + seen.repeats();
    }

    /** Whether it shows less than it counts, or than its parent does, and not as always. */
    boolean isShort() {
        return hidden() > 0 && discrepancy() > source.before().usual();
    }

    /** Whether the parent, which was asked at another time and place, counts as many entries as there were. */
    boolean isAsItsParentCounts() {
        return counted != null && counted == pages.entries();
    }

    /** What is known of the list's completeness after this reading. @param allSeen whether all known records were */
    ListCompleteness after(boolean allSeen) {
        return source.before().after(discrepancy(), hidden(), empty + unknown, pages.entries(), allSeen);
    }

    /** Whether every record of the list was seen. Where entries come twice, the list has moved by a place. */
    boolean isWhole() {
        return covers(empty + unknown) && !isMostlyUnknown();
    }

    private boolean covers(long nameless) {
        return (source.gone() || pages.isCounted()) && source.before().covers(discrepancy(), nameless);
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
        return unknown + " of the " + pages.entries() + " entries of " + source.path()
                + " have no natural key, and what"
                + " is missing in the list may be one of them, so nothing of it is marked as removed. dead_letters has"
                + " them, with the reason: correct the endpoint's key."
                + (isMostlyUnknown() ? "" : " The next reading that finds no more of them marks what is missing.");
    }
}
