package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.ListenerLife;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.DemoSignIn;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

/** Exports on the page, in a real browser: each test goes on where the one before it ended. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ImportPageTest {

    private static final String CARD = "#import-jobs";
    private static final String FOLDER = "Spotify Extended Streaming History/";
    private static final String HOSTILE = "<img src=x onerror=alert(1)>.zip";

    @TempDir
    static Path folder;

    private final MadeUpListener listener = MadeUpListener.of(3, World.MILD, 600);
    private Browser browser;
    private TestDatabase database;
    private TestPipeline pipeline;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database);
        browser.setClock(pipeline.clock.instant());
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

    private static ObjectNode row(String json) throws JsonProcessingException {
        return (ObjectNode) new ObjectMapper().readTree(json.replace('\'', '"'));
    }

    /** A life, and next to it rows of every kind, a file that is cut off, and one that nobody may open. */
    private Path export() throws IOException {
        Path file = folder.resolve("my_spotify_data.zip");
        List<ObjectNode> others = new ArrayList<>(List.of(
                row("{'ts':'2023-01-01T10:00:00Z','ms_played':900000,'episode_name':'E','episode_show_name':'S'}"),
                row("{'ts':'2023-01-02T10:00:00Z','ms_played':900000,'audiobook_title':'B'}"),
                row("{'ts':'2023-01-03T10:00:00Z','ms_played':100}"),
                row("{'ts':'1970-01-01T10:00:00Z','ms_played':100,'user_agent_decrypted':'An agent'}")));
        for (int i = 0; i < 2; i++) {
            others.add(row("{'ts':'2023-02-01T10:00:00Z','ms_played':200000,'incognito_mode':true,"
                    + "'spotify_track_uri':'spotify:track:x','master_metadata_track_name':'X'}"));
        }
        try (ExportZip zip = new ExportZip(Files.newOutputStream(file))) {
            zip.add(FOLDER + "Streaming_History_Audio_2021_0.json", listener.rows())
                    .add(FOLDER + "Streaming_History_Audio_2023_1.json", others)
                    .add(FOLDER + "Streaming_History_Audio_2024_2.json", "[{".getBytes(StandardCharsets.US_ASCII))
                    .add("MyData/Userdata.json", "{}".getBytes(StandardCharsets.US_ASCII));
        }
        return file;
    }

    private Path zipOf(MadeUpListener other) throws IOException {
        return ExportZip.of(folder.resolve("other.zip"), other);
    }

    private Path json(String name, String rows) throws IOException {
        return Files.writeString(folder.resolve(name), "[" + rows.replace('\'', '"') + "]");
    }

    private void choose(Path... files) {
        browser.find("#import-files").sendKeys(String.join("\n", List.of(files).stream().map(Path::toString).toList()));
    }

    private void pressTabUntil(String css) {
        await().until(() -> {
            browser.press(Keys.TAB);
            return browser.run("return document.activeElement.matches(arguments[0])", css);
        });
    }

    /** The number beside an outcome in the table. */
    private String count(String outcome) {
        return browser.run("""
                return [...document.querySelectorAll('.outcomes tr')].find(row => row.cells[0].firstChild.textContent
                  === arguments[0])?.cells[1].textContent""", outcome);
    }

    private long count(String collection, Document filter) {
        return database.database().getCollection(collection).countDocuments(filter);
    }

    @Test
    @Order(1)
    void showsWhatIsInAnExportBeforeAnythingIsStored() throws IOException {
        browser.open(pipeline.page());
        browser.awaitText("#headline", "Ready for the first account");
        assertThat(browser.text("#past")).contains("Extended streaming history", "my_spotify_data.zip");
        assertThat(browser.find("#import-name").getDomProperty("value")).isEqualTo("me");
        pressTabUntil("#import-files");
        assertThat(browser.find("#drop").getCssValue("outline-style")).isEqualTo("solid");
        browser.look("import-empty");

        choose(export());

        browser.awaitText(CARD, "Nothing imported yet");
        assertThat(browser.text(CARD)).contains("my_spotify_data.zip", "606", "Not all files could be read",
                "Streaming_History_Audio_2024_2.json", "2 rows are from private sessions")
                .doesNotContain("Userdata");
        assertThat(count("New plays")).isEqualTo(String.valueOf(listener.truePlays() + 1));
        assertThat(count("Heard too briefly for a play")).isEqualTo(String.valueOf(600 - listener.truePlays()));
        for (String one : List.of("Podcast episodes", "Chapters of audiobooks", "Copies", "Without a name",
                "Not readable")) {
            assertThat(count(one)).as(one).isEqualTo("1");
        }
        assertThat(count("Together")).isEqualTo("606");
        assertThat(browser.text(CARD + " .years")).contains("2021", String.valueOf(listener.truePlays()), "2022",
                "2023");
        assertThat(pipeline.documents("plays")).isEmpty();
        browser.look("import-looked");
    }

    @Test
    @Order(2)
    void importsByKeysAloneAndShowsWhatBecameOfIt() {
        assertThat(browser.<Boolean>run("return document.activeElement.matches('#import-jobs h3')")).isTrue();
        pressTabUntil("#import-go");
        browser.press(Keys.ENTER);

        browser.awaitText(CARD, "Imported in part");
        assertThat(browser.<Boolean>run("return document.activeElement.matches('#import-jobs h3')")).isTrue();
        assertThat(browser.find("#import-said").getDomProperty("textContent"))
                .contains("%,d new plays".formatted(listener.truePlays() + 1));
        assertThat(count("plays", new Document("account_id", "me"))).isEqualTo(Long.parseLong(count("New plays")))
                .isEqualTo(listener.truePlays() + 1);
        assertThat(count("other_streams", new Document("kind", "track")))
                .isEqualTo(Long.parseLong(count("Heard too briefly for a play")));
        assertThat(pipeline.databaseAsText()).doesNotContain("An agent");
        browser.look("imported");
        browser.assertNothingBroke();
    }

    @Test
    @Order(3)
    void drawsYearsAsMonthsAndTheirNumbersAddUp() {
        browser.click("#import-charts");
        browser.awaitText("#over-time", "Plays per month");
        assertThat(browser.address()).hasQuery("period=all");
        String all = "%,d".formatted(listener.truePlays() + 1);
        await().untilAsserted(() -> assertThat(summary()).startsWith("Plays per month: " + all + " plays, most in March"
                + " 2021: "));
        assertThat(browser.text("#total-plays")).isEqualTo(all);
        browser.screenshot("months-light-1280");

        browser.open(pipeline.page() + "?from=2021-03-01&to=2022-02-28");
        browser.awaitText("#over-time", "Each bar is a week");
        await().untilAsserted(() -> assertThat(summary()).startsWith("Plays per week: " + listener.truePlays()
                + " plays, most in the week of Mar "));
        browser.screenshot("weeks-light-1280");
        browser.open(pipeline.page() + "?from=2021-03-01&to=2021-06-28");
        browser.awaitText("#over-time", "Plays per day");
        await().untilAsserted(() -> assertThat(summary()).startsWith("Plays per day: " + listener.truePlays()
                + " plays, most on "));
    }

    private String summary() {
        return browser.find("#over-time .picture").getDomAttribute("aria-label");
    }

    @Test
    @Order(4)
    void saysThatAChartIsStillBeingCounted() {
        browser.run("""
                const asked = window.fetch;
                window.fetch = async (...call) => {
                  // the list, and not how many there are of other kinds, which is asked with most=1
                  const list = /^api\\/music\\/tops\\?.*most=10(&|$)/.test(call[0]);
                  if (window.isCounted || !list) return asked(...call);
                  const error = { status: 503, message: 'Still counting: 12 of 144 months. Ask again soon.' };
                  return new Response(JSON.stringify({ error }), { status: 503, headers: { 'Retry-After': '1' } });
                };""");
        browser.click("#filters label:has([value=all])");
        browser.awaitText("#tops", "Still counting: 12 of 144 months.");
        assertThat(browser.text("#tops")).doesNotContain("Ask again", "cannot be shown");
        browser.run("window.isCounted = true;");
        browser.awaitVisible("#tops-content[aria-busy=false] .row");
        assertThat(browser.text("#tops")).doesNotContain("Still counting", "cannot be shown");
        browser.assertNothingBroke();
    }

    @Test
    @Order(5)
    void knowsAnExportAgainWhateverItsFileIsCalled() throws IOException {
        browser.click("#fold");
        browser.drop("#drop", Files.move(export(), folder.resolve(HOSTILE)));

        browser.awaitText(CARD, "files of 3 imported already, on November 22, 2026.");
        assertThat(browser.text(CARD)).contains("Looked at").doesNotContain("Nothing imported yet");
        assertThat(browser.text(CARD + " h3")).isEqualTo(HOSTILE);
        assertThat(browser.<Long>run("return document.querySelectorAll('img[src=x]').length")).isZero();
        browser.click("#import-go");
        browser.awaitText(CARD, "Rows that are here already");
        assertThat(count("Rows that are here already")).isEqualTo("603");
        browser.click("#earlier summary");
        browser.awaitText("#earlier-list", HOSTILE);
        assertThat(browser.text("#earlier-list")).contains("my_spotify_data.zip", "Imported in part", "me", "606 rows");
        browser.screenshot("import-again-light-1280");
    }

    @Test
    @Order(6)
    void takesSomebodyElsesExportOnlyAfterAWord() throws IOException {
        pipeline.signInAndSync();
        database.database().getCollection("plays").insertMany(ListenerLife.documents(pipeline.demo().accountId(),
                listener.plays()));
        browser.awaitText("#import-for", "For Demo Listener");
        browser.click("#import-other");
        choose(zipOf(MadeUpListener.of(4, World.MILD, 600)));

        browser.awaitText(CARD, "These are probably not this account's plays");
        assertThat(browser.text(CARD)).contains("Refused", "Choose another account").doesNotContain("--anyway");
        assertThat(browser.isVisible("#import-go")).isFalse();
        browser.look("import-refused");
        browser.click(CARD + " [data-slot=remedy]");
        browser.awaitText(CARD, "Nothing imported yet");

        browser.click("#import-other");
        choose(export());
        browser.awaitText(CARD, "Plays that are here already");
        assertThat(count("Plays that are here already")).isEqualTo(String.valueOf(listener.plays().size()));
        browser.click(CARD + " [data-slot=pairs] summary");
        assertThat(browser.text(CARD + " [data-slot=pairs]")).contains(listener.plays().size()
                + " at the same time, within 10 seconds", "Half of the times lie within 0");
        browser.click(".check");
        browser.awaitText(CARD, "As you asked");
        assertThat(count("Private sessions")).isEqualTo("2");
        browser.look("import-paired");
        browser.assertNothingBroke();
    }

    @Test
    @Order(7)
    void takesAYearByTheMinuteOnlyAfterAWordAndUnpackedFilesTogether() throws IOException {
        browser.click("#import-other");
        Path one = json("StreamingHistory_music_0.json", "{'endTime':'2018-01-01 10:00','artistName':'Artist',"
                + "'trackName':'Song','msPlayed':200000}");
        Path two = json("StreamingHistory_music_1.json", "{'endTime':'2018-01-02 10:00','artistName':'Artist',"
                + "'trackName':'Song','msPlayed':200000}");
        choose(one, two);
        browser.awaitText(CARD, "This is the package \"Account data\"");
        assertThat(browser.text(CARD)).contains("2 files.zip", "Refused").doesNotContain("--short");
        browser.click(CARD + " [data-slot=remedy]");
        browser.awaitText(CARD, "Nothing imported yet");
        assertThat(count("New plays")).isEqualTo("2");
        browser.click("#import-go");
        browser.awaitText(CARD + " .pill", "Imported");
        assertThat(count("plays", new Document("source", "export-short"))).isEqualTo(2);

        browser.click("#import-other");
        choose(json("Userdata.json", "{}"));
        browser.awaitText(CARD, "Userdata.json is neither a zip nor a file of an export");
        assertThat(browser.isVisible(CARD + " button")).isFalse();
        assertThat(browser.complaints()).as("of the two refusals").hasSize(2).allMatch(said -> said.contains("422"));
        browser.complaints().clear();
        browser.assertNothingBroke();
    }

    @Test
    @Order(8)
    void asksWhoseItIsWhereSeveralAreSignedInAndTakesAFolder() throws IOException {
        pipeline.sandbox.addAccount("other", "Other Listener").generatePlays(false);
        DemoSignIn.signIn(pipeline.page(), "other");
        browser.awaitVisible("#import-account");
        browser.click("#import-other");
        Path unpacked = Files.createDirectories(folder.resolve("MyData/inner"));
        Files.writeString(unpacked.resolve("Userdata.json"), "{}");
        Files.move(json("endsong_0.json", "{'ts':'2019-01-01T10:00:00Z','ms_played':200000,'spotify_track_uri':"
                + "'spotify:track:x','master_metadata_track_name':'X'}"), unpacked.resolve("endsong_0.json"));
        browser.drop("#drop", unpacked.getParent());

        browser.awaitText("#import-error", "Say first whose history it is.");
        assertThat(browser.<String>run("return document.activeElement.id")).isEqualTo("import-account");
        assertThat(pipeline.documents("imports")).noneMatch(one -> "MyData.zip".equals(one.get("name")));
        browser.look("import-whose");
        browser.find("#import-account option[value='" + pipeline.sandbox.account("other").accountId() + "']").click();
        browser.awaitText(CARD, "Nothing imported yet");
        assertThat(pipeline.documents("imports")).filteredOn(one -> "MyData.zip".equals(one.get("name")))
                .singleElement().satisfies(one -> assertThat(one).containsEntry("new", 1L)
                        .containsEntry("account_id", pipeline.sandbox.account("other").accountId()));
        assertThat(browser.text(CARD)).contains("1 file with history");
        browser.assertNothingBroke();
    }

    @Test
    @Order(9)
    void showsAnImportThatTheCommandHasBegun() throws IOException {
        browser.click("#import-other");
        pipeline.postExport(zipOf(MadeUpListener.of(5, World.MILD, 20_000)), "?account=other&anyway=true");
        // as when somebody comes back to the page: its next look may be five seconds away, the import over by then
        browser.run("document.dispatchEvent(new Event('visibilitychange'))");
        browser.awaitText("#import-running", "of 20,000 rows stored");
        browser.screenshot("import-running-light-1280");
        browser.awaitGone("#import-running");
        browser.awaitText("#earlier-list", "20,000 rows");
    }
}
