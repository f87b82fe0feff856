package io.github.spotifysandbox.accounts;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.Dice;
import io.github.spotifysandbox.music.Library;
import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import io.github.spotifysandbox.music.SpokenJson;
import io.github.spotifysandbox.music.SpotifyJson;
import io.github.spotifysandbox.music.Taste;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Fills the eight playlists that an account has from the start: the five that its generated plays come from, the last
 * of which is someone else's and the fourth collaborative; a long one; one with the odd data of real answers; and an
 * empty one.
 */
final class PlaylistSeed {

    private static final Instant FIRST_ADDED = Instant.parse("2019-03-02T09:15:40Z");
    private static final Duration STEP = Duration.ofHours(31);
    private static final int LONG = 130;
    private static final List<String> NAMES = List.of("Kitchen Radio", "\uD83C\uDF27\uFE0F rain.and.$mall change",
            "\u200F\u05DC\u05D9\u05DC\u05D4 \u05D8\u05D5\u05D1\u200F", "She Said \"Shared\" <script>alert(1)</script>",
            "Someone's Best Of");

    private final Library music;
    private final AccountLibrary library;
    private final Taste taste;
    private final Dice dice;

    PlaylistSeed(long seed, Library music, AccountLibrary library) {
        this.music = music;
        this.library = library;
        this.taste = new Taste(seed, library.account().id(), music);
        this.dice = Dice.of(seed, "playlists of", library.account().id());
    }

    void fill() {
        for (Taste.Playlist liked : taste.playlists()) {
            int number = library.playlists().size();
            SandboxPlaylist playlist = library.addPlaylist(liked.id(), NAMES.get(number));
            playlist.share(number != 4, number == 3);
            put(playlist, liked.tracks());
        }
        library.playlists().get(0).images(coverWithoutSize());
        put(library.addPlaylist("Everything, Always"), dice.shuffled(music.tracks()).subList(0, LONG));
        fillOdd(library.addPlaylist("Odds & Ends"));
        library.addPlaylist("Not Yet").images(NullNode.instance);
    }

    private void put(SandboxPlaylist playlist, List<SandboxTrack> tracks) {
        Instant at = FIRST_ADDED;
        for (SandboxTrack track : tracks) {
            playlist.put(SpotifyJson.track(track), at, library.account().id());
            at = at.plus(STEP);
        }
    }

    private void fillOdd(SandboxPlaylist playlist) {
        playlist.images(NullNode.instance);
        put(playlist, music.oddTracks());
        ObjectNode twice = SpotifyJson.track(music.tracks().get(0));
        playlist.put(twice, FIRST_ADDED, library.account().id());
        playlist.put(twice, FIRST_ADDED.plus(STEP), library.account().id());
        playlist.put(NullNode.instance, FIRST_ADDED, library.account().id());
        playlist.put(SpotifyJson.track(music.tracks().get(1)), null, "");
        playlist.putEntry(NullNode.instance);
        String between = "An Episode in Between";
        playlist.put(SpokenJson.episode(between, SpokenJson.show(between)), FIRST_ADDED, library.account().id());
        playlist.put(episodeLikeATrack(), FIRST_ADDED, library.account().id());
        ObjectNode marked = SpotifyJson.track(music.tracks().get(2)).put("track", true).put("episode", false);
        playlist.put(marked, FIRST_ADDED, library.account().id());
    }

    /** Some episodes come with a track's fields, among them an artist without name and an album without date. */
    private static ObjectNode episodeLikeATrack() {
        SandboxAlbum show = new SandboxAlbum(null, null, "Lighthouse Keeping Weekly",
                List.of(new SandboxArtist(null, null)), null, 1);
        SandboxTrack track = SandboxTrack.of("An Episode Like a Track", "Lighthouse Keeping Weekly").withAlbum(show);
        ObjectNode episode = SpotifyJson.track(track);
        episode.set("artists", SpotifyJson.artists(show.artists()));
        SpotifyJson.putLinks(episode, "episode", track.id());
        return episode.put("type", "episode").put("uri", SpotifyJson.uri("episode", track.id()))
                .put("track", false).put("episode", true).putNull("release_date");
    }

    /** Covers that people upload have no width and height. */
    private static ArrayNode coverWithoutSize() {
        ArrayNode images = JsonNodeFactory.instance.arrayNode();
        images.addObject().putNull("height").put("url", "https://i.scdn.invalid/image/ab67706c0000upload")
                .putNull("width");
        return images;
    }
}
