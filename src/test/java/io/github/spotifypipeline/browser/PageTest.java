package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import io.github.spotifysandbox.Fault;
import io.github.spotifysandbox.music.MadeUpMusic;
import io.github.spotifysandbox.music.SandboxTrack;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.bson.Document;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The page in a real browser, from the first look at it to the disconnecting: each test goes on where the one before it
 * ended, on one pipeline. Screenshots of what they saw are in target/screenshots.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PageTest {

    private static final String TOKEN = "a-token-of-the-admin";
    private static final String HOSTILE = "<script>alert(1)</script><img src=x onerror=\"alert(2)\">";
    private static final String LEFTWARDS = "\u0644\u064a\u0644 \u0627\u0644\u0645\u062f\u064a\u0646\u0629";
    private static final String LONG = "The Long and Unreasonably Detailed Title of a Song That Somebody Wrote on a"
            + " Night Train Between Two Small Cities, Part One (Remastered, Live, Extended, Deluxe Anniversary"
            + " Edition) Pneumonoultramicroscopicsilicovolcanoconiosis";

    private Browser browser;
    private TestDatabase database;
    private TestPipeline pipeline;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks", "saved-albums", "playlists"),
                options -> options.withLibrary(230, 20), "SPOTIFY_CLIENT_ID", "", "ADMIN_TOKEN", TOKEN);
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

    private String account() {
        return pipeline.demo().accountId();
    }

    private LocalDate today() {
        return LocalDate.ofInstant(pipeline.clock.instant(), ListeningHistory.ZONE);
    }

    /** All that is asked for is there. */
    private void awaitMusic() {
        browser.awaitVisible("#tops-content[aria-busy=false]");
        await().until(() -> browser.<Long>run("return document.querySelectorAll('[aria-busy=true]').length") == 0);
    }

    /** Accounts, syncs and imports come before the music, in the document as on the screen. */
    private void assertNeededPartsComeFirst() {
        assertThat(browser.isVisible("#operator")).isTrue();
        assertThat(browser.<Boolean>run("""
                const [parts, music] = ['operator', 'music'].map(id => document.getElementById(id));
                return (parts.compareDocumentPosition(music) & Node.DOCUMENT_POSITION_FOLLOWING) > 0
                  && parts.getBoundingClientRect().bottom <= music.getBoundingClientRect().top""")).isTrue();
    }

    @Test
    @Order(1)
    void asksWhoIsThereWhereOthersCanReachIt() {
        browser.open(pipeline.page());
        browser.awaitVisible("#unlock");
        assertThat(browser.address()).hasPath("/unlock.html");
        browser.look("unlock");

        browser.find("#token").sendKeys("not the token");
        browser.click("#open");
        browser.awaitText("#answer", "That is not the admin token.");
        browser.find("#token").clear();
        browser.find("#token").sendKeys(TOKEN);
        browser.click("#open");

        browser.awaitVisible("#headline");
        await().until(() -> browser.address().getPath().equals("/"));
        assertThat(browser.complaints()).as("of the wrong token alone").hasSize(1).first().asString().contains("401");
        browser.complaints().clear();
    }

    @Test
    @Order(2)
    void saysHowToGetAClientIdWhereThereIsNone() {
        browser.awaitText("#headline", "One thing to set up first");

        assertThat(browser.text("#setup"))
                .contains("Premium", "Web API", "User Management", "SPOTIFY_CLIENT_ID", "localhost", "Client secret");
        assertThat(browser.text("#redirect-uri")).isEqualTo(pipeline.page() + "callback");
        assertThat(browser.isVisible("#connect")).isFalse();
        assertNeededPartsComeFirst();
        browser.click("#copy");
        browser.awaitVisible("#toast");
        browser.click("#toast-close");
        awaitMusic();
        browser.look("setup");
    }

    @Test
    @Order(3)
    void saysWhatWillAppearBeforeAnybodyIsConnected() {
        browser.open(URI.create("about:blank"));
        pipeline.restart("SPOTIFY_CLIENT_ID", "sandbox-client", "ADMIN_TOKEN", "");
        browser.open(pipeline.page());
        browser.awaitText("#headline", "Ready for the first account");

        assertThat(browser.isVisible("#setup")).isFalse();
        assertThat(browser.isVisible("#trouble")).isFalse();
        assertThat(browser.text("#syncs-empty")).contains("recently-played", "saved-tracks");
        assertNeededPartsComeFirst();
        assertThat(browser.text("#state-link")).isEqualTo("Connect Spotify");
        awaitMusic();
        assertThat(browser.text("#tops-empty")).contains("what you play most",
                "seconds after the first account is connected");
        assertThat(browser.isVisible(".chart, #filters, #tops-choices")).isFalse();
        browser.look("empty");
    }

    @Test
    @Order(4)
    void signsInByClickingAndShowsHowFarTheFirstSyncIs() {
        pipeline.demo().savedTracks().add(MadeUpMusic.track(LONG, "Nobody"), pipeline.clock.instant());
        pipeline.sandbox.fault(Fault.on("/v1/me/tracks").delay(Duration.ofMillis(2500)).times(4));
        ListeningHistory.insertPlays(database.database(), account(), pipeline.sandbox.tracks(), today());
        browser.click("#connect");
        browser.awaitVisible(".agree");
        assertThat(browser.address()).hasPort(pipeline.sandbox.accountsUrl().getPort());
        browser.click(".agree");

        browser.awaitVisible("#fold[aria-expanded=false]");
        browser.click("#fold");
        browser.awaitText("#cards .name", "Demo Listener");
        assertThat(browser.text("#cards")).contains("Signed in", "in 180 days");
        String row = "#table [data-key=saved-tracks]";
        browser.awaitVisible(row + " progress");
        browser.awaitText(row, "Syncing");
        browser.awaitText(row, "of 231 records");
        browser.screenshot("syncing-light-1280");
        browser.awaitText(row + " .state", "OK");
        browser.awaitText(row, "231");
        browser.awaitGone("#table progress");
        browser.awaitText("#headline", "Everything is up to date");
        browser.awaitVisible("#tops-list .row");
        awaitMusic();
        browser.screenshot("history-light-1280");
    }

    @Test
    @Order(5)
    void syncNowBringsNewPlaysAndDrawsTheTopsAnew() {
        Instant now = pipeline.clock.instant();
        List<String> names = List.of(HOSTILE, LEFTWARDS, LONG);
        IntStream.range(0, 24).forEach(i -> pipeline.demo().addPlay(SandboxTrack.of(names.get(i % 3), "Tag & Bracket",
                "\u05e9\u05d9\u05e8"), now.minusSeconds(100 + 200L * i), null));

        browser.click("#table [data-key=recently-played] button");

        browser.awaitText("#toast", "recently-played: the sync has started");
        await().until(() -> browser.<Boolean>run("return document.querySelector('#tops-list').textContent"
                + ".includes(arguments[0])", LONG));
    }

    @Test
    @Order(9)
    void keepsTheListOfSyncsShortOnAPhoneAndTheFiltersInTheirPlace() {
        browser.show(360, "light");
        browser.click("#syncs-show");
        browser.awaitGone("#table");
        assertThat(browser.text("#syncs-line")).contains("4 endpoints, all OK", "Show");
        browser.click("#syncs-show");
        browser.awaitVisible("#table");
        browser.reload();
        browser.click("#fold");
        browser.awaitVisible("#table");
        browser.click("#syncs-show");
        browser.awaitGone("#table");
        for (int width : List.of(860, 1000, 1280)) {
            browser.show(width, "light");
            assertThat(browser.find("#table tbody tr").getCssValue("display")).as("at " + width).isEqualTo("table-row");
            assertThat(browser.overflow()).as("at " + width).isLessThanOrEqualTo(0);
            assertThat(browser.isVisible("#syncs-line")).isFalse();
            browser.screenshot("syncs-light-" + width);
        }

        awaitMusic();
        Object before = placeOfPeriods();
        browser.click("#filters label:has([value=custom])");
        browser.awaitVisible("#custom");
        assertThat(placeOfPeriods()).isEqualTo(before);
        browser.click("#filters label:has([value='4w'])");
    }

    private List<String> texts(String css) {
        return browser.run("return [...document.querySelectorAll(arguments[0])].map(node => node.textContent)", css);
    }

    private Object placeOfPeriods() {
        return browser.run("""
                const [title, periods] = ['#music-title', '.periods'].map(css => document.querySelector(css)
                  .getBoundingClientRect());
                return `${Math.round(periods.right - title.left)} ${Math.round(periods.top - title.top)}`""");
    }

    @Test
    @Order(11)
    void showsWhatIsWrongUntilItIsMended() throws IOException {
        Instant at = pipeline.clock.instant();
        JsonNode bad = new ObjectMapper().readTree("{\"played_at\":\"" + at.minusSeconds(30)
                + "\",\"track\":{\"uri\":\"spotify:track:x\",\"name\":\"Mended\",\"artists\":3}}");
        pipeline.demo().rawPlay(bad, at.minusSeconds(30));
        JsonNode worse = new ObjectMapper().readTree("{\"played_at\":\"" + at.minusSeconds(60)
                + "\",\"track\":{\"uri\":\"spotify:track:y\",\"name\":\"Unwanted\",\"artists\":3}}");
        pipeline.demo().rawPlay(worse, at.minusSeconds(60));
        pipeline.sync("recently-played");
        pipeline.demo().clearPlays();
        database.database().getCollection("gaps").insertOne(new Document("_id", "gap").append("account_id", account())
                .append("endpoint", "recently-played").append("from", Date.from(at.minusSeconds(20_000)))
                .append("to", Date.from(at.minusSeconds(10_000))).append("noticed_at", Date.from(at))
                .append("closed_at", null));
        pipeline.addEndpoint("mine", """
                - route:
                    id: mine
                    from:
                      uri: kamelet:spotify-source
                """);

        browser.awaitText("#headline", "endpoint file cannot be used");
        browser.awaitText("#trouble", "endpoints/mine.camel.yaml");
        browser.awaitText("#trouble", "Plays between 07:26 AM and 10:13 AM on Nov 22, 2026 may be missing");
        browser.awaitText("#trouble", "2 items could not be stored");
        browser.awaitText("#table [data-key=recently-played]", "OK, 2 items not stored");
        assertThat(texts("#trouble-list > li h3")).hasSize(3);
        browser.reload();
        browser.awaitVisible("#trouble");
        assertNeededPartsComeFirst();
        browser.look("trouble");
        browser.show(360, "dark");
        assertThat(browser.isVisible("#table")).as("what needs a look opens by itself").isTrue();
        browser.show(1280, "light");

        database.database().getCollection("dead_letters")
                .updateOne(new Document("raw.track.name", "Mended"), new Document("$set",
                new Document("raw.track.artists", List.of(new Document("name", "Nobody")))));
        pipeline.removeEndpoint("mine");
        browser.awaitText("#headline", "Two items could not be stored");
        browser.click("#state-again");
        browser.awaitText("#toast", "recently-played: 1 item healed; 1 item still fails");
        awaitMusic();
        browser.awaitText("#newest-plays", "Mended");
        browser.click("[data-discard=recently-played]");
        browser.awaitText("#discard", "Throw away what of recently-played could not be stored?");
        browser.look("discard");
        browser.click("#discard-cancel");
        browser.awaitText("#trouble", "1 item could not be stored");
        browser.click("[data-discard=recently-played]");
        browser.click("#discard-go");
        browser.awaitText("#toast", "recently-played: 1 item thrown away");
        assertThat(database.database().getCollection("dead_letters").find()).isEmpty();
        // what is lost stays lost, and is no news for ever
        database.database().getCollection("gaps").updateMany(new Document(), new Document("$set",
                new Document("noticed_at", Date.from(at.minus(Duration.ofDays(31))))));
        browser.reload();
        browser.awaitText("#headline", "Everything is up to date");
        assertThat(browser.isVisible("#operator")).isFalse();
        browser.click("#fold");
        assertThat(browser.isVisible("#trouble")).isFalse();
    }

    @Test
    @Order(12)
    void saysWhoHasToSignInAgainAndWhatIsMissing() {
        pipeline.demo().revoke();
        pipeline.demo().expireAccessTokens();
        pipeline.sync("recently-played");
        browser.awaitText("#headline", "One account needs you");
        assertThat(browser.text("#state-link")).isEqualTo("Sign in again");
        browser.awaitText("#cards", "Needs you to sign in");
        browser.awaitText("#trouble", "Demo Listener");
        browser.look("parked");

        pipeline.demo().grantedScopes(Set.of("user-read-recently-played", "playlist-read-private",
                "playlist-read-collaborative", "user-read-private"));
        browser.click("#cards [data-slot=again]");
        browser.click(".agree");
        browser.awaitText("#cards", "Access incomplete");
        browser.awaitText("#cards .scopes", "user-library-read");
        browser.awaitText("#table [data-key=saved-tracks]", "Waits for access");
        browser.screenshot("scopes-missing-light-1280");
    }

    @Test
    @Order(13)
    void saysThatTheDatabaseIsAwayAndNotThatThePipelineIs() {
        browser.run("""
                window.realFetch = window.fetch;
                const answer = { error: { status: 503, message: 'MongoDB does not answer: try again when it does.' } };
                window.fetch = async () => new Response(JSON.stringify(answer), { status: 503 });""");
        browser.awaitText("#headline", "MongoDB does not answer");
        assertThat(browser.text("#subline")).startsWith("Below is what it said");
        browser.run("window.fetch = async () => { throw new TypeError('away'); }");
        browser.click("#retry");
        browser.awaitText("#headline", "The pipeline does not answer");
        browser.run("window.fetch = window.realFetch");
        browser.click("#retry");
        browser.awaitGone("#retry");
    }

    @Test
    @Order(14)
    void saysThatDataIsKeptWhereNobodyIsSignedInAndGoesOnWithIt() {
        browser.click("#cards [data-slot=disconnect]");
        browser.click("#disconnect-go");
        browser.awaitText("#headline", "Nobody is signed in");
        String kept = "%,d plays are kept".formatted(pipeline.plays().size());
        browser.awaitText("#subline", kept);
        assertThat(browser.text("#accounts-empty")).contains("is kept");
        browser.awaitVisible("#tops-list .row");
        browser.click("#toast-close");
        browser.look("kept");
        browser.reload();
        browser.awaitText("#headline", "Nobody is signed in");
        assertThat(browser.isVisible("#operator")).as("who has music needs nothing").isFalse();
        browser.assertNothingBroke();

        browser.open(pipeline.page() + "callback?state=unknown&code=none");
        browser.click("main a[href=login]");
        browser.click(".agree");
        browser.awaitText("#cards .name", "Demo Listener");
        assertThat(browser.complaints()).as("of the callback alone").hasSize(1).first().asString().contains("400");
        browser.complaints().clear();
    }

    @Test
    @Order(15)
    void disconnectsAndDeletesOnceThePersonHasConfirmed() {
        browser.click("#cards [data-slot=disconnect]");
        browser.awaitVisible("#disconnect");
        browser.click("#disconnect-cancel");
        assertThat(pipeline.account()).isNotNull();

        browser.click("#cards [data-slot=disconnect]");
        browser.click("#disconnect [value=delete]");
        assertThat(browser.text("#disconnect-go")).isEqualTo("Disconnect and delete");
        browser.look("disconnect");
        browser.click("#disconnect-go");
        browser.awaitText("#toast", "Disconnected, and the data is deleted");
        browser.awaitText("#headline", "Ready for the first account");
        browser.awaitText("#tops-empty", "seconds after the first account is connected");
        assertThat(pipeline.databaseAsText()).doesNotContain(account());
        browser.assertNothingBroke();
    }
}
