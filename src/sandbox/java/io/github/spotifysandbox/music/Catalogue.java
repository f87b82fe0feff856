package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * All music that can be looked up by id: the library's, and whatever ever came onto a shelf, playlist or top list of an
 * account, as it last was. A thing taken off a shelf is still there, as at Spotify. Safe for several threads.
 */
public final class Catalogue {

    private final Supplier<Library> library;
    private final Map<String, ObjectNode> things = new HashMap<>();
    private final Map<String, Map<String, ObjectNode>> tracksOfAlbums = new HashMap<>();
    private final Map<String, Map<String, ObjectNode>> albumsOfArtists = new HashMap<>();
    private final Map<String, Map<String, ObjectNode>> episodesOfShows = new HashMap<>();
    private boolean libraryRead;

    /** @param library read when something is first looked up or taken in */
    public Catalogue(Supplier<Library> library) {
        this.library = library;
    }

    /** Takes in a thing and what it holds; anything without type and id is passed over. */
    public synchronized void register(JsonNode thing) {
        // The library is read first: what comes onto a shelf later may be a changed copy, and it replaces the original.
        readLibrary();
        take(thing);
    }

    /** A track with all fields. */
    public synchronized Optional<ObjectNode> track(String id) {
        return find("track", id);
    }

    /** An artist with all fields. */
    public synchronized Optional<ObjectNode> artist(String id) {
        return find("artist", id).map(artist -> artist.has("genres") ? artist
                : AlbumJson.artist(new SandboxArtist(id, artist.path("name").asText())));
    }

    /** An album with all fields and its tracks, as far as they are known, embedded. */
    public synchronized Optional<ObjectNode> album(String id) {
        return find("album", id).map(album -> album.has("tracks") ? album
                : AlbumJson.complete(album, tracksOfAlbums.getOrDefault(uri(album), Map.of()).values().stream()
                        .map(AlbumJson::simplifiedTrack).toList()));
    }

    /** A show with all fields but its episodes. */
    public synchronized Optional<ObjectNode> show(String id) {
        return find("show", id);
    }

    /** The episodes that ever came onto a shelf or playlist, without their show, and made-up ones for the rest. */
    public synchronized List<ObjectNode> episodesOf(ObjectNode show) {
        List<ObjectNode> known = episodesOfShows.getOrDefault(uri(show), Map.of()).values().stream()
                .map(SpokenJson::simplifiedEpisode).toList();
        return Stream.concat(known.stream(), SpokenJson.madeUpEpisodes(show)).limit(SpokenJson.EPISODES).toList();
    }

    /** The albums of an artist without their tracks. */
    public synchronized List<ObjectNode> albumsOf(ObjectNode artist) {
        return albumsOfArtists.getOrDefault(uri(artist), Map.of()).values().stream()
                .map(AlbumJson::simplified).toList();
    }

    private Optional<ObjectNode> find(String type, String id) {
        readLibrary();
        return Optional.ofNullable(things.get(SpotifyJson.uri(type, id)));
    }

    private void readLibrary() {
        if (libraryRead) {
            return;
        }
        libraryRead = true;
        Library all = library.get();
        // the tracks of an album share its JSON
        Map<SandboxAlbum, ObjectNode> albums = new HashMap<>();
        all.tracks().forEach(track -> take(SpotifyJson.track(track,
                albums.computeIfAbsent(track.album(), SpotifyJson::simplifiedAlbum))));
        all.oddTracks().forEach(track -> take(SpotifyJson.track(track)));
    }

    private void take(JsonNode thing) {
        if (!thing.path("id").isTextual() || !thing.path("uri").isTextual()) {
            return;
        }
        ObjectNode object = (ObjectNode) thing;
        switch (thing.path("type").asText()) {
            case "track" -> takeTrack(object);
            case "album" -> takeAlbum(object);
            case "episode" -> {
                things.put(uri(object), object);
                take(object.path("show"));
                episodesOfShows.computeIfAbsent(object.at("/show/uri").asText(), uri -> new LinkedHashMap<>())
                        .put(uri(object), object);
            }
            default -> things.put(uri(object), object);
        }
    }

    private void takeTrack(ObjectNode track) {
        things.put(uri(track), track);
        takeArtists(track);
        if (track.at("/album/id").isTextual()) {
            ObjectNode album = (ObjectNode) track.get("album");
            if (!things.containsKey(uri(album))) {
                takeAlbum(album);
            }
            tracksOfAlbums.computeIfAbsent(uri(album), uri -> new LinkedHashMap<>()).put(uri(track), track);
        }
    }

    private void takeAlbum(ObjectNode album) {
        things.put(uri(album), album);
        takeArtists(album);
        for (JsonNode artist : album.path("artists")) {
            albumsOfArtists.computeIfAbsent(artist.path("uri").asText(), uri -> new LinkedHashMap<>())
                    .put(uri(album), album);
        }
        if (album.has("tracks")) {
            ObjectNode simplified = AlbumJson.simplified(album);
            for (JsonNode track : album.at("/tracks/items")) {
                things.putIfAbsent(track.path("uri").asText(), AlbumJson.track((ObjectNode) track, simplified));
            }
        }
    }

    private void takeArtists(ObjectNode work) {
        for (JsonNode artist : work.path("artists")) {
            if (artist.path("id").isTextual()) {
                things.putIfAbsent(artist.path("uri").asText(), (ObjectNode) artist);
            }
        }
    }

    private static String uri(ObjectNode thing) {
        return thing.path("uri").asText();
    }
}
