package io.github.spotifypipeline.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The export of somebody who has listened for twelve years, as Spotify packs it since 2025: 15,000 rows of 23 keys a
 * file, some 800 bytes each. No two rows have the same end, so that a loop by hand need not look for copies. The same
 * number of rows gives the same zip.
 */
final class LongHistory {

    private static final long BEGIN = Instant.parse("2012-01-07T07:00:00Z").getEpochSecond();
    private static final long SECONDS = 12 * 365 * 86_400L;
    private static final int ROWS_A_FILE = 15_000;
    private static final int SONGS = 20_000;
    private static final int ROWS_A_SESSION = 20;
    private static final String SIGNS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final List<String> WORDS = List.of("Night", "Señorita", "Love", "Über", "the", "Fire", "夜に駆ける",
            "of", "River", "Déjà", "Gold", "Remastered", "Heart", "Live", "Motion", "Ночь", "Blue", "Wild");

    private final Random dice = new Random(14);
    private final String[] uris = new String[SONGS];
    private final int sessions;
    private long time = BEGIN;

    private LongHistory(int rows) {
        this.sessions = Math.max(1, rows / ROWS_A_SESSION);
        for (int i = 0; i < SONGS; i++) {
            uris[i] = id();
        }
    }

    static Path write(Path file, int rows) throws IOException {
        LongHistory history = new LongHistory(rows);
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (int i = 0; i * ROWS_A_FILE < rows; i++) {
                int year = Instant.ofEpochSecond(history.time).atOffset(ZoneOffset.UTC).getYear();
                zip.putNextEntry(new ZipEntry("Spotify Extended Streaming History/Streaming_History_Audio_" + year + "_"
                        + i + ".json"));
                history.file(zip, Math.min(ROWS_A_FILE, rows - i * ROWS_A_FILE));
                zip.closeEntry();
            }
        }
        return file;
    }

    private void file(OutputStream out, int rows) throws IOException {
        for (int i = 0; i < rows; i++) {
            out.write(((i == 0 ? "[" : ",") + row()).getBytes(StandardCharsets.UTF_8));
        }
        out.write("]".getBytes(StandardCharsets.UTF_8));
    }

    private String row() {
        if (dice.nextInt(ROWS_A_SESSION) == 0) {
            // what of the years was not spent listening, some two and a half minutes a row
            time += (SECONDS / sessions - ROWS_A_SESSION * 150L) * dice.nextInt(200) / 100;
        }
        // most of what somebody hears are few songs
        int song = (int) (SONGS * Math.pow(dice.nextDouble(), 3));
        boolean whole = dice.nextInt(10) < 6;
        int length = 120_000 + song * 7919 % 180_000;
        int heard = whole ? length : dice.nextInt(4) < 3 ? dice.nextInt(30_000) : dice.nextInt(length);
        long start = time;
        time += 1 + heard / 1000 + (dice.nextInt(5) == 0 ? dice.nextInt(120) : 0);
        boolean episode = dice.nextInt(50) == 0;
        return String.format(Locale.ROOT, """
                {
                  "ts" : "%s",
                  "platform" : "%s",
                  "ms_played" : %d,
                  "conn_country" : "DE",
                  "ip_addr" : "192.0.2.%d",
                  "master_metadata_track_name" : %s,
                  "master_metadata_album_artist_name" : %s,
                  "master_metadata_album_album_name" : %s,
                  "spotify_track_uri" : %s,
                  "episode_name" : %s,
                  "episode_show_name" : %s,
                  "spotify_episode_uri" : %s,
                  "audiobook_title" : null,
                  "audiobook_uri" : null,
                  "audiobook_chapter_uri" : null,
                  "audiobook_chapter_title" : null,
                  "reason_start" : "%s",
                  "reason_end" : "%s",
                  "shuffle" : %b,
                  "skipped" : %b,
                  "offline" : %b,
                  "offline_timestamp" : %d,
                  "incognito_mode" : %b
                }""", Instant.ofEpochSecond(time), dice.nextBoolean() ? "android" : "ios", heard, dice.nextInt(256),
                text(!episode, words(song, 4)), text(!episode, words(song / 12, 2)), text(!episode, words(song / 5, 3)),
                text(!episode, "spotify:track:" + uris[song]), text(episode, words(song, 7)),
                text(episode, words(song / 100, 3)), text(episode, "spotify:episode:" + uris[song]),
                whole ? "trackdone" : "clickrow", whole ? "trackdone" : "fwdbtn", dice.nextBoolean(), !whole,
                dice.nextInt(30) == 0, start, dice.nextInt(100) == 0);
    }

    private static String text(boolean is, String text) {
        return is ? '"' + text + '"' : "null";
    }

    private static String words(int number, int most) {
        Random chosen = new Random(number * 31L + most);
        StringBuilder words = new StringBuilder();
        for (int i = -1; i < chosen.nextInt(most); i++) {
            words.append(WORDS.get(chosen.nextInt(WORDS.size()))).append(' ');
        }
        return words.append(number % 1000).toString();
    }

    private String id() {
        StringBuilder id = new StringBuilder();
        for (int i = 0; i < 22; i++) {
            id.append(SIGNS.charAt(dice.nextInt(SIGNS.length())));
        }
        return id.toString();
    }
}
