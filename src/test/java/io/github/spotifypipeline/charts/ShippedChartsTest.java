package io.github.spotifypipeline.charts;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.charts.files.ShippedCharts;
import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.database.PlayMonths;
import io.github.spotifypipeline.docs.Query;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.MutableClock;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.bson.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Holds each chart to the same numbers, computed by a loop over the same plays. */
class ShippedChartsTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final DateTimeFormatter LOCAL = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");
    /** So that the account that has most has more than a page. */
    private static final int PLAYS = 1_300;
    /** On this day the clock shows 02:00 to 03:00 twice. */
    private static final LocalDate AUTUMN = LocalDate.parse("2026-10-25");
    private static final Selection ALL = new Selection(null, null, null, BERLIN);

    private static final List<Song> SONGS = List.of(
            new Song("Royals", "t1", "US1", "Lorde"), new Song("Royals", "t2", "US1", "Lorde"),
            new Song("=HYPERLINK(\"http://x\")", "t3", "US3", "@sum", "-1"),
            new Song("<script>alert(1)</script>", "t4", "US4", "$uicideboy$"),
            new Song("$$ROOT", "t5", "US5", "$pend.It.All", "Lorde"),
            new Song("a,b \"c\"\nd", "t6", "US6", "\u00dc, \uD83C\uDFB5"),
            new Song("Kitchen", "local:Me:Home:Kitchen:94", null, "Me"),
            new Song("Nobody's", "t8", null, (String) null),
            new Song("Tie A", "t9", "US9", "Tie"), new Song("Tie B", "t10", "US10", "Tie"));

    private final MutableClock clock = new MutableClock(Instant.parse("2026-11-22T12:00:00Z"));
    private final List<Document> plays = new ArrayList<>();
    private Database database;
    private Music music;

    private record Song(String name, String id, String isrc, String... artists) {
    }

    @BeforeEach
    void open(TestDatabase test) {
        database = Database.at(test.uri(), test.databaseName());
        music = new Music(database, clock, Runnable::run);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void play(String account, Instant at, Song song) {
        boolean local = song.id().startsWith("local");
        String uri = "spotify:" + (local ? "" : "track:") + song.id();
        plays.add(new Document("_id", account + ":" + at.toEpochMilli() + ":" + uri).append("account_id", account)
                .append("played_at", Date.from(at)).append("played_at_local", LOCAL.format(at.atZone(BERLIN)))
                .append("song_name", song.name()).append("artist_name", song.artists()[0])
                .append("artist_names", Arrays.asList(song.artists())).append("album_name", "An album")
                .append("track_uri", uri)
                .append("track_id", local ? null : song.id())
                .append("duration_ms", 100_000 + 1000 * song.name().length())
                .append("isrc", song.isrc()).append("context_type", null).append("raw", new Document("x", uri)));
    }

    /** Around the end of summer time. */
    private void playMuch() {
        Random random = new Random(5);
        Instant first = AUTUMN.minusDays(3).atStartOfDay(BERLIN).toInstant();
        for (int i = 0; i < PLAYS; i++) {
            play(i % 7 == 0 ? "bob" : "ann", first.plusSeconds(i * 600L), SONGS.get(random.nextInt(SONGS.size())));
        }
        play("ann", Instant.parse("2001-09-09T01:46:40Z"), SONGS.get(0));
        database.collection("plays").insertMany(plays);
    }

    private static boolean is(Selection selection, Document play) {
        LocalDate day = play.getDate("played_at").toInstant().atZone(BERLIN).toLocalDate();
        return (selection.account() == null || selection.account().equals(play.get("account_id")))
                && (selection.from() == null || !day.isBefore(selection.from()))
                && (selection.to() == null || !day.isAfter(selection.to()));
    }

    private List<Document> of(Selection selection) {
        return plays.stream().filter(play -> is(selection, play)).toList();
    }

    private List<Map<String, Object>> rows(String chart, Selection selection) {
        return music.rows(chart(chart), selection).rows();
    }

    private static Chart chart(String id) {
        return ShippedCharts.of(id);
    }

    private static final List<Selection> SELECTIONS = List.of(ALL, new Selection("ann", null, null, BERLIN),
            new Selection("bob", AUTUMN, AUTUMN, BERLIN), new Selection(null, AUTUMN, AUTUMN.plusDays(1), BERLIN),
            new Selection("ann", LocalDate.parse("1969-01-01"), AUTUMN, BERLIN),
            new Selection("ann", AUTUMN, LocalDate.parse("9999-12-31"), BERLIN),
            new Selection("ann", null, AUTUMN, BERLIN),
            new Selection("an", null, null, BERLIN), new Selection("$ne", null, null, BERLIN),
            new Selection("\"}}]); //", AUTUMN, null, BERLIN));

    @DatabaseTest
    void eachChartCountsWhatALoopCounts(TestDatabase test) {
        playMuch();

        for (Selection selection : SELECTIONS) {
            List<Document> played = of(selection);
            assertThat(rows("times-played", selection)).as("%s", selection).isEqualTo(timesPlayed(played));
            assertThat(rows("top-artists", selection)).as("%s", selection).isEqualTo(topArtists(played));
            assertThat(rows("plays-per-day", selection)).as("%s", selection).isEqualTo(playsPerDay(played));
            assertThat(rows("plays-by-hour", selection)).as("%s", selection).isEqualTo(playsByHour(played));
            assertThat(rows("newest-plays", selection)).as("%s", selection)
                    .isEqualTo(newest(played).stream().limit(50).toList());
            assertThat(music.rows(chart("times-played"), selection).documents()).isEqualTo(played.size());
            assertThat(music.rows(chart("top-artists"), selection).documents()).isEqualTo(
                    played.stream().filter(play -> play.get("artist_name") != null).count());
        }
        assertThat(rows("plays-by-hour", new Selection("bob", AUTUMN, AUTUMN, BERLIN)))
                .anySatisfy(row -> assertThat(row).containsEntry("weekday", 7).containsEntry("hour", 2));
        assertThat(music.summary()).isEqualTo(new Music.Summary(Instant.parse("2001-09-09T01:46:40Z"),
                plays.get(PLAYS - 1).getDate("played_at").toInstant(), PLAYS + 1));
    }

    private static List<Map<String, Object>> timesPlayed(List<Document> plays) {
        Map<String, Map<String, Object>> songs = new TreeMap<>();
        for (Document play : plays) {
            String key = play.getString(play.get("isrc") == null ? "track_uri" : "isrc");
            Map<String, Object> song = songs.computeIfAbsent(key, one -> row("song_name", null, "artist_name", null,
                    "times", 0, "track_uri", "", "last_played_at", ""));
            song.put("song_name", play.get("song_name"));
            song.put("artist_name", play.get("artist_name"));
            song.merge("times", 1, (one, two) -> (int) one + (int) two);
            song.merge("track_uri", play.get("track_uri"), ShippedChartsTest::larger);
            song.merge("last_played_at", play.getDate("played_at").toInstant().toString(), ShippedChartsTest::larger);
        }
        return songs.values().stream()
                .sorted(Comparator.comparing((Map<String, Object> song) -> (int) song.get("times"))
                .reversed().thenComparing(song -> (String) song.get("song_name"))).toList();
    }

    private static Object larger(Object one, Object two) {
        return ((String) one).compareTo((String) two) > 0 ? one : two;
    }

    private static List<Map<String, Object>> topArtists(List<Document> plays) {
        Map<String, List<String>> artists = new TreeMap<>();
        for (Document play : plays) {
            String song = play.getString(play.get("isrc") == null ? "track_uri" : "isrc");
            for (String artist : play.getList("artist_names", String.class)) {
                if (artist != null) {
                    artists.computeIfAbsent(artist, one -> new ArrayList<>()).add(song);
                }
            }
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        artists.forEach((artist, songs) ->
                rows.add(row("artist_name", artist, "times", songs.size(), "songs", Set.copyOf(songs).size(),
                        "artist_uri", null)));
        rows.sort(Comparator.comparing((Map<String, Object> row) -> (int) row.get("times")).reversed());
        return rows;
    }

    private static List<Map<String, Object>> playsPerDay(List<Document> plays) {
        Map<String, List<Integer>> days = new TreeMap<>();
        plays.forEach(play -> days
                .computeIfAbsent(play.getString("played_at_local").substring(0, 10), day -> new ArrayList<>())
                .add(play.getInteger("duration_ms")));
        List<Map<String, Object>> rows = new ArrayList<>();
        days.forEach((day, lengths) -> rows.add(row("day", day, "plays", lengths.size(), "minutes",
                (int) Math.round(lengths.stream().mapToLong(length -> length).sum() / 60_000.0))));
        return rows;
    }

    private static List<Map<String, Object>> playsByHour(List<Document> plays) {
        int[][] cells = new int[8][24];
        plays.forEach(play -> {
            ZonedDateTime at = play.getDate("played_at").toInstant().atZone(BERLIN);
            cells[at.getDayOfWeek().getValue()][at.getHour()]++;
        });
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int day = 1; day <= 7; day++) {
            for (int hour = 0; hour < 24; hour++) {
                if (cells[day][hour] > 0) {
                    rows.add(row("weekday", day, "hour", hour, "plays", cells[day][hour]));
                }
            }
        }
        return rows;
    }

    private static List<Map<String, Object>> newest(List<Document> plays) {
        return plays.stream().sorted(Comparator.comparing((Document play) -> play.getDate("played_at")).reversed())
                .map(play -> row("played_at", play.getDate("played_at").toInstant().toString(),
                        "played_at_local", play.get("played_at_local"), "song_name", play.get("song_name"),
                        "artist_names", play.get("artist_names"), "album_name", "An album",
                        "track_uri", play.get("track_uri"), "context_type", null)).toList();
    }

    private static Map<String, Object> row(Object... namesAndValues) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            row.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return row;
    }

    @DatabaseTest
    void theTextOfAQueryGivesTheSameRowsInMongosh(TestDatabase test) {
        playMuch();
        removeSome();

        for (Selection selection : SELECTIONS) {
            for (Chart chart : ShippedCharts.all()) {
                List<Document> answers = new ArrayList<>();
                for (String text : music.queries(chart, selection).split("\n\n")) {
                    answers.addAll(Query.parse(text).run(test.database()));
                }
                Predicate<String> same = column -> !List.of("kind", "artist_names", "playlist").contains(column);
                List<String> columns = chart.columns().stream().filter(same).toList();
                List<Map<String, Object>> rows = music.rows(chart, selection).rows();
                List<List<String>> shown = rows.stream()
                        .map(row -> columns.stream().map(column -> text(row.get(column))).toList()).toList();
                assertThat(answers.stream()
                        .map(answer -> columns.stream().map(column -> text(answer.get(column))).toList()))
                        .as("%s %s", chart.id(), selection).containsAll(shown);
                assertThat(answers.isEmpty()).isEqualTo(rows.isEmpty());
            }
        }
    }

    private static String text(Object value) {
        return value instanceof Date date ? date.toInstant().toString() : String.valueOf(value);
    }

    private void removeSome() {
        for (String collection : List.of("saved_tracks", "saved_audiobooks", "playlists", "playlist_items")) {
            for (int i = 0; i < 3; i++) {
                Document thing = new Document("_id", "ann:" + collection + i).append("account_id", "ann")
                        .append("name", "$" + i).append("uri", "spotify:" + i).append("removed_at", i == 0 ? null
                                : Date.from(AUTUMN.plusDays(i).atTime(collection.length() % 10, 0).atZone(BERLIN)
                                        .toInstant()));
                if (collection.equals("saved_audiobooks")) {
                    thing.append("author_names", List.of("A", "B"));
                }
                if (collection.equals("playlist_items")) {
                    thing.append("playlist_id", "playlists0");
                }
                database.collection(collection).insertOne(thing);
            }
        }
    }

    @DatabaseTest
    void whatLeftAPlaylistIsListedWithItsNameUnlessTheWholePlaylistWent(TestDatabase test) {
        removeSome();
        for (int i = 0; i < 250; i++) {
            database.collection("playlist_items").insertOne(new Document("_id", "ann:playlists2:x" + i)
                    .append("account_id", "ann").append("playlist_id", "playlists2").append("name", "With it " + i)
                    .append("removed_at", Date.from(AUTUMN.plusDays(i == 0 ? 1 : 3).atStartOfDay(BERLIN).toInstant())));
        }

        assertThat(rows("left-library", ALL)).filteredOn(row -> row.get("kind").equals("playlist_items"))
                .extracting(row -> row.get("name") + " " + row.get("playlist"))
                .containsExactly("$2 $0", "$1 $0", "With it 0 $2");
    }

    @DatabaseTest
    void whatLeftTheLibraryIsListedNewestFirst(TestDatabase test) {
        removeSome();

        assertThat(rows("left-library", ALL))
                .extracting(row -> row.get("kind") + " " + row.get("uri") + " " + row.get("artist_names"))
                .containsExactly("playlists spotify:2 null", "saved_audiobooks spotify:2 [A, B]",
                        "playlist_items spotify:2 null", "saved_tracks spotify:2 null",
                        "playlists spotify:1 null", "saved_audiobooks spotify:1 [A, B]",
                        "playlist_items spotify:1 null", "saved_tracks spotify:1 null");
        assertThat(rows("left-library", new Selection("ann", AUTUMN.plusDays(2), AUTUMN.plusDays(2), BERLIN)))
                .hasSize(4);
        assertThat(rows("left-library", new Selection("bob", null, null, BERLIN))).isEmpty();
    }

    @DatabaseTest
    void aRecordingThatIsThereUnderAnotherIdHasNotLeft(TestDatabase test) {
        List<Document> tracks = new ArrayList<>();
        for (int i = 0; i < 150; i++) {
            // relinked: the older document is marked, the newer one is there
            tracks.add(saved("ann", "old" + i, "US" + i, 1_000 + i));
            tracks.add(saved("ann", "new" + i, "US" + i, 0));
        }
        tracks.add(saved("ann", "twice1", "GB1", 100));
        tracks.add(saved("ann", "twice2", "GB1", 200));
        tracks.add(saved("ann", "gone", "GB2", 300));
        tracks.add(saved("bob", "gone", "US1", 400));
        tracks.add(saved("ann", "local1", null, 500));
        tracks.add(saved("ann", "local2", null, 600));
        database.collection("saved_tracks").insertMany(tracks);

        assertThat(rows("left-library", ALL)).extracting(row -> row.get("uri"))
                .containsExactly("local2", "local1", "gone", "gone", "twice2");
        assertThat(rows("left-library", new Selection("ann", null, null, BERLIN))).extracting(row -> row.get("uri"))
                .containsExactly("local2", "local1", "gone", "twice2");
        assertThat(Query.parse(music.queries(chart("left-library"), ALL).split("\n\n")[0]).run(test.database()))
                .hasSize(5);
        assertThat(music.csv(chart("left-library"), ALL)).asString(StandardCharsets.UTF_8).contains("twice2")
                .doesNotContain("old");
    }

    private static Document saved(String account, String uri, String isrc, int removedAt) {
        return new Document("_id", account + ":" + uri).append("account_id", account).append("uri", uri)
                .append("isrc", isrc)
                .append("name", uri).append("removed_at", removedAt == 0 ? null : new Date(removedAt));
    }

    @DatabaseTest
    void twoArtistsOfOneNameAreTwoAndOneArtistOfTwoNamesIsOne(TestDatabase test) {
        Song song = new Song("A song", "t1", "US1", "Nirvana", "$ucker");
        for (int i = 0; i < 6; i++) {
            play("ann", Instant.parse("2026-09-01T10:00:00Z").plusSeconds(i * 1_000_000L), song);
            List<String> uris = List.of(i % 2 == 0 ? "spotify:artist:seattle"
                    : "spotify:artist:london", "spotify:artist:s");
            if (i < 4) {
                plays.get(i).append("artist_uris", uris);
            } else {
                // as it was stored before
                plays.get(i).append("raw", new Document("track", new Document("artists", uris.stream()
                        .map(uri -> new Document("uri", uri)).toList())));
            }
        }
        plays.get(5).put("artist_names", List.of("Nirvana", "Sucker"));
        play("ann", Instant.parse("2026-10-20T10:00:00Z"), new Song("Mine", "local:Nirvana:x:y:1", null, "Nirvana"));
        plays.get(6).append("artist_uris", Arrays.asList((String) null));
        database.collection("plays").insertMany(plays);

        assertThat(rows("top-artists", ALL)).extracting(row -> row.get("artist_name") + " " + row.get("times") + " "
                + row.get("songs") + " " + row.get("artist_uri")).containsExactly("Sucker 6 1 spotify:artist:s",
                "Nirvana 3 1 spotify:artist:london", "Nirvana 3 1 spotify:artist:seattle", "Nirvana 1 1 null");
        assertThat(Query.parse(music.queries(chart("top-artists"), ALL)).run(test.database())).hasSize(4)
                .extracting(row -> row.get("times")).containsExactly(6, 3, 3, 1);
    }

    @DatabaseTest
    void theCsvHasAllRowsAndNoFormula(TestDatabase test) throws IOException {
        playMuch();

        List<List<String>> newest = csv("newest-plays", ALL);
        assertThat(newest.get(0)).isEqualTo(chart("newest-plays").columns());
        assertThat(newest.subList(1, newest.size())).isEqualTo(newest(plays).stream().map(row -> row.values().stream()
                .map(ShippedChartsTest::cell).toList()).toList());
        assertThat(csv("newest-plays", new Selection("bob", AUTUMN, AUTUMN, BERLIN)))
                .hasSize(1 + of(new Selection("bob", AUTUMN, AUTUMN, BERLIN)).size());
        assertThat(csv("times-played", ALL)).hasSize(1 + timesPlayed(plays).size());
        assertThat(csv("times-played", ALL)).anyMatch(row ->
                row.get(0).equals("'=HYPERLINK(\"http://x\")") && row.get(1).equals("'@sum"));
        assertThat(csv("times-played", new Selection("nobody", null, null, BERLIN))).hasSize(1);
    }

    /** As the file must show it. */
    private static String cell(Object value) {
        if (value instanceof List<?> list) {
            return list.stream().filter(Objects::nonNull).map(ShippedChartsTest::cell)
                    .collect(Collectors.joining("; "));
        }
        String text = value == null ? "" : value.toString();
        return text.matches("(?s)[=+@\t-].*") ? "'" + text : text;
    }

    private List<List<String>> csv(String chart, Selection selection) throws IOException {
        try (InputStream in = music.csv(chart(chart), selection)) {
            return Rfc4180.parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @DatabaseTest
    void anAnswerIsKeptUntilAPlayComesOrAMinuteHasPassed(TestDatabase test) {
        play("ann", Instant.parse("2026-11-20T10:00:00Z"), SONGS.get(0));
        database.collection("plays").insertMany(plays);
        Music.Rows first = music.rows(chart("times-played"), ALL);

        assertThat(music.rows(chart("times-played"), ALL)).isSameAs(first);
        assertThat(music.rows(chart("times-played"), new Selection("bob", null, null, BERLIN)).rows()).isEmpty();

        play("ann", Instant.parse("2026-11-20T11:00:00Z"), SONGS.get(0));
        database.collection("plays").insertOne(plays.get(1));
        Music.Rows second = music.rows(chart("times-played"), ALL);
        assertThat(second.documents()).isEqualTo(2);

        clock.advance(Duration.ofMinutes(1));
        assertThat(music.rows(chart("times-played"), ALL)).isNotSameAs(second).isEqualTo(second);
    }

    @DatabaseTest(real = false)
    void anAnswerIsNotShownToWhoComesAfterAnAccountThatWasDeleted(TestDatabase test) {
        play("ann", Instant.parse("2026-11-20T10:00:00Z"), SONGS.get(0));
        play("bob", Instant.parse("2026-11-20T10:00:00Z"), SONGS.get(8));
        database.collection("plays").insertOne(plays.get(0));
        assertThat(rows("times-played", ALL)).extracting(row -> row.get("song_name")).containsExactly("Royals");

        database.collection("plays").deleteOne(new Document("_id", plays.get(0).get("_id")));
        database.collection("plays").insertOne(plays.get(1));
        assertThat(rows("times-played", ALL)).extracting(row -> row.get("song_name")).containsExactly("Tie A");
    }

    @DatabaseTest
    void aPlayWithoutALocalTimeIsInNoDayAndNoHour(TestDatabase test) {
        for (int i = 0; i < 4; i++) {
            play("ann", Instant.parse("2026-11-20T10:00:00Z").plusSeconds(i), SONGS.get(0));
        }
        plays.get(1).remove("played_at_local");
        plays.get(2).put("played_at_local", null);
        plays.get(3).put("played_at_local", "20.11.2026 11:00");
        database.collection("plays").insertMany(plays);

        assertThat(rows("plays-per-day", ALL)).extracting(row -> row.get("day") + " " + row.get("plays"))
                .containsExactly("2026-11-20 1");
        assertThat(rows("plays-by-hour", ALL)).extracting(row -> row.get("weekday") + " " + row.get("hour"))
                .containsExactly("5 11");
        for (String chart : List.of("plays-per-day", "plays-by-hour")) {
            assertThat(Query.parse(music.queries(chart(chart), ALL)).run(test.database())).as(chart).hasSize(1);
        }
        assertThat(music.rows(chart("times-played"), ALL).documents()).isEqualTo(4);
    }

    @DatabaseTest
    void eachPlayIsInOneMonthOrInOnePartOfTheRest(TestDatabase test) {
        play("ann", Instant.parse("1999-12-31T10:00:00Z"), SONGS.get(0));
        play("ann2", Instant.parse("2026-10-31T23:30:00Z"), SONGS.get(0));
        playMuch();
        MonthStamps months = new MonthStamps(database, new PlayMonths(database), new Listeners(database));

        for (Selection selection : SELECTIONS) {
            List<Document> found = new ArrayList<>();
            Map<String, List<MonthOfPlays>> all = months.all();
            for (String listener : new Listeners(database).of(selection)) {
                Part.Division division = Part.divide(selection.of(listener), all.getOrDefault(listener, List.of()),
                        months.haveAll(), clock.instant());
                List<Document> filters = new ArrayList<>(division.whole().stream().map(MonthOfPlays::plays).toList());
                filters.addAll(division.rest().stream().map(Part::filter).toList());
                filters.forEach(filter -> database.collection("plays").find(filter).batchSize(1000).into(found));
            }
            assertThat(found).as("%s", selection).containsExactlyInAnyOrderElementsOf(of(selection));
        }
    }

    @DatabaseTest
    void withoutPlaysThereIsNothing(TestDatabase test) {
        assertThat(ShippedCharts.all()).allSatisfy(chart -> assertThat(music.rows(chart, ALL).rows()).isEmpty());
        assertThat(music.summary()).isEqualTo(new Music.Summary(null, null, 0));
        assertThat(music.queries(chart("newest-plays"), ALL)).startsWith("db.plays.find(");
    }
}
