package io.github.spotifypipeline.browser;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bson.Document;

/** Two years of made-up listening as an export has them, and what the pages must make of the plays that come of it. */
final class ListenedYears {

    /** So often it was heard in all. */
    static final int OFTEN = 12;
    private static final int LENGTH_MS = 190_000;

    private ListenedYears() {
    }

    /**
     * Writes the export: a few plays on most days, of few songs often, and none in some weeks.
     *
     * @param songs those that were heard, the first of them most
     * @param early one that was heard {@link #OFTEN} at first, and not again
     * @param last  the last day, which has plays
     */
    static Path export(Path file, List<SandboxTrack> songs, SandboxTrack early, LocalDate first, LocalDate last)
            throws IOException {
        Random random = new Random(16);
        List<ObjectNode> rows = new ArrayList<>();
        first.datesUntil(first.plusDays(OFTEN)).forEach(day -> rows.add(row(early, day, LocalTime.of(6, 30), false)));
        first.datesUntil(last.plusDays(1)).filter(day -> day.equals(last) || day.getDayOfYear() % 60 > 9)
                .forEach(day -> {
                    int count = 1 + random.nextInt(day.getDayOfWeek().getValue() > 5 ? 5 : 3);
                    for (int i = 0; i < count; i++) {
                        SandboxTrack song = songs.get((int) (songs.size() * Math.pow(random.nextDouble(), 2)));
                        rows.add(row(song, day, LocalTime.of(8 + i * 3, random.nextInt(50)), random.nextInt(6) == 0));
                    }
                });
        try (ExportZip zip = new ExportZip(Files.newOutputStream(file))) {
            zip.add("Spotify Extended Streaming History/Streaming_History_Audio_2025_0.json", rows);
        }
        return file;
    }

    private static ObjectNode row(SandboxTrack song, LocalDate day, LocalTime time, boolean skipped) {
        return JsonNodeFactory.instance.objectNode()
                .put("ts", day.atTime(time).atZone(ListeningHistory.ZONE).toInstant().toString())
                .put("ms_played", skipped ? 60_000 : LENGTH_MS)
                .put("master_metadata_track_name", song.name())
                .put("master_metadata_album_artist_name", song.artists().get(0).name())
                .put("master_metadata_album_album_name", song.album().name())
                .put("spotify_track_uri", song.uri()).put("skipped", skipped);
    }

    static List<Document> ofYear(List<Document> plays, int year) {
        return plays.stream().filter(play -> day(play).startsWith(year + "-")).toList();
    }

    static String day(Document play) {
        return play.getString("played_at_local").substring(0, 10);
    }

    /** How many songs, by whatever tells them apart, there are. */
    static long songs(List<Document> plays) {
        return counts(plays, ListenedYears::song).size();
    }

    static String song(Document play) {
        String isrc = play.getString("isrc");
        return isrc == null ? play.getString("track_uri") : isrc;
    }

    /** The largest counts, the largest first, as the pages write them. */
    static List<String> largest(Map<String, Long> counts, int most) {
        return counts.values().stream().sorted(Comparator.reverseOrder()).limit(most).map("%,d"::formatted).toList();
    }

    static Map<String, Long> counts(List<Document> plays, Function<Document, String> of) {
        return plays.stream().collect(Collectors.groupingBy(of, TreeMap::new, Collectors.counting()));
    }

    /** The longest time in a row in which each day has a play, in days. */
    static int streak(List<Document> plays) {
        int longest = 0;
        int length = 0;
        LocalDate before = null;
        for (String text : counts(plays, ListenedYears::day).keySet()) {
            LocalDate day = LocalDate.parse(text);
            length = day.minusDays(1).equals(before) ? length + 1 : 1;
            longest = Math.max(longest, length);
            before = day;
        }
        return longest;
    }

    /** Whole hours, of what was heard of the plays. */
    static long hours(List<Document> plays) {
        return Math.round(plays.stream().mapToLong(ListenedYears::heardMs).sum() / 3_600_000.0);
    }

    private static long heardMs(Document play) {
        Document stream = play.get("stream", Document.class);
        return ((Number) (stream == null ? play.get("duration_ms") : stream.get("ms_played"))).longValue();
    }

    static long skipped(List<Document> plays) {
        return plays.stream().map(play -> play.get("stream", Document.class))
                .filter(stream -> stream != null && Boolean.TRUE.equals(stream.get("skipped"))).count();
    }
}
