package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A list of what an account saved or follows, newest first as Spotify's, and the handle with which a test changes it.
 * Changes show in the next answer; positions count from 0. Followed artists are kept in the same order, although their
 * entries do not show when they were followed. Safe for several threads.
 */
public final class Shelf {

    private final String key;
    private final Consumer<JsonNode> catalogue;
    private final List<Entry> entries = new ArrayList<>();
    private final Tombstones tombstones = new Tombstones();

    /**
     * @param key       the name of the thing in an entry, for example "track"; null if entries are the things
     * @param catalogue told of everything that comes onto the shelf, so that it can be looked up
     */
    Shelf(String key, Consumer<JsonNode> catalogue) {
        this.key = key;
        this.catalogue = catalogue;
    }

    /**
     * Puts a thing of {@link Music} where its time belongs: before the first entry that is not newer, so at the head if
     * it is the newest, and before its equals.
     *
     * @param addedAt cut to the second in answers, as Spotify's
     */
    public Shelf add(JsonNode thing, Instant addedAt) {
        return put(thing.deepCopy(), addedAt);
    }

    /**
     * Puts an entry at the head that is sent exactly as it is in every shape.
     *
     * @param entry with what surrounds the thing, for example {@code {"added_at":…,"track":…}}; null stands for a JSON
     *              null
     */
    public synchronized Shelf addRaw(JsonNode entry) {
        Instant asOldAsTheHead = entries.isEmpty() ? Instant.MIN : entries.get(0).addedAt();
        entries.add(0, Entry.exact(entry == null ? null : entry.deepCopy(), key, asOldAsTheHead));
        tombstones.back(entries.get(0).id());
        return this;
    }

    /**
     * Takes the first entry with this uri off the shelf.
     *
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Shelf remove(String uri) {
        int position = positionOf(uri);
        tombstones.removed(entries.remove(position).id(), idFrom(position));
        return this;
    }

    /**
     * Changes the thing of the first entry with this uri: another name, another popularity. Its place stays.
     *
     * @param change gets a copy with all fields, older ones included, and may do with it what it likes
     * @throws IllegalArgumentException if there is none
     */
    public synchronized Shelf change(String uri, Consumer<ObjectNode> change) {
        int position = positionOf(uri);
        Entry changed = entries.get(position).with(entries.get(position).full().deepCopy());
        change.accept((ObjectNode) changed.thing());
        entries.set(position, changed);
        catalogue.accept(changed.thing());
        return this;
    }

    /**
     * Takes an entry from one place and puts it in another, as counted without it; its time stays.
     *
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public synchronized Shelf move(int from, int to) {
        Objects.checkIndex(to, entries.size());
        entries.add(to, entries.remove(from));
        return this;
    }

    /** Takes everything off the shelf. */
    public synchronized Shelf clear() {
        entries.forEach(entry -> tombstones.removed(entry.id(), null));
        entries.clear();
        return this;
    }

    /** The uris in order; null where an entry has none. */
    public synchronized List<String> uris() {
        List<String> uris = new ArrayList<>(entries.size());
        entries.forEach(entry -> uris.add(entry.uri()));
        return Collections.unmodifiableList(uris);
    }

    /** How many entries there are. */
    public synchronized int size() {
        return entries.size();
    }

    /** As {@link #add}, without a copy: the thing must not be changed afterwards. */
    synchronized Shelf put(JsonNode thing, Instant addedAt) {
        Entry entry = Entry.saved(thing, key, addedAt);
        entries.add(placeFor(addedAt), entry);
        tombstones.back(entry.id());
        catalogue.accept(thing);
        return this;
    }

    synchronized Slice slice(int offset, int limit) {
        return Slice.of(entries, offset, limit);
    }

    /** What comes after the thing with this id, or after where it stood; nothing if it was never here. */
    synchronized Slice sliceAfter(String id, int limit) {
        int position = position(id);
        int from = position >= 0 ? position + 1
                : tombstones.nextAfter(id).map(this::position).orElse(entries.size());
        return Slice.of(entries, from, limit);
    }

    private int placeFor(Instant addedAt) {
        if (!entries.isEmpty() && entries.get(entries.size() - 1).addedAt().isAfter(addedAt)) {
            return entries.size();
        }
        int place = 0;
        while (place < entries.size() && entries.get(place).addedAt().isAfter(addedAt)) {
            place++;
        }
        return place;
    }

    private int positionOf(String uri) {
        for (int i = 0; i < entries.size(); i++) {
            if (uri.equals(entries.get(i).uri())) {
                return i;
            }
        }
        throw new IllegalArgumentException("Nothing on the shelf has the uri " + uri);
    }

    private int position(String id) {
        for (int i = 0; i < entries.size(); i++) {
            if (id.equals(entries.get(i).id())) {
                return i;
            }
        }
        return -1;
    }

    /** The id of the first entry from this position on that has one; null if none has. */
    private String idFrom(int position) {
        return entries.stream().skip(position).map(Entry::id).filter(Objects::nonNull).findFirst().orElse(null);
    }
}
