package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * A playlist of an account, and the handle with which a test changes it. Changes show in the next answer; positions
 * count from 0. Every change of the items gives a new snapshot id. Safe for several threads.
 */
public final class SandboxPlaylist {

    private final String id;
    private final PlaylistUser account;
    private final Consumer<JsonNode> catalogue;
    private final List<Entry> entries = new ArrayList<>();
    private String name;
    private JsonNode images;
    private boolean owned = true;
    private boolean collaborative;
    private int version = 1;

    /** @param catalogue told of everything that comes onto the playlist, so that it can be looked up */
    SandboxPlaylist(String id, String name, PlaylistUser account, Consumer<JsonNode> catalogue) {
        this.id = id;
        this.name = name;
        this.account = account;
        this.catalogue = catalogue;
        this.images = SpotifyJson.images(id);
    }

    /** Spotify's id: 22 base62 characters. */
    public String id() {
        return id;
    }

    /** Spotify's URI. */
    public String uri() {
        return "spotify:playlist:" + id;
    }

    /** The name as shown. */
    public synchronized String name() {
        return name;
    }

    /** What {@code snapshot_id} says now. */
    public synchronized String snapshotId() {
        return PlaylistJson.snapshot(id, version);
    }

    /** Copies of the entries in order, with all fields; the thing is at {@code item}, whatever the shape. */
    public synchronized List<JsonNode> items() {
        return entries.stream().<JsonNode>map(entry -> entry.full().deepCopy()).toList();
    }

    /** Gives it another name; the snapshot id stays, unless {@link #moveSnapshot()} is called too. */
    public synchronized SandboxPlaylist rename(String newName) {
        name = newName;
        return this;
    }

    /** Whether it is the account's own; otherwise, unless it is collaborative, its items answer 403. */
    public synchronized SandboxPlaylist owned(boolean isOwned) {
        owned = isOwned;
        return this;
    }

    /** Whether others may change it too; false at the start. */
    public synchronized SandboxPlaylist collaborative(boolean isCollaborative) {
        collaborative = isCollaborative;
        return this;
    }

    /**
     * Adds a thing at the end.
     *
     * @param thing   a track, local track or episode of {@link Music}; null stands for one that is no longer there
     * @param addedAt cut to the second, as Spotify's; null as in very old playlists
     */
    public SandboxPlaylist add(JsonNode thing, Instant addedAt) {
        return put(thing == null ? NullNode.instance : thing.deepCopy(), addedAt, account.id());
    }

    /** Adds an entry at the end that is sent exactly as it is in every shape; null stands for a JSON null. */
    public synchronized SandboxPlaylist addRaw(JsonNode entry) {
        entries.add(Entry.exact(entry == null ? null : entry.deepCopy(), Entry.ITEM, null));
        return moveSnapshot();
    }

    /** @throws IndexOutOfBoundsException if there is no such position */
    public synchronized SandboxPlaylist remove(int position) {
        entries.remove(position);
        return moveSnapshot();
    }

    /**
     * Takes an entry from one position and puts it in another, as counted without it.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public synchronized SandboxPlaylist move(int from, int to) {
        Objects.checkIndex(to, entries.size());
        entries.add(to, entries.remove(from));
        return moveSnapshot();
    }

    /** A new snapshot id without a change of the items, as a new cover or name may cause. */
    public synchronized SandboxPlaylist moveSnapshot() {
        version++;
        return this;
    }

    /** As {@link #add}, without a copy and by anyone: the thing must not be changed afterwards. */
    synchronized SandboxPlaylist put(JsonNode thing, Instant addedAt, String addedBy) {
        entries.add(Entry.of(PlaylistJson.entry(thing, addedAt, addedBy), Entry.ITEM, addedAt));
        catalogue.accept(thing);
        return moveSnapshot();
    }

    synchronized SandboxPlaylist images(JsonNode newImages) {
        images = newImages;
        return this;
    }

    /** Whether the account may read the items. */
    synchronized boolean readable() {
        return owned || collaborative;
    }

    /** @param episodes whether the client asks for episodes; otherwise null stands in the place of each */
    Slice slice(int offset, int limit, boolean episodes) {
        Slice slice;
        synchronized (this) {
            slice = Slice.of(entries, offset, limit);
        }
        return episodes ? slice
                : new Slice(slice.entries().stream().map(Entry::withoutEpisode).toList(), slice.total());
    }

    /** As /me/playlists lists it. */
    synchronized ObjectNode simplified(Shape shape) {
        ObjectNode node = PlaylistJson.playlist(id, name, owned ? account : PlaylistUser.SOMEONE_ELSE);
        node.put("collaborative", collaborative).put("snapshot_id", snapshotId());
        node.set("images", images);
        PlaylistJson.putCount(node, shape, id, entries.size());
        return node;
    }

    /** As /playlists/{id} gives it, without the items themselves. */
    ObjectNode full(Shape shape) {
        ObjectNode node = simplified(shape);
        node.putObject("followers").putNull("href").put("total", 0);
        return node;
    }
}
