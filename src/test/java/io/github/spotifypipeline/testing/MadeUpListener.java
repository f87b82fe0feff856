package io.github.spotifypipeline.testing;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A listener whose every stream is known, and what of it the API shows and an export has. The same seed makes the same
 * life. Each row of the export has a key {@code made_up}: the number of its stream.
 */
public final class MadeUpListener {

    /** How well the API's times and the export's agree. */
    public enum World {

        /** Clocks only jitter. */
        MILD(0, 0, 0, 0, 0, 0),

        /** As mild, but no row has a start, as in old exports. */
        WITHOUT_STARTS(0, 0, 1, 0, 0, 0),

        /**
         * Some streams are heard offline and reported up to 25 hours late, a fifth of them without a start; some songs
         * have another uri in the API; some of the API's times are starts, or are seconds off.
         */
        HARSH(0.06, 0, 0, 0.03, 0.03, 0.02),

        /** As harsh, and with pauses while offline. */
        HARSH_WITH_PAUSES(0.06, 0.2, 0, 0.03, 0.03, 0.02);

        private final double offline;
        private final double pausedOffline;
        private final double withoutStart;
        private final double relinked;
        private final double startForEnd;
        private final double off;

        World(double offline, double pausedOffline, double withoutStart, double relinked, double startForEnd,
                double off) {
            this.offline = offline;
            this.pausedOffline = pausedOffline;
            this.withoutStart = withoutStart;
            this.relinked = relinked;
            this.startForEnd = startForEnd;
            this.off = off;
        }
    }

    /**
     * A play as the API shows it.
     *
     * @param stream   the number of its stream
     * @param playedAt in Unix ms
     */
    public record Play(int stream, long playedAt, String uri, String title, String artist, String album) {
    }

    private static final long LEAST_PLAY = 30_000;
    private static final int SONGS = 150;
    private static final Instant BEGIN = Instant.parse("2021-03-01T07:00:00Z");

    private final Random dice;
    private final World world;
    private final long[] lengths = new long[SONGS];
    private final String name;
    private final List<ObjectNode> rows = new ArrayList<>();
    private final List<Play> plays = new ArrayList<>();
    private long time = BEGIN.toEpochMilli();
    private int song;
    private int truePlays;

    private MadeUpListener(long seed, World world) {
        this.dice = new Random(seed);
        this.world = world;
        this.name = Long.toString(seed, 36);
        for (int i = 0; i < SONGS; i++) {
            lengths[i] = between(35_000, 400_000);
        }
    }

    /** Makes a life of so many streams. */
    public static MadeUpListener of(long seed, World world, int streams) {
        MadeUpListener listener = new MadeUpListener(seed, world);
        for (int i = 0; i < streams; i++) {
            listener.listen(i);
        }
        return listener;
    }

    /** Its export, in the order of its life. */
    public List<ObjectNode> rows() {
        return rows;
    }

    /** What the API shows of it. */
    public List<Play> plays() {
        return plays;
    }

    /** How many streams were at least 30 seconds long. */
    public int truePlays() {
        return truePlays;
    }

    private void listen(int stream) {
        if (!chance(0.12)) {
            song = dice.nextInt(SONGS);
        }
        if (chance(0.04)) {
            time += between(3_600_000, 30 * 3_600_000L);
        }
        long start = time + between(0, 600);
        boolean whole = false;
        double kind = dice.nextDouble();
        long heard;
        if (kind < 0.6) {
            heard = lengths[song];
            whole = true;
        } else if (kind < 0.75) {
            heard = between(0, 8_000);
        } else if (kind < 0.82) {
            heard = between(8_000, LEAST_PLAY - 1);
        } else {
            heard = between(LEAST_PLAY, lengths[song]);
        }
        boolean offline = chance(world.offline);
        boolean paused = chance(offline ? world.pausedOffline : 0.2);
        long end = start + heard + (paused ? between(1_000, 900_000) : 0);
        time = end;
        rows.add(row(stream, start, heard, end, offline, whole));
        if (heard >= LEAST_PLAY) {
            truePlays++;
            if (!chance(0.07)) {
                plays.add(play(stream, start, end));
            }
        }
    }

    private Play play(int stream, long start, long end) {
        long at = end + between(-300, 1_050);
        if (chance(world.startForEnd)) {
            at = start + between(-300, 1_050);
        } else if (chance(world.off)) {
            at += (dice.nextBoolean() ? 1 : -1) * between(5_000, 40_000);
        }
        return new Play(stream, at, chance(world.relinked) ? uri(song + SONGS) : uri(song), title(), artist(), album());
    }

    private ObjectNode row(int stream, long start, long heard, long end, boolean offline, boolean whole) {
        long reported = end + (offline ? between(0, 25 * 3_600_000L) : between(-300, 1_200));
        boolean withStart = !chance(offline ? 0.2 : world.withoutStart);
        ObjectNode row = JsonNodeFactory.instance.objectNode();
        row.put("ts", Instant.ofEpochSecond(Math.floorDiv(reported, 1000)).toString());
        row.put("platform", offline ? "android" : "linux");
        row.put("ms_played", heard);
        row.put("conn_country", "NO");
        row.put("ip_addr", "192.0.2." + stream % 256);
        row.put("master_metadata_track_name", title());
        row.put("master_metadata_album_artist_name", artist());
        row.put("master_metadata_album_album_name", album());
        row.put("spotify_track_uri", uri(song));
        for (String key : List.of("episode_name", "episode_show_name", "spotify_episode_uri", "audiobook_title",
                "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title")) {
            row.putNull(key);
        }
        row.put("reason_start", "trackdone");
        row.put("reason_end", whole ? "trackdone" : "fwdbtn");
        row.put("shuffle", false);
        row.put("skipped", !whole);
        row.put("offline", offline);
        if (withStart) {
            row.put("offline_timestamp", (start + between(-1_500, 1_500)) / 1000);
        } else {
            row.putNull("offline_timestamp");
        }
        row.put("incognito_mode", false);
        row.put("made_up", stream);
        return row;
    }

    private String uri(int number) {
        return String.format("spotify:track:%010d%12s", number, name).replace(' ', '0');
    }

    private String title() {
        return "Song " + song + " (Café)";
    }

    private String artist() {
        return "Artist " + song % 40;
    }

    private String album() {
        return "Album " + song % 60;
    }

    private boolean chance(double part) {
        return dice.nextDouble() < part;
    }

    private long between(long from, long to) {
        return from + Math.floorMod(dice.nextLong(), to - from + 1);
    }
}
