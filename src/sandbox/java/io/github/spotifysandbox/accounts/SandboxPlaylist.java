package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.SpotifyJson;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A playlist of an account. Every change of the items gives a new snapshot id. Safe for several threads. */
public final class SandboxPlaylist {

    /** This and the next four are guarded by the playlist. */
    final List<JsonNode> entries = new ArrayList<>();
    String name;
    boolean owned = true;
    boolean collaborative;
    int version = 1;

    private final String id;
    private final PlaylistUser account;
    private final Consumer<JsonNode> catalogue;
    private JsonNode images;

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

    /** Whether the account may read the items. */
    public synchronized boolean readable() {
        return owned || collaborative;
    }

    /**
     * Some entries from an offset on, which may be beyond the end.
     *
     * @param episodes whether the client asks for episodes; otherwise null stands in the place of each
     */
    public ListPart part(int offset, int limit, boolean episodes) {
        ListPart part;
        synchronized (this) {
            part = ListPart.of(entries, offset, limit);
        }
        return episodes ? part
                : new ListPart(part.items().stream().map(PlaylistJson::withoutEpisode).toList(), part.total());
    }

    /** As /me/playlists lists it. */
    public synchronized ObjectNode simplified() {
        ObjectNode node = PlaylistJson.playlist(id, name, owned ? account : PlaylistUser.SOMEONE_ELSE);
        node.put("collaborative", collaborative).put("snapshot_id", PlaylistJson.snapshot(id, version));
        node.set("images", images);
        node.putObject("items").put("href", SpotifyJson.API + "/playlists/" + id + "/items")
                .put("total", entries.size());
        return node;
    }

    /** As /playlists/{id} gives it, without the items themselves. */
    public ObjectNode full() {
        ObjectNode node = simplified();
        node.putObject("followers").putNull("href").put("total", 0);
        return node;
    }

    /**
     * Adds a thing at the end.
     *
     * @param thing   must not be changed afterwards; a null node stands for one that is no longer there
     * @param addedAt cut to the second, as Spotify's; null as in very old playlists
     * @param addedBy the id of a user
     */
    synchronized void put(JsonNode thing, Instant addedAt, String addedBy) {
        putEntry(PlaylistJson.entry(thing, addedAt, addedBy));
        catalogue.accept(thing);
    }

    /** Adds an entry at the end that is sent as it is. */
    synchronized void putEntry(JsonNode entry) {
        entries.add(entry);
        version++;
    }

    /**
     * Replaces the entries.
     *
     * @param newVersion decides the snapshot id; the same content has the same one
     */
    synchronized void replace(List<? extends JsonNode> newEntries, int newVersion) {
        entries.clear();
        entries.addAll(newEntries);
        version = newVersion;
    }

    /** Makes it one that others own or may change too. */
    synchronized void share(boolean isOwned, boolean isCollaborative) {
        owned = isOwned;
        collaborative = isCollaborative;
    }

    synchronized void images(JsonNode newImages) {
        images = newImages;
    }
}
