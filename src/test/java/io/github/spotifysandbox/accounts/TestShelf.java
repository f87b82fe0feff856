package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Changes a shelf. Changes show in the next answer; positions count from 0, the newest entry's. Safe for several
 * threads.
 */
public final class TestShelf {

    private final Shelf shelf;
    private final Set<JsonNode> raw;
    private final Tombstones tombstones = new Tombstones();

    /** @param raw takes in what is sent exactly as it is in every shape */
    TestShelf(Shelf shelf, Set<JsonNode> raw) {
        this.shelf = shelf;
        this.raw = raw;
    }

    /**
     * Puts a thing of {@link MadeUpMusic} where its time belongs: before the first entry that is not newer, so at the
     * head if it is the newest, and before its equals.
     *
     * @param addedAt cut to the second in answers, as Spotify's
     */
    public TestShelf add(JsonNode thing, Instant addedAt) {
        synchronized (shelf) {
            tombstones.back(thing.path("id").textValue());
            shelf.put(thing.deepCopy(), addedAt);
        }
        return this;
    }

    /**
     * Puts an entry at the head that is sent exactly as it is in every shape.
     *
     * @param entry with what surrounds the thing, for example {@code {"added_at":…,"track":…}}; null stands for a
     *              JSON null
     */
    public TestShelf addRaw(JsonNode entry) {
        JsonNode copy = entry == null ? NullNode.instance : entry.deepCopy();
        raw.add(copy);
        synchronized (shelf) {
            Instant asOldAsTheHead = shelf.things.isEmpty() ? Instant.MIN : shelf.things.get(0).addedAt();
            SavedThing thing = shelf.entry(copy, asOldAsTheHead);
            tombstones.back(thing.id());
            shelf.things.add(0, thing);
        }
        return this;
    }

    /**
     * Takes the first entry with this uri off the shelf.
     *
     * @throws IllegalArgumentException if there is none
     */
    public TestShelf remove(String uri) {
        synchronized (shelf) {
            int position = positionOf(uri);
            String id = shelf.things.remove(position).id();
            tombstones.removed(id, shelf.things.stream().skip(position).map(SavedThing::id)
                    .filter(Objects::nonNull).findFirst().orElse(null));
        }
        return this;
    }

    /**
     * Changes the thing of the first entry with this uri: another name, another popularity. Its place stays.
     *
     * @param change gets a copy and may do with it what it likes
     * @throws IllegalArgumentException if there is none
     */
    public TestShelf change(String uri, Consumer<ObjectNode> change) {
        synchronized (shelf) {
            int position = positionOf(uri);
            SavedThing before = shelf.things.get(position);
            SavedThing changed = shelf.entry(before.entry().deepCopy(), before.addedAt());
            change.accept((ObjectNode) changed.thing());
            shelf.things.set(position, changed);
            shelf.catalogue.accept(changed.thing());
        }
        return this;
    }

    /**
     * Takes an entry from one place and puts it in another, as counted without it; its time stays.
     *
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public TestShelf move(int from, int to) {
        synchronized (shelf) {
            Objects.checkIndex(to, shelf.things.size());
            shelf.things.add(to, shelf.things.remove(from));
        }
        return this;
    }

    /** Takes everything off the shelf. */
    public TestShelf clear() {
        synchronized (shelf) {
            shelf.things.forEach(thing -> tombstones.removed(thing.id(), null));
            shelf.things.clear();
        }
        return this;
    }

    /** The uris in order; null where an entry has none. */
    public List<String> uris() {
        synchronized (shelf) {
            List<String> uris = new ArrayList<>();
            shelf.things.forEach(thing -> uris.add(uri(thing)));
            return Collections.unmodifiableList(uris);
        }
    }

    /** How many entries there are. */
    public int size() {
        synchronized (shelf) {
            return shelf.things.size();
        }
    }

    /**
     * What a cursor means that names a thing which was removed: the id of the thing before the place where it stood.
     *
     * @return the id as given if it is on the shelf or never was; null for the beginning of the list
     */
    String cursor(String id) {
        synchronized (shelf) {
            List<String> ids = new ArrayList<>();
            shelf.things.forEach(thing -> ids.add(thing.id()));
            Optional<String> next = tombstones.nextAfter(id);
            if (ids.contains(id) || next.isEmpty()) {
                return id;
            }
            int position = ids.indexOf(next.get());
            return position == 0 ? null : ids.get(position - 1);
        }
    }

    private int positionOf(String uri) {
        for (int i = 0; i < shelf.things.size(); i++) {
            if (uri.equals(uri(shelf.things.get(i)))) {
                return i;
            }
        }
        throw new IllegalArgumentException("Nothing on the shelf has the uri " + uri);
    }

    private static String uri(SavedThing thing) {
        return thing.thing().path("uri").textValue();
    }
}
