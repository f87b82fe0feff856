package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Writes albums and artists with all fields that the Web API has for them. */
public final class AlbumJson {

    private static final int PAGE = 50;
    private static final List<String> ALBUM_ONLY =
            List.of("tracks", "copyrights", "external_ids", "genres");
    private static final List<String> TRACK_ONLY = List.of("album", "external_ids");
    private static final List<String> GENRES = List.of("ferry folk", "lantern pop", "rain ambient", "tramline jazz",
            "attic techno", "brass & moss");
    private static final int MANY_FOLLOWERS = 900_000;

    private AlbumJson() {
    }

    /** @param tracks all of the album, at most 50: they are embedded as one page */
    public static ObjectNode album(SandboxAlbum album, List<SandboxTrack> tracks) {
        return complete(SpotifyJson.simplifiedAlbum(album),
                tracks.stream().map(SpotifyJson::simplifiedTrack).toList());
    }

    /** What a track says of its album, made into the whole album. */
    static ObjectNode complete(ObjectNode simplified, List<? extends JsonNode> tracks) {
        ObjectNode album = simplified.deepCopy();
        ObjectNode page = album.putObject("tracks")
                .put("href", simplified.path("href").asText() + "/tracks?offset=0&limit=" + PAGE);
        tracks.forEach(page.putArray("items")::add);
        page.put("limit", PAGE).putNull("next").put("offset", 0).putNull("previous").put("total", tracks.size());
        String artist = simplified.at("/artists/0/name").asText("Nobody");
        album.putArray("copyrights").addObject().put("text", "Made up for " + artist).put("type", "C");
        String uri = simplified.path("uri").asText();
        album.putObject("external_ids").put("upc", "%012d".formatted(Dice.of(0, "upc", uri).below(1_000_000_000_000L)));
        album.putArray("genres");
        return album;
    }

    /** As a track holds the album it is on. */
    static ObjectNode simplified(ObjectNode album) {
        return album.deepCopy().remove(ALBUM_ONLY);
    }

    /** As an album lists its tracks. */
    static ObjectNode simplifiedTrack(ObjectNode track) {
        return track.deepCopy().remove(TRACK_ONLY);
    }

    /** What an album says of a track, made into the whole track. */
    static ObjectNode track(ObjectNode simplifiedTrack, ObjectNode simplifiedAlbum) {
        ObjectNode track = simplifiedTrack.deepCopy();
        track.set("album", simplifiedAlbum);
        String uri = track.path("uri").asText();
        track.putObject("external_ids").put("isrc", "ZZSBY26" + (10_000 + Dice.of(0, "isrc", uri).below(90_000)));
        return track;
    }

    public static ObjectNode artist(SandboxArtist artist) {
        Dice dice = Dice.of(0, "artist details", artist.name());
        ObjectNode node = SpotifyJson.simplifiedArtist(artist);
        // The first number is for the count of followers, which is gone; each artist keeps the genre of the second.
        dice.below(MANY_FOLLOWERS);
        node.putArray("genres").add(dice.pick(GENRES));
        return node.set("images", SpotifyJson.images(artist.id()));
    }
}
