package io.github.spotifypipeline.app;

import io.github.spotifypipeline.database.Database;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Settings;
import io.github.spotifypipeline.spotify.AccessTokens;
import io.github.spotifypipeline.spotify.Backoff;
import io.github.spotifypipeline.spotify.CallBudget;
import io.github.spotifypipeline.spotify.CallGuard;
import io.github.spotifypipeline.spotify.CallPace;
import io.github.spotifypipeline.spotify.ClockSkew;
import io.github.spotifypipeline.spotify.RateLimitStore;
import io.github.spotifypipeline.spotify.SpotifyApi;
import io.github.spotifypipeline.spotify.TokenForm;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Registry;

/** What a call of Spotify goes through. */
record SpotifyBeans(CallGuard guard, RateLimitStore limits, ClockSkew skew) {

    private static final Duration LONGEST_BACKOFF = Duration.ofHours(1);

    /** @param meters counts the calls */
    static SpotifyBeans bind(CamelContext camel, Settings settings, Database database, AccountBeans accounts,
                             Clock clock, MeterRegistry meters) {
        CallGuard guard = new CallGuard(camel.getExecutorServiceManager()
                .newSingleThreadScheduledExecutor(camel, "SpotifyCallDeadline"), settings.callDeadline(),
                settings.proxies());
        RateLimitStore limits = new RateLimitStore(database, clock,
                new CallBudget(settings.limit(SettingKey.LIMITS_LIST_CALLS),
                        settings.limit(SettingKey.LIMITS_OBJECT_CALLS)),
                new CallPace(settings.limit(SettingKey.LIMITS_CALLS_IN_30S), System::nanoTime));
        ClockSkew skew = new ClockSkew(clock);
        AccessTokens tokens = new AccessTokens(accounts.tokens(), accounts.unstored(), clock, System::nanoTime,
                settings.callDeadline());
        Registry registry = camel.getRegistry();
        registry.bind("spotifyCallGuard", guard);
        registry.bind("spotifyTokenForm", new TokenForm(accounts.client()::current, clock));
        registry.bind("spotifyApi", new SpotifyApi(settings.apiUrl(), tokens, limits,
                new Backoff(settings.backOff(), LONGEST_BACKOFF, Math::random), skew, meters));
        return new SpotifyBeans(guard, limits, skew);
    }
}
