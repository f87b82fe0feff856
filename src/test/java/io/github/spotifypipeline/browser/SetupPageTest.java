package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.openqa.selenium.Keys;

/**
 * From a program that knows no app to a signed-in listener, and the settings, in a real browser and by the keyboard
 * alone: each test goes on where the one before it ended, on one pipeline.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SetupPageTest {

    private static final String ID = "0123456789abcdef0123456789abcdef";
    private static final String SECRET = "5ecre7a1b2c3d4e5f60718293a4b5c6d";

    private Browser browser;
    private TestDatabase database;
    private TestPipeline pipeline;

    @BeforeAll
    void start() throws IOException {
        browser = Browser.start();
        database = TestDatabase.embedded();
        pipeline = TestPipeline.start(database, options -> options.withClient(ID, SECRET), "SPOTIFY_CLIENT_ID", "",
                "HTTPS_PROXY", "http://me:hunter2@127.0.0.1:9", "LOG_FORMAT", "text");
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

    /** Goes on by the tab key until an element has the focus. */
    private void tabTo(String css) {
        for (int i = 0; i < 80; i++) {
            browser.press(Keys.TAB);
            if (Boolean.TRUE.equals(browser.run("return document.activeElement.matches(arguments[0])", css))) {
                return;
            }
        }
        throw new AssertionError("The tab key does not reach " + css);
    }

    @Test
    @Order(1)
    void thePastedAppCountsWithoutARestartAndSomebodyConnects() throws IOException {
        browser.open(pipeline.page());
        browser.awaitText("#headline", "One thing to set up first");
        browser.awaitVisible("#client-id");
        browser.lookClosely("setup-form");

        tabTo("#client-id");
        browser.press("not an id!");
        tabTo("#client-secret");
        browser.press(SECRET);
        assertThat(browser.find("#client-secret").getDomAttribute("type")).isEqualTo("password");
        assertThat(browser.find("#client-secret").getDomAttribute("autocomplete")).isEqualTo("off");
        browser.press(Keys.TAB);
        browser.press(Keys.SPACE);
        assertThat(browser.find("#client-secret").getDomAttribute("type")).as("shown").isEqualTo("text");
        browser.press(Keys.TAB);
        browser.press(Keys.ENTER);
        browser.awaitText(".client-form .error", "That is no client id");
        assertThat(browser.complaints()).as("of the refusal alone").hasSize(1).first().asString().contains("400");
        browser.complaints().clear();

        // the focus is where the mistake is
        browser.press(String.valueOf(Keys.BACK_SPACE).repeat("not an id!".length()));
        browser.press(" " + ID);
        browser.press(Keys.ENTER);
        browser.awaitText("#headline", "Ready for the first account");
        browser.awaitVisible("#connect");
        await().until(() -> Boolean.TRUE.equals(browser.run("return document.activeElement.id === 'connect'")));
        assertThat(browser.isVisible("#setup")).isFalse();
        assertThat(browser.<String>run("return document.documentElement.outerHTML")).doesNotContain(SECRET);
        assertThat(browser.<String>run("return document.querySelector('#client-secret').value")).isEmpty();
        assertThat(Files.readString(pipeline.dataDir().resolve("spotify-client.sealed"))).doesNotContain(SECRET);

        browser.press(Keys.ENTER);
        browser.awaitVisible(".agree");
        browser.click(".agree");
        browser.awaitText("#headline", "Everything is up to date");
    }

    @Test
    @Order(2)
    void eachSettingSaysWhatItIsAndWhereItIsFrom() {
        browser.click("nav a[href='settings.html']");
        browser.awaitText("#app-state", ID);

        assertThat(browser.text("#app-state")).contains("with its secret", "entered on this page");
        browser.awaitText("#settings", "spotify.call-deadline");
        assertThat(browser.text("#settings")).contains("http://me:••••@127.0.0.1:9",
                "the environment variable HTTPS_PROXY", "Europe/Berlin", "sync.recently-played.every")
                .doesNotContain("hunter2", SECRET);
        assertThat(browser.text("#sends-list")).contains("Your proxy", "The sign-in", "Spotify's image hosts");
        assertThat(browser.text("#refusals + p + dl")).contains("INVALID_CLIENT", "User Management", "Premium");
        browser.look("settings");
        browser.assertNothingBroke();
    }

    @Test
    @Order(3)
    void anotherAppIsSetThereAndWhoIsSignedInIsToldToSignInAgain() {
        tabTo("#app-change");
        browser.press(Keys.ENTER);
        browser.awaitVisible("#app-warning");
        assertThat(browser.text("#app-warning")).contains("sign in again");
        browser.press("another-app");
        browser.press(Keys.ENTER);
        browser.awaitText("#app-state", "another-app");
        assertThat(browser.text("#app-state")).contains("without a secret");
        browser.open(pipeline.page());
        browser.open(pipeline.page().resolve("/#accounts"));
        browser.awaitText("#cards", "another app at Spotify");
        browser.open(pipeline.page().resolve("/settings.html"));
        browser.awaitText("#app-state", "another-app");
        tabTo("#app-forget");
        browser.press(Keys.ENTER);
        browser.awaitText("#app-state", "None is set yet");
        assertThat(browser.isVisible("#client-id")).isTrue();
        browser.assertNothingBroke();
    }

    @Test
    @Order(4)
    void whatTheEnvironmentSetsIsNotAskedFor() {
        browser.open(URI.create("about:blank"));
        pipeline.restart("SPOTIFY_CLIENT_ID", "of-the-environment");
        browser.open(pipeline.page().resolve("/settings.html"));
        browser.awaitText("#app-state", "set by the environment variable SPOTIFY_CLIENT_ID");
        assertThat(browser.isVisible("#client-id")).isFalse();
        assertThat(browser.isVisible("#app-change")).isFalse();

        // Spotify's answer to nobody's sign-in, as a person reads it
        browser.open(pipeline.page().resolve("/callback?error=access_denied&state=x"));
        browser.awaitText("main", "does not belong to a sign-in");
        assertThat(browser.find("main a").getDomAttribute("href")).isEqualTo("login");
    }
}
