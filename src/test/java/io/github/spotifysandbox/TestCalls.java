package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.oauth.IssuedTokens;
import io.github.spotifysandbox.server.Interceptor;
import io.github.spotifysandbox.server.LoopbackServer;
import io.github.spotifysandbox.server.SandboxAnswer;
import io.github.spotifysandbox.server.SandboxEndpoint;
import io.github.spotifysandbox.server.SandboxRequest;
import io.undertow.server.HttpServerExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.xnio.Options;

/** Records each call and answers it as the faults, the accounts' handles and the shape ask for. */
final class TestCalls implements Interceptor, AutoCloseable {

    final RequestLog log = new RequestLog();
    final FaultQueue faults = new FaultQueue();

    /** What was put into lists to be sent exactly as it is. */
    final Set<JsonNode> raw = ConcurrentHashMap.newKeySet();
    final IssuedTokens tokens;
    private final Clock clock;
    private final Function<String, TestAccount> accounts;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile Shape shape = Shape.NEWER;

    TestCalls(Clock clock, IssuedTokens tokens, Function<String, TestAccount> accounts) {
        this.clock = clock;
        this.tokens = tokens;
        this.accounts = accounts;
    }

    void shape(Shape newShape) {
        shape = Objects.requireNonNull(newShape, "shape");
    }

    /** Ends what waits. */
    @Override
    public void close() {
        closing.countDown();
    }

    @Override
    public void handle(HttpServerExchange exchange, SandboxRequest request, SandboxEndpoint endpoints)
            throws Exception {
        log.add(RecordedRequest.of(request, clock.instant()));
        String account = tokens.account(request);
        FaultQueue.Verdict verdict = faults.judge(request.path(), account);
        if (cutShort(verdict.delay())) {
            exchange.getConnection().close();
            return;
        }
        verdict.actions().forEach(Runnable::run);
        Optional<Fault> fault = verdict.replacement();
        if (fault.isPresent()) {
            send(exchange, fault.get());
        } else {
            LoopbackServer.send(exchange, answer(request, account, endpoints));
        }
    }

    private SandboxAnswer answer(SandboxRequest request, String accountId, SandboxEndpoint endpoints) {
        Optional<SandboxAnswer> refused = tokens.refuse(request);
        if (refused.isPresent()) {
            return refused.get();
        }
        Optional<TestAccount> account = Optional.ofNullable(accountId).map(accounts);
        SandboxRequest asked = account.map(handle -> handle.before(request)).orElse(request);
        SandboxAnswer answer = endpoints.answer(asked);
        tokens.learn(accountId, answer);
        SandboxAnswer changed = account.map(handle -> handle.after(request, answer)).orElse(answer);
        return shape == Shape.NEWER || changed.status() != 200 || !request.path().startsWith("/v1/")
                ? changed : SandboxAnswer.json(200, shape.of(request.path(), IssuedTokens.json(changed), raw));
    }

    private boolean cutShort(Duration delay) throws InterruptedException {
        return !delay.isZero() && closing.await(delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void send(HttpServerExchange exchange, Fault fault) throws IOException, InterruptedException {
        SandboxAnswer answer = fault.toAnswer();
        switch (fault.ending()) {
            case COMPLETE -> LoopbackServer.send(exchange, fault.isGzipped() ? zipped(answer) : answer);
            case TRUNCATED -> sendHalf(exchange, answer);
            case RESET -> {
                exchange.getConnection().setOption(Options.CLOSE_ABORT, true);
                exchange.getConnection().close();
            }
            case DRIPPING, ENDLESS -> {
                LoopbackServer.begin(exchange, answer);
                new EndlessBody(fault, closing).sendTo(exchange.getOutputStream());
                exchange.getConnection().close();
            }
        }
    }

    private static void sendHalf(HttpServerExchange exchange, SandboxAnswer answer) throws IOException {
        LoopbackServer.begin(exchange, answer);
        exchange.setResponseContentLength(answer.body().length);
        exchange.getOutputStream().write(answer.body(), 0, answer.body().length / 2);
        exchange.getOutputStream().flush();
        exchange.getConnection().close();
    }

    private static SandboxAnswer zipped(SandboxAnswer answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write(answer.body());
        }
        return new SandboxAnswer(answer.status(), answer.headers(), bytes.toByteArray());
    }
}
