package io.github.spotifypipeline.bench;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.SameThreadExecutor;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stand-in for Spotify that costs next to nothing, for several processes: each has an address of its own, so that
 * each call says who has made it. It answers recently played and saved tracks, each after the same time.
 */
final class ClusterSpotify implements AutoCloseable {

    private final Map<String, SoakAccount> accounts;
    private final long latencyMillis;
    private final List<Call> calls = new ArrayList<>();
    private final Undertow server;

    /**
     * A call to the Web API.
     *
     * @param process the number of the process that has made it
     * @param what    account and path
     */
    record Call(int process, String what, Instant at) {
    }

    /** @param latency from a call to its answer */
    ClusterSpotify(Map<String, SoakAccount> accounts, Duration latency) {
        this.accounts = accounts;
        this.latencyMillis = latency.toMillis();
        this.server = Undertow.builder().addHttpListener(0, "127.0.0.1").setIoThreads(2).setWorkerThreads(1)
                .setHandler(this::serve).build();
        server.start();
    }

    /** The address of the accounts service for a process; that of the Web API is {@code /v1} below it. */
    URI url(int process) {
        return URI.create("http://127.0.0.1:"
                + ((InetSocketAddress) server.getListenerInfo().get(0).getAddress()).getPort() + "/" + process);
    }

    /** The calls since the last time that it was asked for, in the order in which they came. */
    List<Call> takeCalls() {
        synchronized (calls) {
            List<Call> taken = List.copyOf(calls);
            calls.clear();
            return taken;
        }
    }

    private void serve(HttpServerExchange exchange) {
        exchange.dispatch(SameThreadExecutor.INSTANCE, () -> exchange.getIoThread().executeAfter(
                () -> answer(exchange), latencyMillis, TimeUnit.MILLISECONDS));
    }

    private void answer(HttpServerExchange exchange) {
        String[] path = exchange.getRequestPath().split("/", 4);
        String authorization = exchange.getRequestHeaders().getFirst(Headers.AUTHORIZATION);
        if (path.length < 4 || !path[2].equals("v1") || authorization == null) {
            send(exchange, 404, "{}");
            return;
        }
        Instant now = Instant.now();
        SoakAccount account = accounts.get(SoakAccount.ownerOf(authorization));
        String called = "/" + path[3];
        synchronized (calls) {
            calls.add(new Call(Integer.parseInt(path[1]), account.id() + " " + called, now));
        }
        send(exchange, 200, called.equals(SoakSpotify.PLAYS) ? SoakSpotify.plays(account, 0, now)
                : SoakSpotify.tracks(account, now));
    }

    private static void send(HttpServerExchange exchange, int status, String body) {
        exchange.setStatusCode(status);
        exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json; charset=utf-8");
        exchange.getResponseSender().send(body);
    }

    @Override
    public void close() {
        server.stop();
    }
}
