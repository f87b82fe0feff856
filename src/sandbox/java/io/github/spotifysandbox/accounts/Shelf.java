package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A list of what an account saved or follows, newest first as Spotify's. Followed artists are kept in the same order,
 * although their entries do not show when they were followed. Safe for several threads.
 */
public final class Shelf {

    /** Guarded by the shelf. */
    final List<SavedThing> things = new ArrayList<>();
    final Consumer<JsonNode> catalogue;
    private final String key;

    /** A thing that is saved or followed. @param at when that was */
    record Added(JsonNode thing, Instant at) {
    }

    /**
     * @param key       the name of the thing in an entry, for example "track"; null if entries are the things
     * @param catalogue told of everything that comes onto the shelf, so that it can be looked up
     */
    Shelf(String key, Consumer<JsonNode> catalogue) {
        this.key = key;
        this.catalogue = catalogue;
    }

    /**
     * Puts a thing where its time belongs: before the first entry that is not newer.
     *
     * @param thing   must not be changed afterwards
     * @param addedAt cut to the second in answers, as Spotify's
     */
    public synchronized void put(JsonNode thing, Instant addedAt) {
        things.add(placeFor(addedAt), save(thing, addedAt));
        catalogue.accept(thing);
    }

    /**
     * Replaces what is on the shelf.
     *
     * @param newestFirst things that can be looked up already, or need not be
     */
    synchronized void replace(List<Added> newestFirst) {
        things.clear();
        newestFirst.forEach(added -> things.add(save(added.thing(), added.at())));
    }

    /** Some entries from an offset on, which may be beyond the end. */
    public synchronized ListPart part(int offset, int limit) {
        int from = Math.min(offset, things.size());
        int to = Math.min(things.size() - from, limit) + from;
        return new ListPart(things.subList(from, to).stream().map(SavedThing::entry).toList(), things.size());
    }

    /** What comes after the thing with this id; nothing if it is not here. */
    public synchronized ListPart partAfter(String id, int limit) {
        for (int i = 0; i < things.size(); i++) {
            if (id.equals(things.get(i).id())) {
                return part(i + 1, limit);
            }
        }
        return new ListPart(List.of(), things.size());
    }

    /** @param entry the JSON as it is sent */
    SavedThing entry(JsonNode entry, Instant addedAt) {
        return new SavedThing(entry, key == null ? entry : entry.path(key), addedAt);
    }

    private SavedThing save(JsonNode thing, Instant addedAt) {
        if (key == null) {
            return entry(thing, addedAt);
        }
        ObjectNode entry = JsonNodeFactory.instance.objectNode().put("added_at", SpotifyJson.seconds(addedAt));
        entry.set(key, thing);
        return entry(entry, addedAt);
    }

    private int placeFor(Instant addedAt) {
        if (!things.isEmpty() && things.get(things.size() - 1).addedAt().isAfter(addedAt)) {
            return things.size();
        }
        int place = 0;
        while (place < things.size() && things.get(place).addedAt().isAfter(addedAt)) {
            place++;
        }
        return place;
    }
}
