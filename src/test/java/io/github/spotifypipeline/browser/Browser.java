package io.github.spotifypipeline.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.deque.html.axecore.args.AxeRunOptions;
import com.deque.html.axecore.results.Rule;
import com.deque.html.axecore.selenium.AxeBuilder;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Assumptions;
import org.openqa.selenium.By;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;
import org.openqa.selenium.interactions.Actions;
import org.openqa.selenium.logging.LogEntry;
import org.openqa.selenium.logging.LogType;
import org.openqa.selenium.logging.LoggingPreferences;
import org.slf4j.LoggerFactory;

/**
 * A headless Chromium with a profile of its own, that ends with {@link #close()}. It keeps what went wrong in it: see
 * {@link #complaints()} and {@link #addressesAskedFor()}. Its clock can be set, its time zone is Berlin's.
 */
final class Browser implements AutoCloseable {

    /** Where the screenshots are kept. */
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");
    private static final String REQUIRED_VARIABLE = "BROWSER_TESTS";
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);
    private static final int HEIGHT = 900;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path profile;
    private final ChromeDriver driver;
    private final List<String> complaints = new ArrayList<>();
    private final List<URI> addresses = new ArrayList<>();
    private int width;

    private Browser(Path chromium, Path chromedriver) throws IOException {
        profile = Files.createTempDirectory("spotify-pipeline-browser");
        LoggingPreferences logs = new LoggingPreferences();
        logs.enable(LogType.BROWSER, Level.ALL);
        logs.enable(LogType.PERFORMANCE, Level.ALL);
        ChromeOptions options = new ChromeOptions().setBinary(chromium.toFile())
                .addArguments("--headless", "--no-sandbox",
                "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
                "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--hide-scrollbars",
                // neither Debian's start page nor anything else
                "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--lang=en", "--user-data-dir=" + profile);
        options.setCapability("goog:loggingPrefs", logs);
        driver = new ChromeDriver(new ChromeDriverService.Builder().usingDriverExecutable(chromedriver.toFile())
                .usingAnyFreePort().withSilent(true).build(), options);
        driver.executeCdpCommand("Emulation.setTimezoneOverride", Map.of("timezoneId", "Europe/Berlin"));
        show(1280, "light");
        driver.get("about:blank");
        // what the browser does on its own when it starts
        driver.manage().logs().get(LogType.PERFORMANCE);
        driver.manage().logs().get(LogType.BROWSER);
    }

    /**
     * Starts one. Where chromium or chromedriver is not on the PATH, the calling tests are skipped, unless the
     * environment says {@code BROWSER_TESTS=required}, as {@code .ci/run} does: then they fail.
     */
    static Browser start() throws IOException {
        Optional<Path> chromium = onPath("chromium");
        Optional<Path> chromedriver = onPath("chromedriver");
        boolean found = chromium.isPresent() && chromedriver.isPresent();
        String sentence = "The page is not tested: chromium and chromedriver (Debian: chromium, chromium-driver) are"
                + " not both on the PATH.";
        if ("required".equals(System.getenv(REQUIRED_VARIABLE))) {
            assertThat(found).as(sentence).isTrue();
        }
        if (!found) {
            // surefire counts what is skipped, but does not say why
            LoggerFactory.getLogger(Browser.class).warn(sentence);
        }
        Assumptions.assumeTrue(found, sentence);
        return new Browser(chromium.orElseThrow(), chromedriver.orElseThrow());
    }

    private static Optional<Path> onPath(String program) {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
                .map(folder -> Path.of(folder, program)).filter(Files::isExecutable).findFirst();
    }

    /** From the next page on, it is this time, and goes on from there. */
    void setClock(Instant now) {
        driver.executeCdpCommand("Page.addScriptToEvaluateOnNewDocument", Map.of("source", """
                {
                  const ahead = %d - Date.now();
                  const RealDate = Date;
                  globalThis.Date = class Date extends RealDate {
                    constructor(...parts) {
                      if (parts.length) super(...parts);
                      else super(RealDate.now() + ahead);
                    }
                    static now() { return RealDate.now() + ahead; }
                  };
                }
                """.formatted(now.toEpochMilli())));
    }

    /** @param scheme light or dark */
    void show(int newWidth, String scheme) {
        width = newWidth;
        driver.executeCdpCommand("Emulation.setDeviceMetricsOverride",
                Map.of("width", newWidth, "height", HEIGHT, "deviceScaleFactor", 1, "mobile", false));
        driver.executeCdpCommand("Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme),
                        // a colour that is on its way to another has the contrast of neither
                        Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    }

    void open(URI address) {
        driver.get(address.toString());
    }

    /** Without asking the server for the page again, when only the part after # is another. */
    void open(String address) {
        driver.get(address);
    }

    URI address() {
        return URI.create(driver.getCurrentUrl());
    }

    void reload() {
        driver.navigate().refresh();
    }

    WebElement find(String css) {
        return driver.findElement(By.cssSelector(css));
    }

    /** Clicks where a person would, in the middle of the window: fails when something lies over it. */
    void click(String css) {
        awaitVisible(css);
        run("arguments[0].scrollIntoView({block: 'center'})", find(css));
        find(css).click();
    }

    /** Drags a file or folder from elsewhere onto an element, and lets it go. */
    void drop(String css, Path file) {
        awaitVisible(css);
        Map<String, Object> place = run("""
                arguments[0].scrollIntoView({block: 'center'});
                const { x, y, width, height } = arguments[0].getBoundingClientRect();
                return { x: x + width / 2, y: y + height / 2 }""", find(css));
        for (String type : List.of("dragEnter", "dragOver", "drop")) {
            driver.executeCdpCommand("Input.dispatchDragEvent", Map.of("type", type, "x", place.get("x"),
                    "y", place.get("y"), "data", Map.of("items", List.of(), "files", List.of(file.toString()),
                            "dragOperationsMask", 1)));
        }
    }

    /** Presses a key, wherever the focus is. */
    void press(CharSequence key) {
        new Actions(driver).sendKeys(key).perform();
    }

    /** Each look is a call of the browser, which the page waits for. */
    private static ConditionFactory patiently(String what) {
        return await().alias(what).atMost(PATIENCE).pollInterval(BETWEEN_LOOKS).ignoreExceptions();
    }

    boolean isVisible(String css) {
        return driver.findElements(By.cssSelector(css)).stream().anyMatch(WebElement::isDisplayed);
    }

    void awaitVisible(String css) {
        patiently(css).until(() -> isVisible(css));
    }

    void awaitGone(String css) {
        patiently(css).until(() -> !isVisible(css));
    }

    /** Waits until the text that is to be seen in an element has a part. */
    void awaitText(String css, String part) {
        patiently(css + " with " + part).until(() -> find(css).getText().contains(part));
    }

    String text(String css) {
        return find(css).getText();
    }

    /** Runs JavaScript in the page. */
    @SuppressWarnings("unchecked")
    <T> T run(String script, Object... arguments) {
        return (T) driver.executeScript(script, arguments);
    }

    /** The whole page as it is, under target/screenshots. @param name says what it shows */
    void screenshot(String name) {
        long height = run("return document.documentElement.scrollHeight");
        picture(SCREENSHOTS.resolve(name + ".png"), height);
    }

    /** The top of the page as it is. @param height how much of it, in pixels */
    void picture(Path file, long height) {
        Map<String, Object> part = Map.of("x", 0, "y", 0, "width", width, "height", height, "scale", 1);
        Map<String, Object> picture = driver.executeCdpCommand("Page.captureScreenshot",
                Map.of("captureBeyondViewport", true, "clip", part));
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode((String) picture.get("data")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By how many pixels the page is wider than the window. */
    long overflow() {
        return run("return document.documentElement.scrollWidth - document.documentElement.clientWidth");
    }

    /** What an accessibility checker has against the page as it is: a rule and where it is broken. */
    List<String> accessibilityViolations() {
        AxeRunOptions options = new AxeRunOptions();
        // of what is in order, not each node is told
        options.setResultTypes(List.of("violations"));
        return new AxeBuilder().setLegacyMode(true).withOptions(options).analyze(driver).getViolations().stream()
                .map(Browser::inWords).toList();
    }

    private static String inWords(Rule rule) {
        return rule.getId() + ": " + rule.getNodes().stream()
                .map(node -> node.getTarget() + " " + node.getFailureSummary())
                .toList();
    }

    /** All that the console was told of errors and of breaches of the page's policy so far. */
    List<String> complaints() {
        for (LogEntry entry : driver.manage().logs().get(LogType.BROWSER)) {
            if (entry.getLevel().intValue() >= Level.SEVERE.intValue()) {
                complaints.add(entry.getMessage());
            }
        }
        return complaints;
    }

    /** All addresses that were asked for so far, by whatever part of a page, without those of the browser's own. */
    List<URI> addressesAskedFor() {
        for (LogEntry entry : driver.manage().logs().get(LogType.PERFORMANCE)) {
            try {
                JsonNode parameters = JSON.readTree(entry.getMessage()).at("/message/params");
                // of requests and of web sockets
                String address = parameters.at("/request/url").asText(parameters.path("url").asText());
                if (address.matches("(https?|wss?):.*")) {
                    addresses.add(URI.create(address));
                }
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
            }
        }
        return addresses;
    }

    /** The page fits and is accessible, wide and light, and narrow and dark; pictures of it are kept. */
    void look(String name) {
        look(name, 360, "dark");
        look(name, 1280, "light");
    }

    /** The same the other way round, too. */
    void lookClosely(String name) {
        look(name, 360, "light");
        look(name, 1280, "dark");
        look(name);
    }

    private void look(String name, int newWidth, String scheme) {
        show(newWidth, scheme);
        String shown = name + "-" + scheme + "-" + newWidth;
        // a chart that is being drawn takes its new width a moment later
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(overflow()).as(shown).isLessThanOrEqualTo(0));
        assertThat(accessibilityViolations()).as(shown).isEmpty();
        screenshot(shown);
    }

    /** Nothing was complained of, and nobody but this machine was asked. */
    void assertNothingBroke() {
        assertThat(complaints()).isEmpty();
        assertThat(addressesAskedFor()).isNotEmpty().allSatisfy(address ->
                assertThat(address.getHost()).as(address.toString()).isEqualTo("127.0.0.1"));
    }

    @Override
    public void close() {
        driver.quit();
        // its last processes may still be writing
        await().atMost(PATIENCE).ignoreExceptions().until(this::deleteProfile);
    }

    private boolean deleteProfile() throws IOException {
        try (Stream<Path> files = Files.walk(profile)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
        return true;
    }
}
