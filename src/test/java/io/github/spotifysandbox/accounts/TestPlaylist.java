package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.github.spotifysandbox.music.MadeUpMusic;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * Changes a playlist. Changes show in the next answer; positions count from 0. Every change of the items gives a new
 * snapshot id. Safe for several threads.
 */
public final class TestPlaylist {

    private final SandboxPlaylist playlist;
    private final String account;
    private final Set<JsonNode> raw;

    /** @param raw takes in what is sent exactly as it is in every shape */
    TestPlaylist(SandboxPlaylist playlist, String account, Set<JsonNode> raw) {
        this.playlist = playlist;
        this.account = account;
        this.raw = raw;
    }

    /** Spotify's id: 22 base62 characters. */
    public String id() {
        return playlist.id();
    }

    /** Spotify's URI. */
    public String uri() {
        return "spotify:playlist:" + id();
    }

    /** The name as shown. */
    public String name() {
        synchronized (playlist) {
            return playlist.name;
        }
    }

    /** What {@code snapshot_id} says now. */
    public String snapshotId() {
        return playlist.simplified().path("snapshot_id").asText();
    }

    /** Copies of the entries in order; the thing is at {@code item}, whatever the shape. */
    public List<JsonNode> items() {
        synchronized (playlist) {
            return playlist.entries.stream().<JsonNode>map(JsonNode::deepCopy).toList();
        }
    }

    /** Gives it another name; the snapshot id stays, unless {@link #moveSnapshot()} is called too. */
    public TestPlaylist rename(String newName) {
        synchronized (playlist) {
            playlist.name = newName;
        }
        return this;
    }

    /** Whether it is the account's own; otherwise, unless it is collaborative, its items answer 403. */
    public TestPlaylist owned(boolean owned) {
        synchronized (playlist) {
            playlist.owned = owned;
        }
        return this;
    }

    /** Whether others may change it too; false at the start. */
    public TestPlaylist collaborative(boolean collaborative) {
        synchronized (playlist) {
            playlist.collaborative = collaborative;
        }
        return this;
    }

    /**
     * Adds a thing at the end.
     *
     * @param thing   a track, local track or episode of {@link MadeUpMusic}; null stands for one that is gone
     * @param addedAt cut to the second, as Spotify's; null as in very old playlists
     */
    public TestPlaylist add(JsonNode thing, Instant addedAt) {
        playlist.put(thing == null ? NullNode.instance : thing.deepCopy(), addedAt, account);
        return this;
    }

    /** Adds an entry at the end that is sent exactly as it is in every shape; null stands for a JSON null. */
    public TestPlaylist addRaw(JsonNode entry) {
        JsonNode copy = entry == null ? NullNode.instance : entry.deepCopy();
        raw.add(copy);
        playlist.putEntry(copy);
        return this;
    }

    /** @throws IndexOutOfBoundsException if there is no such position */
    public TestPlaylist remove(int position) {
        synchronized (playlist) {
            playlist.entries.remove(position);
            return moveSnapshot();
        }
    }

    /**
     * Takes an entry from one position and puts it in another, as counted without it.
     *
     * @throws IndexOutOfBoundsException if there is no such position
     */
    public TestPlaylist move(int from, int to) {
        synchronized (playlist) {
            Objects.checkIndex(to, playlist.entries.size());
            playlist.entries.add(to, playlist.entries.remove(from));
            return moveSnapshot();
        }
    }

    /** A new snapshot id without a change of the items, as a new cover or name may cause. */
    public TestPlaylist moveSnapshot() {
        synchronized (playlist) {
            playlist.version++;
        }
        return this;
    }
}
