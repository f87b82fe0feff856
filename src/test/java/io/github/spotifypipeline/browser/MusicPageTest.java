package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;

/** What the page shows of one's music, in a real browser, of months of plays: each test begins with an address. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MusicPageTest {

    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">";
    private static final String LEFTWARDS = "\u0644\u064a\u0644 \u0627\u0644\u0645\u062f\u064a\u0646\u0629";
    private static final String LONG = "The Long and Unreasonably Detailed Title of a Song That Somebody Wrote on a"
            + " Night Train Between Two Small Cities, Part One (Remastered, Live, Extended, Deluxe Anniversary"
            + " Edition) Pneumonoultramicroscopicsilicovolcanoconiosis" + "x".repeat(90);
    private static final String EMOJI = "\uD83C\uDFA7\uD83D\uDD25\uD83E\uDEE0";
    /** Of songs that were heard once, in a year of their own. */
    private static final int ONCE_HEARD = 1_100;

    private Browser browser;
    private TestDatabase database;
    private TestPipeline pipeline;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, List.of("recently-played"), options -> options.withLibrary(10, 2));
        Instant now = pipeline.clock.instant();
        List<String> names = List.of(HOSTILE, LEFTWARDS, LONG, EMOJI);
        IntStream.range(0, 48).forEach(i -> pipeline.demo().addPlay(SandboxTrack.of(names.get(i % 4), "Tag & Bracket",
                "\u05e9\u05d9\u05e8"), now.minusSeconds(100 + 200L * i), null));
        ListeningHistory.insertPlays(database.database(), account(), pipeline.sandbox.tracks(), today());
        ListeningHistory.insertSongsHeardOnce(database.database(), account(), ONCE_HEARD, LocalDate.of(2019, 5, 1));
        pipeline.signInAndSync();
        browser.setClock(now);
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

    /** Opens the page with some choices, and waits until all is drawn. */
    private void open(String query) {
        browser.open(URI.create("about:blank"));
        browser.open(pipeline.page() + query);
        awaitDrawn();
    }

    private void awaitDrawn() {
        browser.awaitVisible("#tops-content[aria-busy=false]");
        await().until(() -> browser.<Long>run("return document.querySelectorAll('[aria-busy=true]').length") == 0);
    }

    private void choose(String value) {
        browser.click("label:has([value='" + value + "'])");
        awaitDrawn();
    }

    private JsonNode answer(String path) throws JsonProcessingException {
        return new ObjectMapper().readTree(pipeline.get("/api/music/" + path).body());
    }

    private List<String> texts(String css) {
        return browser.run("return [...document.querySelectorAll(arguments[0])].map(node => node.textContent)", css);
    }

    /** Each row of the tops: its name, whose it is where that is said, and the number that it is ordered by. */
    private List<String> rows() {
        return browser.run("""
                return [...document.querySelectorAll('#tops-list .row')].map(row => [row.querySelector('.title'),
                  row.querySelector('.named small a, .named small span'), row.querySelector('.row-numbers b')]
                  .filter(Boolean).map(node => node.textContent).join(' | ').replace(/ plays?$/, ''))""");
    }

    /** The numbers of a chart as its table has them: the cells of each row, joined. */
    private List<String> numbers(String chart, int columns) {
        browser.run("document.querySelector(arguments[0]).open = true", "#" + chart + " details");
        browser.awaitVisible("#" + chart + " .numbers-table tbody tr");
        List<List<String>> rows = browser.run("""
                return [...document.querySelectorAll(arguments[0])]
                  .map(row => [...row.cells].map(cell => cell.textContent))""",
                "#" + chart + " .numbers-table tbody tr");
        browser.run("document.querySelector(arguments[0]).open = false", "#" + chart + " details");
        return rows.stream().map(row -> String.join(" | ", row.subList(0, columns))).toList();
    }

    private long topOf(String css) {
        return browser.<Number>run("return document.querySelector(arguments[0]).getBoundingClientRect().top", css)
                .longValue();
    }

    @Test
    @Order(1)
    void theMusicComesFirstWhenAllIsWell() {
        open("");
        assertThat(browser.text("#headline")).isEqualTo("Everything is up to date");
        assertThat(browser.text("#subline")).startsWith("1 account, last sync ");
        assertThat(browser.isVisible("#operator")).isFalse();
        assertThat(browser.isVisible("#state-link, #state-again, #retry")).isFalse();
        assertThat(topOf("#tops-list .row")).as("on a desk").isLessThan(300);
        browser.show(360, "light");
        assertThat(topOf("#tops-list .row")).as("on a phone").isLessThan(500);
        browser.show(1280, "light");

        browser.click("#fold");
        assertThat(browser.find("#fold").getDomAttribute("aria-expanded")).isEqualTo("true");
        assertThat(browser.isVisible("#accounts")).isTrue();
        browser.click("#fold");
        assertThat(browser.isVisible("#operator")).isFalse();
        browser.open(pipeline.page() + "#past");
        browser.awaitVisible("#past");
        assertThat(browser.<String>run("return document.activeElement.id")).isEqualTo("past-title");
    }

    @Test
    @Order(2)
    void showsTheTopsThatAreInTheDatabase() {
        open("?period=all");
        List<Document> plays = pipeline.plays().stream().filter(play -> !play.getString("song_name")
                .startsWith(ListeningHistory.ONCE)).toList();
        assertThat(rows()).hasSize(10);
        List<Integer> counts = rows().stream().map(row -> Integer.parseInt(row.replaceFirst(".* ", ""))).toList();
        assertThat(counts).isSortedAccordingTo(Comparator.reverseOrder());

        open("?from=" + today().minusDays(200) + "&most=all");
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(ListeningHistory.timesPlayed(plays));
        assertThat(browser.text("#total-plays")).isEqualTo("%,d".formatted(plays.size()));
        assertThat(browser.text("#total-songs")).isEqualTo("%,d".formatted(rows().size()));
        choose("artists");
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(ListeningHistory.topArtists(plays));
        browser.awaitText("#total-artists", "%,d".formatted(rows().size()));
        choose("albums");
        choose("hours");
        assertThat(rows()).isNotEmpty().allMatch(row -> row.matches("(?s).*(hours?|minutes?)"));
        browser.awaitText("#total-albums", "%,d".formatted(rows().size()));
    }

    @Test
    @Order(3)
    void keepsWhatIsChosenInTheAddressAndBackLeadsToWhatWasBefore() {
        open("");
        choose("artists");
        choose("hours");
        choose("50");
        browser.click(".periods label:has([value=all])");
        awaitDrawn();
        assertThat(browser.address()).hasQuery("period=all&kind=artists&by=hours&most=50");
        List<String> artists = rows();
        browser.run("history.back()");
        await().untilAsserted(() -> assertThat(browser.address()).hasQuery("kind=artists&by=hours&most=50"));
        await().untilAsserted(() -> assertThat(rows()).isNotEqualTo(artists));
        awaitDrawn();
        browser.run("history.forward()");
        await().untilAsserted(() -> assertThat(rows()).isEqualTo(artists));
        browser.reload();
        awaitDrawn();
        assertThat(rows()).isEqualTo(artists);
        assertThat(browser.find("[name=kind][value=artists]").isSelected()).isTrue();

        browser.find("#filter-year option[value='2019']").click();
        await().untilAsserted(() -> assertThat(browser.address().getQuery()).startsWith("period=2019"));
        awaitDrawn();
        await().untilAsserted(() -> assertThat(rows()).singleElement().asString().startsWith("Somebody | "));
        choose("custom");
        browser.awaitVisible("#custom");
        assertThat(browser.address().getQuery()).startsWith("from=" + today().minusDays(27) + "&to=" + today());
    }

    @Test
    @Order(4)
    void opensTheAddressesOfEarlierVersionsAndOddOnes() {
        LocalDate from = today().minusDays(9);
        LocalDate to = today().minusDays(4);
        open("#account=" + account() + "&from=" + from + "&to=" + to);
        assertThat(browser.address()).hasQuery("account=" + account() + "&from=" + from + "&to=" + to).hasNoFragment();
        assertThat(browser.find("#from").getDomProperty("value")).isEqualTo(from.toString());
        assertThat(numbers("over-time", 1)).hasSize(6).startsWith(from.toString()).endsWith(to.toString());
        List<Document> plays = pipeline.plays().stream().filter(play -> {
            LocalDate day = LocalDate.parse(play.getString("played_at_local").substring(0, 10));
            return !day.isBefore(from) && !day.isAfter(to);
        }).toList();
        browser.click(".segments label:has([name=most][value=all])");
        awaitDrawn();
        assertThat(rows()).containsExactlyInAnyOrderElementsOf(ListeningHistory.timesPlayed(plays));
        open("#period=12m");
        assertThat(browser.address()).hasQuery("from=" + today().minusDays(364));
        open("?account=nobody&period=all");
        assertThat(browser.text("#tops-empty")).contains("No plays in this time");
        for (String odd : List.of("?period=toString", "?from=2026-99-99", "?from=0002-01-01&kind=x&by=__proto__")) {
            open(odd);
            assertThat(numbers("over-time", 1)).as(odd).hasSize(28);
        }
    }

    @Test
    @Order(5)
    void saysHowEachPlaceChangedAndLeadsToItsPageAndToSpotify() throws JsonProcessingException {
        open("");
        List<String> changes = StreamSupport.stream(answer("tops?from=" + today().minusDays(27)).path("rows")
                .spliterator(), false).map(MusicPageTest::inWords).toList();
        assertThat(changes).contains("new").anyMatch(words -> words.matches("(up|down) \\d+"));
        assertThat(texts("#tops-list .change")).isEqualTo(changes);
        assertThat(browser.text("#tops-about")).startsWith("Compared with Sep 28");

        List<Map<String, String>> links = browser.run("""
                return [...document.querySelectorAll('#tops-list .row')].map(row => ({
                  name: row.querySelector('.title').textContent, page: row.querySelector('.title').getAttribute('href'),
                  artist: row.querySelector('.named small a').getAttribute('href'),
                  href: row.querySelector('a.at-spotify').href, rel: row.querySelector('a.at-spotify').rel,
                  target: row.querySelector('a.at-spotify').target,
                  words: row.querySelector('a.at-spotify').getAttribute('aria-label') }))""");
        assertThat(links).hasSize(10).allSatisfy(link -> {
            assertThat(link.get("page")).startsWith("thing.html?kind=song&key=");
            assertThat(link.get("artist")).startsWith("thing.html?kind=artist&key=");
            assertThat(link.get("href")).startsWith("https://open.spotify.com/track/");
            assertThat(link.get("rel")).isEqualTo("noopener noreferrer");
            assertThat(link.get("target")).isEqualTo("_blank");
            assertThat(link.get("words")).contains("Spotify", link.get("name"));
        });
        browser.click("#tops-list .row:nth-child(5) .title");
        await().until(() -> browser.address().getPath().equals("/thing.html"));
    }

    private static String inWords(JsonNode row) {
        int change = row.path("change").asInt();
        if (row.path("new").asBoolean()) {
            return "new";
        }
        return change == 0 ? "as before" : change > 0 ? "up " + change : "down " + -change;
    }

    @Test
    @Order(6)
    void showsAllOfALongListBitByBit() {
        open("?period=2019&most=all");
        assertThat(rows()).hasSize(500);
        assertThat(browser.text("#tops-more")).isEqualTo("Show 500 more");
        browser.click("#tops-more");
        await().untilAsserted(() -> assertThat(rows()).hasSize(1000));
        assertThat(browser.text("#tops-more")).isEqualTo("Show 100 more");
        browser.click("#tops-more");
        await().untilAsserted(() -> assertThat(rows()).hasSize(ONCE_HEARD).doesNotHaveDuplicates());
        assertThat(browser.isVisible("#tops-more")).isFalse();
        assertThat(browser.<String>run("return document.activeElement.textContent")).as("the first of the new ones")
                .isEqualTo(texts("#tops-list .title").get(1000));
    }

    @Test
    @Order(7)
    void eachChartShowsWhatIsInTheDatabaseAndLeadsToItsFiles() {
        LocalDate from = today().minusDays(100);
        open("?from=" + from);
        List<Document> plays = pipeline.plays().stream()
                .filter(play -> play.getString("played_at_local").compareTo(from.toString()) >= 0).toList();
        assertThat(numbers("over-time", 2)).isEqualTo(ListeningHistory.playsPerDay(plays, today()))
                .anyMatch(row -> row.endsWith(" | 0"));
        assertThat(numbers("plays-by-hour", 3))
                .containsExactlyInAnyOrderElementsOf(ListeningHistory.playsByHour(plays));
        assertThat(texts("#newest-plays .title"))
                .isEqualTo(plays.stream().limit(50).map(play -> play.getString("song_name")).toList());
        assertThat(numbers("ranks", 1)).hasSizeGreaterThanOrEqualTo(10);
        for (String chart : List.of("over-time", "plays-by-hour", "newest-plays")) {
            String title = browser.text("#" + chart + " h2");
            for (String part : List.of("query", "csv")) {
                assertThat(browser.find("#" + chart + " [data-slot=" + part + "]").getDomProperty("textContent"))
                        .contains(" of “" + title);
            }
            assertThat(pipeline.get(path("#" + chart + " [data-slot=query]")).body()).contains("db.");
            assertThat(pipeline.get(path("#" + chart + " [data-slot=csv]")).headers()
                    .firstValue("content-disposition").orElseThrow()).contains(".csv");
        }
        assertThat(pipeline.get(path("#tops-csv")).headers().firstValue("content-disposition").orElseThrow())
                .contains("tops.csv");
    }

    private String path(String css) {
        URI address = URI.create(browser.find(css).getDomProperty("href"));
        return address.getRawPath() + "?" + address.getRawQuery();
    }

    @Test
    @Order(8)
    void everythingCanBeChosenByKeysAlone() {
        open("");
        browser.press(Keys.TAB);
        assertThat(browser.text(":focus")).isEqualTo("Skip to the content");
        browser.press(Keys.ENTER);
        assertThat(browser.<String>run("return document.activeElement.id")).isEqualTo("content");
        pressTabUntil("[name=period]");
        browser.press(Keys.ARROW_RIGHT);
        await().untilAsserted(() -> assertThat(browser.address()).hasQuery("period=6m"));
        pressTabUntil("[name=kind]");
        assertThat(browser.find("[name=kind]:focus + span").getCssValue("outline-style")).isEqualTo("solid");
        browser.press(Keys.ARROW_RIGHT);
        await().untilAsserted(() -> assertThat(browser.address()).hasQuery("period=6m&kind=artists"));
        awaitDrawn();
        assertThat(browser.find("[name=kind]:focus").getDomAttribute("value")).isEqualTo("artists");
        pressTabUntil("#tops-list .title");
        pressTabUntil("#tops-list a.at-spotify");
        assertThat(browser.find(":focus").getCssValue("outline-style")).isEqualTo("solid");
    }

    private void pressTabUntil(String css) {
        await().until(() -> {
            browser.press(Keys.TAB);
            return browser.run("return document.activeElement.matches(arguments[0])", css);
        });
    }

    @Test
    @Order(9)
    void showsWhatSpotifySaysAsDataInBothSchemesAndOnAPhone() {
        open("?from=" + today());
        assertThat(Stream.of(HOSTILE, LEFTWARDS, LONG, EMOJI)).allSatisfy(name ->
                assertThat(texts("#tops-list .title")).contains(name));
        assertThat(browser.<Long>run("return document.querySelectorAll('img[src=x], main script').length")).isZero();
        browser.lookClosely("music-hostile");
        open("?from=" + today().minusDays(90));
        browser.look("music");
        assertThat(browser.<Long>run("return document.querySelectorAll('#over-time canvas').length")).isOne();
        String light = inkOf("over-time");
        browser.show(1280, "dark");
        await().untilAsserted(() -> assertThat(inkOf("over-time")).isNotEqualTo(light));
        browser.show(1280, "light");
        await().untilAsserted(() -> assertThat(inkOf("over-time")).isEqualTo(light));
        browser.assertNothingBroke();
    }

    @Test
    @Order(10)
    void aCoverThatIsAboutToComeIsAskedForAgain() {
        browser.run("""
                import('./rows.js').then(({ cover }) => {
                  const due = cover('song', 'covers/track/due', 48);
                  Object.defineProperty(due, 'naturalWidth', { get: () => due.src.endsWith('?1') ? 300 : 301 });
                  const drawn = cover('song', 'covers/track/drawn', 48);
                  due.id = 'due';
                  drawn.id = 'drawn';
                  for (const image of [due, drawn]) image.loading = 'eager';
                  document.querySelector('main').prepend(due, drawn);
                });""");
        await().until(() -> browser.<String>run("return document.querySelector('#due')?.getAttribute('src')"),
                "covers/track/due?1"::equals);
        assertThat(browser.<String>run("return document.querySelector('#drawn').getAttribute('src')"))
                .isEqualTo("covers/track/drawn");
        browser.assertNothingBroke();
    }

    private void addChart(String draw, String columns, String id, String value) {
        pipeline.addChart("own-" + draw.replace(' ', '-'), "title: Own " + draw + " <b>\ncollection: plays\ndraw: "
                + draw + "\nmonths: kept\nrows: 60\ncolumns: " + columns + "\naggregation: |\n  [{ $group: { _id: "
                + id + ", plays: { $sum: 1 }" + value + " } },\n  { $set: { name: '$_id' } },"
                + " { $sort: { plays: -1, _id: 1 } }]\n");
    }

    @Test
    @Order(11)
    void theChartsOfOnesOwnFilesAreDrawnAsTheySay() throws JsonProcessingException {
        String seconds = ", seconds: { $sum: { $divide: ['$duration_ms', 1000] } }";
        addChart("bars", "[name, plays]", "'$song_name'", "");
        addChart("days", "[name, plays]", "{ $substrBytes: ['$played_at_local', 0, 10] }", "");
        addChart("lines", "[name, plays, seconds]", "{ $substrBytes: ['$played_at_local', 0, 7] }", seconds);
        addChart("heat map", "[name, artist, plays]", "'$song_name'", ", artist: { $max: '$artist_name' }");
        addChart("table", "[name, plays, seconds]", "'$song_name'", seconds);
        await().until(() -> pipeline.get("/api/music").body().split("\"Own ").length == 6);

        open("?from=" + today());
        for (String drawn : List.of("bars", "days", "lines", "heat-map")) {
            browser.awaitVisible("#own-" + drawn + " canvas");
            assertThat(inkOf("own-" + drawn)).as(drawn).isNotEqualTo("none");
            assertThat(numbers("own-" + drawn, 2)).as(drawn).hasSameSizeAs(answer("own-" + drawn + "?from=" + today())
                    .path("rows"));
            assertThat(pipeline.get(path("#own-" + drawn + " [data-slot=query]")).body())
                    .startsWith("db.plays.aggregate(");
        }
        assertThat(browser.text("#own-table h2")).isEqualTo("Own table <b>");
        assertThat(texts("#own-table tbody td:first-child")).contains(HOSTILE, LEFTWARDS, LONG, EMOJI);
        assertThat(browser.find("#own-bars .picture").getDomAttribute("aria-label"))
                .startsWith("Own bars <b>: 4 rows, most at ");
        assertThat(browser.<Long>run("return document.querySelectorAll('img[src=x], main script, .chart b').length"))
                .isZero();
        browser.lookClosely("music-own-charts");
        open("?from=" + today().minusDays(90));
        pressTabUntil("#own-table .numbers-scroll");
        browser.look("music-own-charts-long");

        List.of("bars", "days", "lines", "heat-map", "table").forEach(drawn -> pipeline.removeChart("own-" + drawn));
        await().until(() -> !pipeline.get("/api/music").body().contains("\"Own "));
        choose("all");
        await().until(() -> browser.<Long>run("return document.querySelectorAll('[id^=own-]').length") == 0);
        browser.assertNothingBroke();
    }

    /** The colour that a chart is drawn with most, besides none. */
    private String inkOf(String chart) {
        return browser.run("""
                const canvas = document.querySelector(arguments[0]);
                const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
                const counts = new Map();
                for (let i = 0; i < data.length; i += 4) {
                  const colour = data.slice(i, i + 4).join();
                  if (data[i + 3] === 255) counts.set(colour, (counts.get(colour) ?? 0) + 1);
                }
                return [...counts].sort((one, other) => other[1] - one[1])[0]?.[0] ?? 'none'""",
                "#" + chart + " canvas");
    }
}
