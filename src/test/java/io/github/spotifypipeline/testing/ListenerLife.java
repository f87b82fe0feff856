package io.github.spotifypipeline.testing;

import io.github.spotifysandbox.music.SandboxAlbum;
import io.github.spotifysandbox.music.SandboxArtist;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bson.Document;

/** What the API shows of a made-up listener, as the sandbox plays it, or as syncs of years have stored it. */
public final class ListenerLife {

    private static final int LENGTH = 200_000;

    private ListenerLife() {
    }

    /** The song of a play. */
    public static SandboxTrack track(MadeUpListener.Play play) {
        List<SandboxArtist> artists = List.of(SandboxArtist.named(play.artist()));
        return new SandboxTrack(play.uri().substring("spotify:track:".length()), play.title(), artists,
                new SandboxAlbum(String.format("%022d", play.album().hashCode() & 0xffff), "album", play.album(),
                        artists, "2020-01-01", 10), 1, new SandboxTrack.Recording(LENGTH, false, isrc(play)));
    }

    private static String isrc(MadeUpListener.Play play) {
        return "ZZMAD" + String.format("%07d", Math.floorMod(play.title().hashCode(), 10_000_000));
    }

    /** Its plays as documents of {@code plays}. */
    public static List<Document> documents(String accountId, List<MadeUpListener.Play> plays) {
        List<Document> documents = new ArrayList<>();
        for (MadeUpListener.Play play : plays) {
            Instant at = Instant.ofEpochMilli(play.playedAt());
            Document track = new Document("uri", play.uri()).append("name", play.title())
                    .append("artists", List.of(new Document("name", play.artist())
                            .append("uri", "spotify:artist:" + play.artist().hashCode())))
                    .append("album", new Document("name", play.album())).append("duration_ms", LENGTH)
                    .append("external_ids", new Document("isrc", isrc(play)));
            documents.add(new Document("_id", accountId + ":" + play.playedAt() + ":" + play.uri())
                    .append("account_id", accountId).append("fetched_at", Date.from(at.plusSeconds(600)))
                    .append("played_at", Date.from(at)).append("song_name", play.title())
                    .append("artist_names", List.of(play.artist())).append("track_uri", play.uri())
                    .append("duration_ms", LENGTH).append("isrc", isrc(play)).append("source", "api")
                    .append("raw", new Document("played_at", at.toString()).append("track", track)));
        }
        return documents;
    }
}
