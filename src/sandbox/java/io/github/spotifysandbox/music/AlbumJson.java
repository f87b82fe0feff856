package io.github.spotifysandbox.music;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.IntStream;

/** Writes albums and artists with all fields that the Web API has for them. */
public final class AlbumJson {

    private static final int PAGE = 50;
    private static final int ALBUM_TRACKS = 8;
    private static final int TRACK_MS = 180_000;
    private static final int MS_A_NUMBER = 7_000;
    private static final List<String> ALBUM_ONLY = List.of("tracks", "copyrights", "external_ids", "genres");
    private static final List<String> TRACK_ONLY = List.of("album", "external_ids");
    private static final List<String> GENRES = List.of("ferry folk", "lantern pop", "rain ambient", "tramline jazz",
            "attic techno", "brass & moss");
    private static final int MANY_FOLLOWERS = 900_000;

    private AlbumJson() {
    }

    /**
     * An album with eight tracks, whose ids follow from the names.
     *
     * @param releaseDate "1981", "1981-12", "1981-12-15", "0000" or null; its length tells the precision
     */
    public static ObjectNode album(String name, String releaseDate, String artist) {
        List<SandboxArtist> artists = List.of(SandboxArtist.named(artist));
        String id = Dice.of(0, "album", name, artist).base62(22);
        SandboxAlbum album = new SandboxAlbum(id, "album", name, artists, releaseDate, ALBUM_TRACKS);
        return album(album, IntStream.rangeClosed(1, ALBUM_TRACKS)
                .mapToObj(number -> track(album, number)).toList());
    }

    /** @param tracks all tracks of the album, at most 50: they are embedded as one page */
    public static ObjectNode album(SandboxAlbum album, List<SandboxTrack> tracks) {
        return complete(SpotifyJson.simplifiedAlbum(album),
                tracks.stream().map(SpotifyJson::simplifiedTrack).toList());
    }

    /** A whole album from the form in which a track shows it. */
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

    /** An album in the form in which a track shows it. */
    static ObjectNode simplified(ObjectNode album) {
        return album.deepCopy().remove(ALBUM_ONLY);
    }

    /** A track in the form in which an album lists it. */
    static ObjectNode simplifiedTrack(ObjectNode track) {
        return track.deepCopy().remove(TRACK_ONLY);
    }

    /** A whole track from the form in which an album lists it. */
    static ObjectNode track(ObjectNode simplifiedTrack, ObjectNode simplifiedAlbum) {
        ObjectNode track = simplifiedTrack.deepCopy();
        track.set("album", simplifiedAlbum);
        String uri = track.path("uri").asText();
        track.putObject("external_ids").put("isrc", "ZZSBY26" + (10_000 + Dice.of(0, "isrc", uri).below(90_000)));
        return track;
    }

    /** An artist with all fields. */
    public static ObjectNode artist(SandboxArtist artist) {
        Dice dice = Dice.of(0, "artist details", artist.name());
        ObjectNode node = SpotifyJson.simplifiedArtist(artist);
        // The first number was the count of followers, a field that is gone. Drawing it keeps each artist's genre.
        dice.below(MANY_FOLLOWERS);
        node.putArray("genres").add(dice.pick(GENRES));
        return node.set("images", SpotifyJson.images(artist.id()));
    }

    private static SandboxTrack track(SandboxAlbum album, int number) {
        SandboxTrack track = SandboxTrack.of(album.name() + ", part " + number, album.artists().get(0).name());
        return new SandboxTrack(track.id(), track.name(), album.artists(), album, number,
                new SandboxTrack.Recording(TRACK_MS + (long) number * MS_A_NUMBER, false, track.isrc()));
    }
}
