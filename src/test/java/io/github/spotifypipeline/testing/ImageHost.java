package io.github.spotifypipeline.testing;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on loopback that gives what a test puts there, 404 else, and keeps what it was asked for. */
public final class ImageHost implements AutoCloseable {

    /** The beginning of a JPEG, and as much as makes the name of its address plain. */
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0};

    /** @param uri path and query */
    public record Asked(String uri, Headers headers) {
    }

    private final Map<String, HttpHandler> answers = new ConcurrentHashMap<>();
    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    public ImageHost() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    private void answer(HttpExchange exchange) throws IOException {
        asked.add(new Asked(exchange.getRequestURI().toString(), exchange.getRequestHeaders()));
        try (exchange) {
            answers.getOrDefault(exchange.getRequestURI().getPath(), missing -> missing.sendResponseHeaders(404, -1))
                    .handle(exchange);
        }
    }

    /** Where it is, such as {@code http://127.0.0.1:12345}. */
    public String origin() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Answers a path in a way of its own from now on. */
    public ImageHost at(String path, HttpHandler answer) {
        answers.put(path, answer);
        return this;
    }

    /** Answers a path with content of a type from now on. */
    public ImageHost at(String path, String type, byte[] content) {
        return at(path, exchange -> {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.getResponseHeaders().set("Set-Cookie", "who=you");
            exchange.sendResponseHeaders(200, content.length);
            exchange.getResponseBody().write(content);
        });
    }

    /** Has a JPEG at a path from now on. @return its bytes */
    public byte[] jpeg(String path) {
        byte[] content = new byte[JPEG.length + path.length()];
        System.arraycopy(JPEG, 0, content, 0, JPEG.length);
        System.arraycopy(path.getBytes(StandardCharsets.US_ASCII), 0, content, JPEG.length,
                path.length());
        at(path, "image/jpeg", content);
        return content;
    }

    /** What it was asked for, in its order. */
    public List<Asked> asked() {
        return asked;
    }

    /** The paths that it was asked for, in their order. */
    public List<String> paths() {
        return asked.stream().map(Asked::uri).toList();
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
