package io.github.spotifypipeline.imports;

import static io.github.spotifypipeline.imports.RowFields.text;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.records.PlaySource;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;

/** Makes a row of what stands in a file, in the extended form or the short one. */
final class RowForm {

    /** Spotify was founded in 2006; rows of the 1970s come from clocks that stood still. */
    private static final Instant EARLIEST = Instant.parse("2006-01-01T00:00:00Z");
    private static final Duration AHEAD = Duration.ofDays(1);

    private static final long MINUTE = 60_000;

    private final SongUris songs;
    private final long latest;

    /**
     * For one import.
     *
     * @param songs what our own documents say of names that have no uri
     * @param now   rows that lie more than a day ahead of it are dead
     */
    RowForm(SongUris songs, Instant now) {
        this.songs = songs;
        this.latest = now.plus(AHEAD).toEpochMilli();
    }

    /** Of the extended form. */
    ExportRow extended(ObjectNode raw, boolean video) {
        OptionalLong ended = RowTime.parse(text(raw, "ts"));
        String fault = fault(ended, "ts");
        if (fault != null) {
            return ExportRow.dead(raw, fault);
        }
        long end = ended.getAsLong();
        Heard heard = new Heard(end, RowFields.millis(raw, "ms_played"),
                Heard.start(RowFields.number(raw, "offline_timestamp"), end), RowFields.isTrue(raw, "offline"),
                RowFields.isTrue(raw, "incognito_mode"), video, PlaySource.EXPORT);
        return row(raw, heard);
    }

    private ExportRow row(ObjectNode raw, Heard heard) {
        SongNames song = new SongNames(text(raw, "master_metadata_track_name"),
                text(raw, "master_metadata_album_artist_name"), text(raw, "master_metadata_album_album_name"));
        String track = text(raw, "spotify_track_uri");
        if (track != null) {
            return new ExportRow(RowKind.TRACK, track, song, heard, raw, null);
        }
        SongNames episode = new SongNames(text(raw, "episode_name"), text(raw, "episode_show_name"), null);
        String episodeUri = text(raw, "spotify_episode_uri");
        if (episodeUri != null || episode.title() != null) {
            return named(RowKind.EPISODE, episodeUri, episode, heard, raw);
        }
        SongNames chapter = new SongNames(text(raw, "audiobook_chapter_title"), text(raw, "audiobook_title"), null);
        String chapterUri = text(raw, "audiobook_chapter_uri");
        if (chapterUri != null || chapter.title() != null || chapter.artist() != null
                || text(raw, "audiobook_uri") != null) {
            return named(RowKind.CHAPTER, chapterUri, chapter, heard, raw);
        }
        if (song.title() != null) {
            String known = songs.uri(song);
            return named(RowKind.TRACK, known, song, heard, raw);
        }
        return new ExportRow(RowKind.EMPTY, null, song, heard, raw, null);
    }

    /**
     * Of the short form: times are minutes, and there are no uris. The oldest have {@code time} for {@code endTime}.
     */
    ExportRow byMinute(ObjectNode raw) {
        OptionalLong ended = RowTime.parse(text(raw, raw.has("endTime") ? "endTime" : "time"));
        String fault = fault(ended, "endTime");
        if (fault != null) {
            return ExportRow.dead(raw, fault);
        }
        long minute = Math.floorDiv(ended.getAsLong(), MINUTE) * MINUTE;
        Heard heard = new Heard(minute, RowFields.millis(raw, "msPlayed"), null, false, false, false,
                PlaySource.EXPORT_SHORT);
        if (text(raw, "episodeName") != null || text(raw, "podcastName") != null) {
            return named(RowKind.EPISODE, null, names(raw, "episodeName", "podcastName"), heard, raw);
        }
        if (text(raw, "audiobookName") != null || text(raw, "chapterName") != null) {
            return named(RowKind.CHAPTER, null, names(raw, "chapterName", "audiobookName"), heard, raw);
        }
        SongNames song = names(raw, "trackName", "artistName");
        return song.title() == null ? new ExportRow(RowKind.EMPTY, null, song, heard, raw, null)
                : named(RowKind.TRACK, songs.uriOfAnyAlbum(song), song, heard, raw);
    }

    private static SongNames names(ObjectNode raw, String title, String artist) {
        return new SongNames(text(raw, title), text(raw, artist), null);
    }

    private static ExportRow named(RowKind kind, String uri, SongNames names, Heard heard, ObjectNode raw) {
        return new ExportRow(kind, uri != null ? uri : names.exportUri(), names, heard, raw, null);
    }

    /** Why a time cannot be that of a row, in words that follow "the row"; null when it can. */
    String fault(OptionalLong time, String key) {
        if (time.isEmpty()) {
            return "has no time in " + key;
        }
        return time.getAsLong() < EARLIEST.toEpochMilli() ? "is from before 2006"
                : time.getAsLong() > latest ? "is more than a day ahead of the clock" : null;
    }
}
