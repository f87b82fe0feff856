package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Draws the README's picture of the page, of the listener that {@code --sandbox} shows, on a day that stays the same:
 * {@code mvn test -Dtest=PagePictureTest -Dpicture=draw}.
 */
@EnabledIfSystemProperty(named = "picture", matches = "draw")
class PagePictureTest {

    private static final Path PICTURES = Path.of("docs", "pictures");
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 1300;
    private static final List<String> ENDPOINTS = List.of("recently-played", "saved-tracks", "saved-albums",
            "followed-artists", "playlists", "playlist-items", "top-tracks", "top-artists", "profile");

    /** Whether no cover that can be seen is a placeholder any more. */
    private static final String ALL_COVERS = """
            return Promise.all([...document.images]
              .filter(image => image.src.includes('/covers/') && image.getBoundingClientRect().top < arguments[0])
              .map(image => fetch(image.src).then(answer => image.complete
                && answer.headers.get('content-type') === 'image/png')))
              .then(each => each.length > 5 && each.every(is => is))""";

    @TempDir
    Path folder;

    @Test
    void thePageOfAListener() throws IOException {
        try (Browser browser = Browser.start(); TestDatabase database = TestDatabase.embedded();
                TestPipeline pipeline = TestPipeline.start(database, ENDPOINTS,
                        options -> options.withListenerIn(ZoneId.of("Europe/Berlin")))) {
            pipeline.demo().generatePlays(true);
            pipeline.signIn();
            pipeline.awaitRuns(ENDPOINTS.size());
            Path zip = folder.resolve("my_spotify_data.zip");
            try (OutputStream out = Files.newOutputStream(zip)) {
                pipeline.sandbox.writeExport(pipeline.clock.instant(), 2, out);
            }
            assertThat(pipeline.importExport(zip, "").getString("status")).isEqualTo("succeeded");
            browser.setClock(pipeline.clock.instant());

            draw(browser, pipeline, "light", "page.png");
            draw(browser, pipeline, "dark", "page-dark.png");
        }
    }

    private static void draw(Browser browser, TestPipeline pipeline, String scheme, String name) {
        browser.show(WIDTH, scheme);
        await().atMost(Duration.ofMinutes(2)).pollInterval(Duration.ofSeconds(2)).until(() -> coversAreThere(browser,
                pipeline));
        // what was asked for until now may be shown as it was before
        await().atMost(Duration.ofMinutes(1)).until(() -> coversAreThere(browser, pipeline));
        browser.picture(PICTURES.resolve(name), HEIGHT);
    }

    private static boolean coversAreThere(Browser browser, TestPipeline pipeline) {
        browser.open(pipeline.page().resolve("?period=year"));
        browser.awaitGone("[aria-busy=true]");
        return browser.<Boolean>run(ALL_COVERS, HEIGHT);
    }
}
