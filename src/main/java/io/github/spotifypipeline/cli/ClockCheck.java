package io.github.spotifypipeline.cli;

import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Compares this machine's clock with Spotify's. TLS, the end of tokens and when a sync is due depend on it. */
final class ClockCheck {

    /** The header has whole seconds, and an answer takes some time. */
    private static final Duration TOLERANCE = Duration.ofSeconds(5);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private ClockCheck() {
    }

    /** @param service a service of Spotify's, whatever it answers @param proxies the proxy to ask it through */
    static void check(URI service, ProxySelector proxies, Clock clock, CheckFindings findings)
            throws InterruptedException {
        Instant before = clock.instant();
        Instant theirs = date(service, proxies);
        Instant after = clock.instant();
        if (theirs == null) {
            findings.good("clock: not compared, because " + service + " did not say what time it is");
            return;
        }
        // Spotify's time was read between the two
        Duration ahead = Duration.between(theirs.plusSeconds(1), before);
        Duration behind = Duration.between(after, theirs);
        if (ahead.compareTo(TOLERANCE) > 0) {
            findings.problem(wrong(ahead, "ahead of"));
        } else if (behind.compareTo(TOLERANCE) > 0) {
            findings.problem(wrong(behind, "behind"));
        } else {
            findings.good("clock: as Spotify's");
        }
    }

    private static String wrong(Duration distance, String where) {
        return "clock: this machine's is " + distance.toSeconds() + " seconds " + where
                + " Spotify's: let it be set by NTP (timedatectl set-ntp true).";
    }

    /** @return null when there is no answer, or none with a date */
    private static Instant date(URI service, ProxySelector proxies) throws InterruptedException {
        try {
            // a request's own timeout does not cover the lookup of the name
            HttpResponse<Void> answer = HttpClient.newBuilder().proxy(proxies).build()
                    .sendAsync(HttpRequest.newBuilder(service)
                    .method("HEAD", HttpRequest.BodyPublishers.noBody()).timeout(PATIENCE).build(),
                    HttpResponse.BodyHandlers.discarding()).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            return answer.headers().firstValue("Date")
                    .map(date -> Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date))).orElse(null);
        } catch (ExecutionException | TimeoutException | DateTimeException e) {
            return null;
        }
    }
}
