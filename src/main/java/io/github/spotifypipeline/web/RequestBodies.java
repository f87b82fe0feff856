package io.github.spotifypipeline.web;

import io.github.spotifypipeline.http.Answer;
import io.github.spotifypipeline.imports.files.ReadLimits;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.Receiver;
import io.undertow.server.Connectors;
import io.undertow.server.HttpHandler;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.server.handlers.HttpContinueReadHandler;
import io.undertow.util.Headers;
import io.undertow.util.Methods;
import java.util.concurrent.TimeUnit;
import org.xnio.IoUtils;
import org.xnio.Options;
import org.xnio.XnioExecutor;

/**
 * Reads a request's body before a route gets the request, so that no thread waits for it: for five seconds at most, and
 * at most {@link #MOST_BYTES}. Of the pipeline's own routes only that of imports needs a body, which is streamed to it.
 */
final class RequestBodies implements HttpHandler {

    static final int MOST_BYTES = 8 * 1024;
    private static final int PATIENCE_SECONDS = 5;
    /** Seconds that a client has to read the last answer on a connection, before it is closed. */
    private static final int LINGER_SECONDS = 2;

    /** An export is as large as it is: its route reads it as it comes. */
    private static final String STREAMED = "/api/imports";
    /** Seconds that the next part of it may take. */
    private static final int STREAM_SECONDS = 30;

    private final HttpHandler next;
    private final HttpHandler streamed;

    RequestBodies(HttpHandler next) {
        this.next = next;
        this.streamed = new HttpContinueReadHandler(next);
    }

    @Override
    public void handleRequest(HttpServerExchange exchange) throws Exception {
        if (exchange.isRequestComplete()) {
            next.handleRequest(exchange);
        } else if (exchange.getRequestPath().equals(STREAMED) && exchange.getRequestMethod().equals(Methods.POST)) {
            if (exchange.getRequestContentLength() > ReadLimits.DEFAULT.totalBytes()) {
                refuse(exchange, 413, "An export may have 8 GiB at most.");
                return;
            }
            exchange.getConnection().setOption(Options.READ_TIMEOUT, (int) TimeUnit.SECONDS.toMillis(STREAM_SECONDS));
            streamed.handleRequest(exchange);
        } else if (HttpContinue.requiresContinueResponse(exchange)) {
            refuse(exchange, 417, "Send the body at once, without Expect.");
        } else if (exchange.getRequestContentLength() > MOST_BYTES) {
            refuse(exchange, 413, "A request's body may have " + MOST_BYTES + " bytes at most.");
        } else {
            read(exchange);
        }
    }

    private void read(HttpServerExchange exchange) {
        XnioExecutor.Key deadline = exchange.getIoThread().executeAfter(() ->
                refuse(exchange, 408, "The body did not arrive within " + PATIENCE_SECONDS + " seconds."),
                PATIENCE_SECONDS, TimeUnit.SECONDS);
        Receiver receiver = exchange.getRequestReceiver();
        receiver.setMaxBufferSize(MOST_BYTES);
        receiver.receiveFullBytes((read, body) -> {
            deadline.remove();
            giveBack(read, body);
            read.dispatch(next);
        }, (failed, e) -> {
            deadline.remove();
            boolean large = e instanceof Receiver.RequestToLargeException;
            refuse(failed, large ? 413 : 400, large ? "A request's body may have " + MOST_BYTES + " bytes at most."
                    : "The body cannot be read.");
        });
    }

    /** Gives the body back to the exchange, from which the route reads it. */
    private static void giveBack(HttpServerExchange exchange, byte[] body) {
        if (body.length > 0) {
            PooledByteBuffer buffer = exchange.getConnection().getByteBufferPool().allocate();
            buffer.getBuffer().put(body).flip();
            Connectors.ungetRequestBytes(exchange, buffer);
        }
        Connectors.resetRequestChannel(exchange);
    }

    private static void refuse(HttpServerExchange exchange, int status, String message) {
        refuse(exchange, ErrorAnswers.error(status, message, exchange.getRequestHeaders().getFirst(Headers.ACCEPT)));
    }

    /** Answers, and hangs up when a body is still to come, which would be taken for the next request. */
    static void refuse(HttpServerExchange exchange, Answer answer) {
        if (!exchange.isRequestComplete()) {
            exchange.setPersistent(false);
            exchange.getIoThread().executeAfter(() -> IoUtils.safeClose(exchange.getConnection()), LINGER_SECONDS,
                    TimeUnit.SECONDS);
        }
        RequestFilter.send(exchange, answer);
    }
}
