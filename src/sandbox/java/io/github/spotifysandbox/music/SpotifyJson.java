package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Writes plays and tracks as the Web API does in Development Mode since February 2026, without the fields that went
 * then. Links name Spotify's own hosts, not the changing port of the sandbox: a thing reads the same after a restart.
 */
public final class SpotifyJson {

    /** Where links to the Web API point. */
    public static final String API = "https://api.spotify.com/v1";

    /** Where links to the web player point. */
    public static final String OPEN = "https://open.spotify.com";

    /** A reserved name that never resolves (RFC 2606): nothing that shows covers calls out because of the sandbox. */
    public static final String IMAGE_ORIGIN = "https://i.scdn.invalid";

    private static final String IMAGES = IMAGE_ORIGIN + "/image/ab67616d0000";
    private static final int[] IMAGE_SIZES = {640, 300, 64};

    private static final DateTimeFormatter PLAYED_AT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private SpotifyJson() {
    }

    /** An item of recently-played; the context may be null. */
    public static ObjectNode play(SandboxTrack track, Instant playedAt, PlayContext context) {
        ObjectNode play = object();
        play.set("track", track(track));
        play.put("played_at", PLAYED_AT.format(playedAt));
        if (context == null) {
            play.putNull("context");
        } else {
            ObjectNode node = play.putObject("context").put("type", context.type()).put("href", context.href());
            node.putObject("external_urls").put("spotify", context.externalUrl());
            node.put("uri", context.uri());
        }
        return play;
    }

    /** A track with all fields. */
    public static ObjectNode track(SandboxTrack track) {
        return track(track, simplifiedAlbum(track.album()));
    }

    /** @param album in the form in which a track shows it; tracks may share it */
    public static ObjectNode track(SandboxTrack track, ObjectNode album) {
        ObjectNode node = simplifiedTrack(track);
        node.set("album", album);
        ObjectNode externalIds = node.putObject("external_ids");
        if (track.isrc() != null) {
            externalIds.put("isrc", track.isrc());
        }
        return node;
    }

    /** A track in the form in which an album lists it. */
    static ObjectNode simplifiedTrack(SandboxTrack track) {
        ObjectNode node = object();
        node.set("artists", artists(track.artists()));
        node.put("disc_number", track.local() ? 0 : 1)
                .put("duration_ms", track.recording().durationMs())
                .put("explicit", track.recording().explicit());
        putLinks(node, "track", track.id());
        return node.put("is_local", track.local())
                .put("name", track.name())
                .put("track_number", track.trackNumber())
                .put("type", "track")
                .put("uri", track.uri());
    }

    /** An album in the form in which a track shows it. */
    static ObjectNode simplifiedAlbum(SandboxAlbum album) {
        ObjectNode node = object().put("album_type", album.type());
        node.set("artists", artists(album.artists()));
        putLinks(node, "album", album.id());
        node.set("images", images(album.id()));
        return node.put("name", album.name())
                .put("release_date", album.releaseDate())
                .put("release_date_precision", album.releaseDatePrecision())
                .put("total_tracks", album.totalTracks())
                .put("type", "album")
                .put("uri", uri("album", album.id()));
    }

    /** Artists in the form in which a track shows them. */
    public static ArrayNode artists(List<SandboxArtist> artists) {
        ArrayNode nodes = JsonNodeFactory.instance.arrayNode();
        artists.forEach(artist -> nodes.add(simplifiedArtist(artist)));
        return nodes;
    }

    static ObjectNode simplifiedArtist(SandboxArtist artist) {
        ObjectNode node = object();
        putLinks(node, "artist", artist.id());
        return node.put("name", artist.name()).put("type", "artist").put("uri", uri("artist", artist.id()));
    }

    /** In three sizes, widest first; none for things that exist only on the listener's computer. */
    public static ArrayNode images(String id) {
        ArrayNode images = JsonNodeFactory.instance.arrayNode();
        if (id != null) {
            for (int size : IMAGE_SIZES) {
                images.addObject().put("height", size).put("url", IMAGES + size + id).put("width", size);
            }
        }
        return images;
    }

    /** external_urls, href and id; empty and null for things that exist only on the listener's computer. */
    public static void putLinks(ObjectNode node, String type, String id) {
        ObjectNode urls = node.putObject("external_urls");
        if (id != null) {
            urls.put("spotify", OPEN + "/" + type + "/" + id);
        }
        node.put("href", id == null ? null : API + "/" + type + "s/" + id).put("id", id);
    }

    /** Spotify gives added_at in whole seconds, UTC. */
    public static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Percent-encodes a user's id for an address. */
    public static String encode(String userId) {
        return URLEncoder.encode(userId, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Spotify's URI; null without an id. */
    public static String uri(String type, String id) {
        return id == null ? null : "spotify:" + type + ":" + id;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
