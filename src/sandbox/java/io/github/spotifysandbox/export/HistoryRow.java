package io.github.spotifysandbox.export;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifysandbox.music.SandboxTrack;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Writes a stream as the extended streaming history does since February 2025: 23 keys, most of them null. */
final class HistoryRow {

    private static final List<String> CONTENT = List.of("master_metadata_track_name",
            "master_metadata_album_artist_name", "master_metadata_album_album_name", "spotify_track_uri",
            "episode_name", "episode_show_name", "spotify_episode_uri", "audiobook_title", "audiobook_uri",
            "audiobook_chapter_uri", "audiobook_chapter_title");

    /**
     * A stream's times.
     *
     * @param start    by the listener's clock
     * @param heardMs  without pauses
     * @param reported its end; of one that was heard offline, when Spotify heard of it
     */
    record Times(Instant start, long heardMs, Instant reported) {
    }

    private HistoryRow() {
    }

    /**
     * A row that does not say yet what was heard.
     *
     * @param reasonEnd {@code fwdbtn} for a skip
     */
    static ObjectNode of(SittingTraits sitting, Times times, String reasonEnd) {
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("ts", times.reported().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("platform", sitting.platform())
                .put("ms_played", times.heardMs())
                .put("conn_country", sitting.country())
                .put("ip_addr", sitting.address());
        CONTENT.forEach(row::putNull);
        return row.put("reason_start", sitting.shuffle() ? "clickrow" : "trackdone")
                .put("reason_end", reasonEnd)
                .put("shuffle", sitting.shuffle())
                .put("skipped", reasonEnd.equals("fwdbtn"))
                .put("offline", sitting.offline())
                .put("offline_timestamp", times.start().getEpochSecond())
                .put("incognito_mode", sitting.hidden());
    }

    /** @param track as the Web API shows it. An export has one artist, that of the album */
    static ObjectNode putSong(ObjectNode row, JsonNode track) {
        JsonNode ofAlbum = track.at("/album/artists/0/name");
        return row.put("master_metadata_track_name", track.path("name").textValue())
                .put("master_metadata_album_artist_name",
                        (ofAlbum.isTextual() ? ofAlbum : track.at("/artists/0/name")).textValue())
                .put("master_metadata_album_album_name", track.at("/album/name").textValue())
                .put("spotify_track_uri", track.path("uri").textValue());
    }

    static ObjectNode putSong(ObjectNode row, SandboxTrack track) {
        return row.put("master_metadata_track_name", track.name())
                .put("master_metadata_album_artist_name", track.album().artists().get(0).name())
                .put("master_metadata_album_album_name", track.album().name())
                .put("spotify_track_uri", track.uri());
    }

    /** @param episode as the Web API shows it, with its show */
    static ObjectNode putEpisode(ObjectNode row, JsonNode episode) {
        return row.put("episode_name", episode.path("name").textValue())
                .put("episode_show_name", episode.at("/show/name").textValue())
                .put("spotify_episode_uri", episode.path("uri").textValue());
    }

    /** Uris of audiobooks and chapters are those of shows and episodes in an export. */
    static ObjectNode putChapter(ObjectNode row, JsonNode audiobook, JsonNode chapter) {
        return row.put("audiobook_title", audiobook.path("name").textValue())
                .put("audiobook_uri", "spotify:show:" + audiobook.path("id").textValue())
                .put("audiobook_chapter_uri", chapter.path("uri").textValue())
                .put("audiobook_chapter_title", chapter.path("name").textValue());
    }
}
