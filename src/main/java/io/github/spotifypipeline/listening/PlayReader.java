package io.github.spotifypipeline.listening;

import com.mongodb.client.MongoCollection;
import io.github.spotifypipeline.charts.Selection;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Date;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bson.Document;

/** Reads plays from the database: of each what the table keeps. */
final class PlayReader {

    private static final int BATCH = 1000;
    private static final int HOURS_A_DAY = 24;

    /** As the charts have it: a play with anything else has no place by day or hour. */
    private static final Pattern LOCAL = Pattern.compile("(\\d{4}-\\d{2}-\\d{2}) (\\d{2}).*", Pattern.DOTALL);

    /** Plays that an earlier version stored have uris in {@code raw} alone. */
    private static final Document FIELDS = Document.parse("{$project: {played_at: 1, played_at_local: 1, song_name: 1,"
            + " artist_names: 1, album_name: 1, track_uri: 1, isrc: 1, duration_ms: 1,"
            + " ms_played: '$stream.ms_played', skipped: '$stream.skipped',"
            + " artist_uris: {$ifNull: ['$artist_uris', '$raw.track.artists.uri']},"
            + " album_uri: {$ifNull: ['$album_uri', '$raw.track.album.uri']}}}");

    private PlayReader() {
    }

    /** Those that a filter finds, which should be no more than a month's. */
    static PlayColumns read(MongoCollection<Document> plays, Document filter) {
        List<PlayColumns.OnePlay> read = new ArrayList<>();
        plays.aggregate(List.of(new Document("$match", filter), FIELDS)).batchSize(BATCH)
                .forEach(play -> read.add(play(play)));
        read.sort(Comparator.comparingLong(PlayColumns.OnePlay::time));
        return PlayColumns.of(read);
    }

    private static PlayColumns.OnePlay play(Document play) {
        Integer length = number(play.get("duration_ms"));
        Integer heard = number(play.get("ms_played"));
        return new PlayColumns.OnePlay(
                play.get("played_at") instanceof Date date ? date.getTime() : PlayColumns.NO_TIME,
                hour(play.get("played_at_local")),
                heard != null ? heard : length != null ? length : 0,
                play.get("skipped") instanceof Boolean skipped ? skipped ? PlayColumns.SKIPPED : PlayColumns.HEARD_OUT
                        : PlayColumns.UNKNOWN,
                SongFaceReader.face(play, "song_name", "track_uri"));
    }

    private static Integer number(Object value) {
        return value instanceof Number number
                ? (Integer) (int) Math.max(0, Math.min(Integer.MAX_VALUE, number.longValue())) : null;
    }

    private static int hour(Object local) {
        Matcher matcher = local instanceof String text ? LOCAL.matcher(text) : null;
        if (matcher == null || !matcher.matches()) {
            return PlayColumns.NO_HOUR;
        }
        int hour = Integer.parseInt(matcher.group(2));
        LocalDate day = Selection.day(matcher.group(1)).orElse(null);
        return day == null || hour >= HOURS_A_DAY ? PlayColumns.NO_HOUR
                : Math.toIntExact(day.toEpochDay() * HOURS_A_DAY + hour);
    }
}
