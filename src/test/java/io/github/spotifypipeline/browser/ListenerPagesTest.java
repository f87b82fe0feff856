package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.mongodb.client.model.UpdateOptions;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.accounts.TestPlaylist;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.Keys;

/**
 * The search and the pages of songs, artists, albums, years and the library, in a real browser, on one pipeline with an
 * imported history. Screenshots of what they saw are in target/screenshots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ListenerPagesTest {

    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">";
    private static final String LEFTWARDS = "\u0644\u064a\u0644 \u0627\u0644\u0645\u062f\u064a\u0646\u0629";
    private static final String LONG = "Pneumonoultramicroscopicsilicovolcanoconiosis".repeat(7).substring(0, 300);
    private static final String EMOJI = "\ud83c\udf0a\ud83c\udfa7 \ud83d\udc69\u200d\ud83d\udc69\u200d\ud83d\udc67";
    private static final LocalDate FIRST = LocalDate.of(2024, 11, 3);
    private static final DateTimeFormatter MONTH = DateTimeFormatter.ofPattern("MMMM yyyy", Locale.ENGLISH);

    @TempDir
    static Path folder;

    private Browser browser;
    private TestDatabase database;
    private TestPipeline pipeline;
    private List<Document> plays;
    private SandboxTrack favourite;
    private SandboxTrack accented;
    private SandboxTrack forgotten;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, List.of("saved-tracks", "playlists", "playlist-items"),
                options -> options.withLibrary(60, 3));
        browser.setClock(pipeline.clock.instant());
        favourite = SandboxTrack.of("Slow Rivers", "Ida & the Mornings", "Guest");
        forgotten = SandboxTrack.of("Old Flame", "Wren");
        accented = SandboxTrack.of("Ébauche d'été", "Slöwdance");
        Instant saved = pipeline.clock.instant().minus(Duration.ofDays(400));
        pipeline.demo().savedTracks().add(MadeUpMusic.track(favourite), saved);
        pipeline.demo().savedTracks().add(MadeUpMusic.track(accented), saved);
        TestPlaylist playlist = pipeline.demo().addPlaylist(HOSTILE);
        playlist.add(MadeUpMusic.track(favourite), saved);
        pipeline.signIn();
        pipeline.awaitRun("playlist-items", 1);
        List<SandboxTrack> songs = new ArrayList<>(List.of(favourite, SandboxTrack.of(HOSTILE, LEFTWARDS),
                SandboxTrack.of(LONG, HOSTILE), SandboxTrack.of(LEFTWARDS, LONG), SandboxTrack.of(EMOJI, EMOJI)));
        songs.addAll(pipeline.sandbox.tracks().subList(0, 40));
        Path export = ListenedYears.export(folder.resolve("my_spotify_data.zip"), songs, forgotten, FIRST, today());
        assertThat(pipeline.importExport(export, "?account=" + account())).containsEntry("status", "succeeded");
        plays = pipeline.plays();
        assertThat(plays).hasSizeGreaterThan(1000);
    }

    @AfterAll
    void stop() {
        if (pipeline != null) {
            pipeline.close();
        }
        if (database != null) {
            database.close();
        }
        if (browser != null) {
            browser.close();
        }
    }

    private String account() {
        return pipeline.demo().accountId();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(pipeline.clock.instant(), ListeningHistory.ZONE);
    }

    private void open(String page) {
        browser.open(URI.create(pipeline.page() + page));
    }

    private void type(String text) {
        browser.press("/");
        await().until(() -> browser.<Boolean>run("return document.activeElement.id === 'search-text'"));
        browser.find("#search-text").sendKeys(text);
    }

    private List<String> texts(String css) {
        return browser.run("return [...document.querySelectorAll(arguments[0])].map(node => node.textContent)", css);
    }

    /** The numbers of a chart as its table has them: the cells of each row, joined. */
    private List<String> numbers(String chart, int columns) {
        browser.awaitVisible("#" + chart + "[aria-busy=false]");
        browser.run("document.querySelector(arguments[0]).open = true", "#" + chart + " details");
        browser.awaitVisible("#" + chart + " .numbers-table tbody tr");
        List<List<String>> rows = browser.run("""
                return [...document.querySelectorAll(arguments[0])]
                  .map(row => [...row.cells].map(cell => cell.textContent))""",
                "#" + chart + " .numbers-table tbody tr");
        browser.run("document.querySelector(arguments[0]).open = false", "#" + chart + " details");
        return rows.stream().map(row -> String.join(" | ", row.subList(0, columns))).toList();
    }

    @Test
    @Order(1)
    void findsWhileOneTypesByTheKeyboardAlone() {
        open("library.html");
        browser.awaitVisible("#unplayed .row");
        type("slow");
        browser.awaitText("#search-list", "Slow Rivers");
        assertThat(texts("#search-list .search-head")).isSubsetOf("Songs", "Artists", "Albums").contains("Artists");
        assertThat(texts("#search [role=status]")).first().asString().contains("song", "artist", "found");
        browser.look("search");
        browser.press(Keys.ARROW_DOWN);
        String first = browser.find("#search-text").getDomAttribute("aria-activedescendant");
        assertThat(browser.find("#" + first).getDomAttribute("aria-selected")).isEqualTo("true");
        browser.press(Keys.ARROW_DOWN);
        browser.press(Keys.ARROW_UP);
        assertThat(browser.find("#search-text").getDomAttribute("aria-activedescendant")).isEqualTo(first);
        browser.press(Keys.ESCAPE);
        browser.awaitGone(".search-popup");
        browser.press(Keys.ESCAPE);
        assertThat(browser.find("#search-text").getDomProperty("value")).isEmpty();

        type("ebauche slowdance");
        browser.awaitText("#search-list", "never played");
        browser.find("#search-text").clear();
        type("nothing of this name");
        browser.awaitText(".search-note", "Nothing is called");
        browser.find("#search-text").clear();
        // at once: the answer is waited for, and its best hit gone to
        type("slow rivers" + Keys.ENTER);
        browser.awaitText("#name", "Slow Rivers");
        assertThat(browser.address()).hasPath("/thing.html");
    }

    @Test
    @Order(2)
    void anAnswerThatComesLateDoesNotTakeThePlaceOfANewerOne() {
        browser.run("""
                const real = window.fetch;
                window.late = [];
                window.fetch = async (path, options) => {
                  const answer = await real(path, { ...options, signal: undefined });
                  if (String(path).includes('text=slow+')) return answer;
                  return new Promise(resolve => { window.late.push(() => resolve(answer)); });
                };""");
        type("guest");
        await().until(() -> browser.<Long>run("return window.late.length") == 1);
        browser.find("#search-text").clear();
        type("slow riv");
        browser.awaitText("#search-list", "Slow Rivers");
        browser.run("window.late.forEach(answer => answer())");
        assertThat(texts("#search-list .title")).contains("Slow Rivers").doesNotContain("Guest");
    }

    @Test
    @Order(3)
    void tellsOfASongWhatTheDatabaseHas() {
        List<Document> its = plays.stream().filter(play -> favourite.uri().equals(play.get("track_uri"))).toList();
        browser.reload();
        browser.awaitText("#name", "Slow Rivers");
        assertThat(browser.<String>run("return document.title")).isEqualTo("Slow Rivers · Spotify pipeline");
        assertThat(browser.text("#plays")).isEqualTo("%,d".formatted(its.size()));
        assertThat(browser.text("#by")).contains("Ida & the Mornings", "Guest", favourite.album().name());
        assertThat(browser.find("#at-spotify a").getDomProperty("href"))
                .isEqualTo("https://open.spotify.com/track/" + favourite.id());
        Map<String, Long> months = ListenedYears.counts(its, play -> ListenedYears.day(play).substring(0, 7));
        YearMonth from = YearMonth.parse(months.keySet().iterator().next());
        YearMonth last = YearMonth.from(LocalDate.parse(ListenedYears.day(its.get(0))));
        assertThat(numbers("per-month", 2)).isEqualTo(Stream.iterate(from, month -> !month.isAfter(last),
                month -> month.plusMonths(1)).map(month -> MONTH.format(month) + " | "
                + months.getOrDefault(month.toString(), 0L)).toList());
        assertThat(numbers("per-weekday", 2).stream().mapToLong(row -> Long.parseLong(row.split(" \\| ")[1])).sum())
                .isEqualTo(its.size());
        assertThat(browser.text("#place-all")).contains("it is the 1st by plays");
        assertThat(texts("#years span")).containsExactly("in 2024", "in 2025", "in 2026");
        assertThat(browser.text("#library")).contains("In the library since");
        assertThat(browser.text("#playlists")).contains(HOSTILE);

        browser.click("#by-form label:has([value=hours])");
        browser.run("arguments[0].value = '2025-01-05'; arguments[0].dispatchEvent(new Event('change'))",
                browser.find("#on"));
        browser.awaitText("#playlists", "In none of the playlists on January 5, 2025");
        assertThat(browser.address().getQuery()).contains("by=hours", "on=2025-01-05");
        browser.reload();
        browser.awaitText("#playlists", "In none of the playlists on January 5, 2025");
        assertThat(browser.<Boolean>run("return document.querySelector('[name=by][value=hours]').checked")).isTrue();
        browser.click("#on-all");
        browser.awaitText("#playlists", HOSTILE);
        browser.look("song");
        database.database().getCollection("artists").updateOne(
                new Document("_id", "spotify:artist:" + favourite.artists().get(0).id()), new Document("$set",
                        new Document("genres", List.of("dream pop")).append("genres_from", "musicbrainz")),
                new UpdateOptions().upsert(true));
        browser.click("#by a");
        browser.awaitText("#kind", "Artist");
        browser.awaitText("#songs", "Slow Rivers");
        assertThat(browser.text("#genres")).isEqualTo("dream pop (genres of MusicBrainz)");
        browser.assertNothingBroke();
    }

    @Test
    @Order(4)
    void reviewsAYear() {
        List<Document> year = ListenedYears.ofYear(plays, 2025);
        open("year.html");
        browser.awaitText("#year", "2026");
        assertThat(browser.text("#until")).contains("November 22, 2026");
        browser.click("#years a[href*='2025']");
        browser.awaitText("#year", "2025");

        assertThat(browser.<String>run("return document.title")).isEqualTo("2025 in review · Spotify pipeline");
        assertThat(browser.text("#plays")).isEqualTo("%,d".formatted(year.size()));
        assertThat(browser.text("#hours")).isEqualTo("%,d".formatted(ListenedYears.hours(year)));
        assertThat(browser.text("#songs")).isEqualTo("%,d".formatted(ListenedYears.songs(year)));
        assertThat(browser.text("#compared")).isEqualTo("Compared with 2024.");
        Map<String, Long> days = ListenedYears.counts(year, ListenedYears::day);
        assertThat(texts("#top-songs .row-numbers b"))
                .isEqualTo(ListenedYears.largest(ListenedYears.counts(year, ListenedYears::song), 5));
        assertThat(texts("#top-artists .row")).hasSize(5);
        assertThat(browser.text("#moments")).contains(days.size() + "\nof 365 days.",
                ListenedYears.streak(year) + " days\nin a row", ListenedYears.largest(days, 1).get(0) + " plays",
                "%,d of %,d plays".formatted(ListenedYears.skipped(year), year.size()));
        assertThat(numbers("per-day", 2)).hasSize(days.size())
                .allSatisfy(row -> assertThat(row).contains(" 2025 | "));
        assertThat(numbers("per-month", 1)).hasSize(12);
        browser.awaitVisible("#ranks[aria-busy=false] canvas");
        browser.lookClosely("year");
        browser.click("#moves-form label:has([value=songs])");
        await().until(() -> browser.address().getQuery().contains("of=songs"));
        browser.click("#years a[href*='2024']");
        browser.awaitText("#year", "2024");
        browser.run("history.back()");
        browser.awaitText("#year", "2025");

        open("year.html?year=1999");
        browser.awaitText("#top-songs", "Nothing was heard.");
        assertThat(browser.isVisible("#days")).isFalse();
        browser.assertNothingBroke();
    }

    @Test
    @Order(5)
    void showsWhatOfTheLibraryWaitsIsForgottenAndHasLeft() {
        pipeline.demo().savedTracks().remove(accented.uri());
        pipeline.clock.advance(Duration.ofHours(1));
        assertThat(pipeline.sync("saved-tracks")).containsEntry("removed", 1);
        List<String> heard = plays.stream().map(ListenedYears::song).toList();
        int waiting = (int) pipeline.documents("saved_tracks").stream()
                .filter(song -> song.get("removed_at") == null && !heard.contains(song.getString("isrc"))).count();
        open("library.html");

        browser.awaitText("#unplayed", "songs are saved and waiting to be heard");
        assertThat(browser.text("#unplayed .lead")).startsWith(waiting + " songs");
        browser.awaitVisible("#left-library .row");
        assertThat(texts("#left-library a.title")).containsExactly(accented.name());
        assertThat(texts("#forgotten .title")).containsExactly(forgotten.name());
        assertThat(browser.text("#forgotten .row")).contains(ListenedYears.OFTEN + " plays", "last Nov 14, 2024");
        assertThat(texts("#unplayed .row")).hasSize(10);
        browser.look("library");
        browser.click("#unplayed .more");
        await().until(() -> texts("#unplayed .row").size() == waiting);
        assertThat(browser.<Boolean>run("return document.activeElement === document.querySelectorAll("
                + "'#unplayed .row')[10].querySelector('a.title')")).isTrue();
        for (String list : List.of("unplayed", "forgotten", "left-library")) {
            assertThat(browser.find("#" + list + " a[download]").getDomProperty("href")).contains(list + ".csv");
            assertThat(pipeline.get("/api/music/" + list + ".csv").statusCode()).isEqualTo(200);
        }
        browser.click("#left-library a.title");
        browser.awaitText("#name", accented.name());
        assertThat(browser.text("#library")).contains("Was in the library from", "to Nov 22, 2026");
        browser.assertNothingBroke();
    }

    @Test
    @Order(6)
    void showsNamesOfAnyKindAsTheyAre() {
        for (String name : List.of(HOSTILE, LEFTWARDS, LONG, EMOJI)) {
            browser.run("""
                    const field = document.querySelector('#search-text');
                    field.focus();
                    field.value = arguments[0].slice(0, 100);
                    field.dispatchEvent(new Event('input'));""", name);
            browser.awaitVisible("#search-list a");
            assertThat(texts("#search-list .title")).contains(name);
            browser.press(Keys.ENTER);
            await().ignoreExceptions().until(() -> name.equals(browser.find("#name").getDomProperty("textContent")));
            assertThat(browser.<Long>run("return document.querySelectorAll('img[src=x], main script').length"))
                    .isZero();
        }
        browser.click("#by a");
        browser.awaitText("#kind", "Artist");
        browser.look("hostile");
        browser.assertNothingBroke();
    }

    @Test
    @Order(7)
    void saysWhatItCannotShowAndWhatToDo() {
        open("thing.html?kind=album&key=nobody-knows-it");
        browser.awaitText("#unknown", "No song, artist or album is known under this address");
        assertThat(browser.isVisible("#thing")).isFalse();
        assertThat(browser.accessibilityViolations()).isEmpty();
        open("thing.html");
        browser.awaitText("#unknown", "This address names no song");
        assertThat(browser.complaints()).as("of the unknown one alone").hasSize(1).first().asString().contains("404");
        browser.complaints().clear();

        open("year.html");
        browser.awaitText("#year", "2026");
        browser.run("""
                window.realFetch = window.fetch;
                window.fetch = async () => new Response(JSON.stringify({ error: { message: 'It is broken.' } }),
                  { status: 500 });
                document.querySelector('#moves-form label:has([value=songs])').click();""");
        browser.awaitText("#moves .failed", "This cannot be shown now. It is broken.");
        browser.run("""
                let asked = 0;
                window.fetch = async (...call) => asked++ ? window.realFetch(...call) : new Response(JSON.stringify(
                  { error: { message: 'The plays are counted: 40 of 100. Ask again in 1 second.' } }),
                  { status: 503, headers: { 'Retry-After': '1' } });""");
        browser.click("#moves .failed button");
        browser.awaitText("#moves .loading", "The plays are counted: 40 of 100.");
        browser.awaitVisible("#ranks canvas");
        browser.assertNothingBroke();
    }
}
