package io.github.spotifypipeline.bench;

import io.undertow.Undertow;
import io.undertow.io.IoCallback;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.xnio.Options;

/**
 * A stand-in for Spotify that costs next to nothing: recently played, saved tracks and the token endpoint on loopback,
 * for thousands of accounts, with faults. What it answers is made from the time and the account.
 */
final class SoakSpotify implements AutoCloseable {

    static final String PLAYS = "/me/player/recently-played";
    static final String TRACKS = "/me/tracks";
    private static final String TOKENS = "/api/token";
    static final String SCOPES = "user-read-recently-played user-library-read";

    private final Clock clock;
    private final Map<String, SoakAccount> accounts;
    private final SoakFault.Source faults;
    private final Map<String, LongAdder> outcomes = new ConcurrentHashMap<>();
    private final AtomicLong calls = new AtomicLong();
    private final AtomicReference<Throwable> trouble = new AtomicReference<>();
    private final Undertow server;
    private volatile boolean faultless;

    SoakSpotify(Clock clock, Map<String, SoakAccount> accounts, SoakFault.Source faults) {
        this.clock = clock;
        this.accounts = accounts;
        this.faults = faults;
        this.server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(2).setWorkerThreads(2)
                .setHandler(this::serve).build();
        server.start();
    }

    URI url() {
        return URI.create("http://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort());
    }

    /** How many calls there were, those for tokens among them. */
    long calls() {
        return calls.get();
    }

    /** How many calls of each bucket had each outcome. */
    SortedMap<String, Long> outcomes() {
        return new TreeMap<>(outcomes.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().sum())));
    }

    /** What the pipeline must never have done; null when it has not. */
    Throwable trouble() {
        return trouble.get();
    }

    /** Nothing goes wrong from now on. */
    void endFaults() {
        faultless = true;
        faults.end();
    }

    @Override
    public void close() {
        server.stop();
    }

    private void serve(HttpServerExchange exchange) throws IOException {
        calls.incrementAndGet();
        if (exchange.getRequestPath().equals(TOKENS)) {
            exchange.getRequestReceiver().receiveFullString((same, form) ->
                    guarded(same, ignored -> token(same, form)));
        } else {
            guarded(exchange, this::api);
        }
    }

    private void guarded(HttpServerExchange exchange, Consumer<HttpServerExchange> answer) {
        try {
            answer.accept(exchange);
        } catch (RuntimeException | AssertionError e) {
            trouble.compareAndSet(null, e);
            send(exchange, "?", "unexpected", 500, "");
        }
    }

    private void token(HttpServerExchange exchange, String form) {
        String refreshToken = form.replaceFirst(".*refresh_token=(refresh[^&]*).*", "$1");
        SoakAccount account = accounts.get(SoakAccount.ownerOf(refreshToken));
        Instant now = clock.instant();
        SoakFault fault = faultless ? null : faults.ofOneCall(account);
        // what breaks an answer off would lose the new refresh token, which nobody could mend
        if (fault == SoakFault.TRUNCATED || fault == SoakFault.UNAUTHORIZED) {
            fault = SoakFault.SERVER_ERROR;
        }
        if (fault != null) {
            fail(exchange, TOKENS, fault, account);
            return;
        }
        String next = account.refresh(refreshToken, now);
        if (next == null) {
            send(exchange, TOKENS, "400 invalid_grant", 400,
                    "{\"error\":\"invalid_grant\",\"error_description\":\"Refresh token revoked\"}");
        } else {
            send(exchange, TOKENS, "200", 200, "{\"access_token\":\"" + account.accessToken(now)
                    + "\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"refresh_token\":\"" + next + "\",\"scope\":\""
                    + SCOPES + "\"}");
        }
    }

    private void api(HttpServerExchange exchange) {
        String path = exchange.getRequestPath().substring("/v1".length());
        String token = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION).substring("Bearer ".length());
        Instant now = clock.instant();
        SoakAccount account = accounts.get(SoakAccount.ownerOf(token));
        if (!SoakAccount.isGood(token, now)) {
            send(exchange, path, "401 late", 401, error(401, "The access token expired"));
            return;
        }
        SoakFault fault = faultless ? null : faults.next(account, now);
        if (fault != null) {
            fail(exchange, path, fault, account);
        } else if (path.equals(PLAYS)) {
            send(exchange, path, "200", 200, plays(account, after(exchange), now));
        } else if (path.equals(TRACKS)) {
            send(exchange, path, "200", 200, tracks(account, now));
        } else {
            throw new AssertionError("There is no " + path);
        }
    }

    private static long after(HttpServerExchange exchange) {
        return exchange.getQueryParameters().containsKey("after")
                ? Long.parseLong(exchange.getQueryParameters().get("after").getFirst()) : 0;
    }

    private void fail(HttpServerExchange exchange, String path, SoakFault fault, SoakAccount account) {
        String words = fault.words();
        switch (fault) {
            case SERVER_ERROR -> send(exchange, path, words, 500, error(500, "Server error"));
            case BAD_GATEWAY -> send(exchange, path, words, 502, "<html>Bad gateway</html>");
            case UNAVAILABLE -> send(exchange, path, words, 503, error(503, "Service unavailable"));
            case HTML -> send(exchange, path, words, 200, "<html>Welcome</html>");
            case UNAUTHORIZED -> send(exchange, path, words, 401, error(401, "Invalid access token"));
            case QUOTA -> send(exchange, path, words, 429, error(429, "QUOTA_EXCEEDED"));
            case SHORT_LIMIT -> limit(exchange, path, words, 1 + (int) (account.nextRandom() * 30));
            case LONG_LIMIT -> limit(exchange, path, words, 600 + (int) (account.nextRandom() * 7200));
            case RESET -> hangUp(exchange, path, words);
            case TRUNCATED -> {
                count(path, words);
                byte[] half = "{\"items\":[{\"track\":{".getBytes(StandardCharsets.UTF_8);
                exchange.setResponseContentLength(half.length * 2L);
                exchange.getResponseSender().send(ByteBuffer.wrap(half), IoCallback.END_EXCHANGE);
            }
            default -> throw new IllegalStateException(words);
        }
    }

    private void limit(HttpServerExchange exchange, String path, String words, int seconds) {
        exchange.getResponseHeaders().put(Headers.RETRY_AFTER, seconds);
        send(exchange, path, words, 429, error(429, "API rate limit exceeded"));
    }

    private void hangUp(HttpServerExchange exchange, String path, String words) {
        count(path, words);
        try {
            exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
            exchange.getConnection().close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String error(int status, String message) {
        return "{\"error\":{\"status\":" + status + ",\"message\":\"" + message + "\"}}";
    }

    private void count(String path, String outcome) {
        outcomes.computeIfAbsent(path + " " + outcome, key -> new LongAdder()).increment();
    }

    private void send(HttpServerExchange exchange, String path, String outcome, int status, String body) {
        count(path, outcome);
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getResponseSender().send(body);
    }

    static String plays(SoakAccount account, long after, Instant now) {
        return account.recentlyPlayed(after, now).stream().map(at -> "{\"track\":" + track(at / 1000 % 5000)
                + ",\"played_at\":\"" + Instant.ofEpochMilli(at) + "\",\"context\":null}")
                .collect(Collectors.joining(",", "{\"items\":[", "],\"next\":null,\"cursors\":{},\"limit\":50}"));
    }

    static String tracks(SoakAccount account, Instant now) {
        return account.library(now).stream().map(number -> "{\"added_at\":\"2026-01-01T00:00:00Z\",\"track\":"
                + track(number) + "}").collect(Collectors.joining(",", "{\"items\":[", "],\"next\":null,\"offset\":0,"
                + "\"limit\":50,\"total\":" + SoakAccount.LIBRARY + "}"));
    }

    /** About as large as what Spotify sends, without its list of markets. */
    private static String track(long number) {
        String artists = "[{\"id\":\"artist" + number % 97 + "\",\"name\":\"Artist " + number % 97
                + "\",\"uri\":\"spotify:artist:artist" + number % 97 + "\",\"type\":\"artist\"}]";
        return "{\"id\":\"track" + number + "\",\"name\":\"Track " + number + "\",\"uri\":\"" + uri(number)
                + "\",\"type\":\"track\",\"duration_ms\":" + (120_000 + number)
                + ",\"explicit\":false,\"is_local\":false,"
                + "\"track_number\":1,\"disc_number\":1,\"external_ids\":{\"isrc\":\"XX" + number + "\"},\"artists\":"
                + artists + ",\"album\":{\"id\":\"album" + number % 499 + "\",\"name\":\"Album " + number % 499
                + "\",\"uri\":\"spotify:album:album" + number % 499 + "\",\"release_date\":\"2020-01-01\","
                + "\"release_date_precision\":\"day\",\"total_tracks\":12,\"type\":\"album\",\"artists\":" + artists
                + "}}";
    }

    /** The URI of a track of this number. */
    static String uri(long number) {
        return "spotify:track:track" + number;
    }
}
