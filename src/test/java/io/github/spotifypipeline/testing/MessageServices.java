package io.github.spotifypipeline.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands in for ntfy, Telegram's Bot API and a homeserver of Matrix, on loopback. It refuses what their documentation
 * says that they refuse.
 */
public final class MessageServices implements AutoCloseable {

    public static final String NTFY_TOPIC = "plays-8vK2xQ";
    public static final String NTFY_TOKEN = "tk_7eevizlsiwf9yi4uxsrs83r4352o0";
    public static final String TELEGRAM_TOKEN = "123456:ABC-DEF1234ghIkl-zyx57W2v1u123ew11";
    public static final String TELEGRAM_CHAT = "-1001234567890";
    public static final String MATRIX_TOKEN = "syt_cGlwZWxpbmU_QXdhUmVOZXNz_1b2c3d";
    public static final String MATRIX_ROOM = "!636q39766251:example.org";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TEXT = 4096;

    private record Answer(int status, String body) {
    }

    private record Failure(int status, boolean afterwards) {
    }

    private final HttpServer server;
    private final List<JsonNode> messages = new CopyOnWriteArrayList<>();
    private final List<Integer> statuses = new CopyOnWriteArrayList<>();
    private final Queue<Failure> failures = new ConcurrentLinkedQueue<>();
    private final Set<String> transactions = new HashSet<>();

    public MessageServices() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::receive);
        server.start();
    }

    /** Without a slash at the end. */
    public String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** What has been taken, in its order. */
    public List<JsonNode> messages() {
        return messages;
    }

    /** What has been answered, in its order. */
    public List<Integer> statuses() {
        return statuses;
    }

    /** The next call is not taken. */
    public void refuseNext(int status) {
        failures.add(new Failure(status, false));
    }

    /** The next call is taken, but its answer says otherwise, as where it gets lost on the way. */
    public void takeNextAndAnswer(int status) {
        failures.add(new Failure(status, true));
    }

    private void receive(HttpExchange call) throws IOException {
        byte[] bytes = call.getRequestBody().readAllBytes();
        Failure failure = failures.poll();
        Answer answer = failure != null && !failure.afterwards ? new Answer(failure.status, "{}") : answer(call, bytes);
        if (failure != null) {
            answer = new Answer(failure.status, answer.body);
            // a client that waits by itself would be back at once
            call.getResponseHeaders().set("Retry-After", "1");
        }
        statuses.add(answer.status);
        byte[] body = answer.body.getBytes(StandardCharsets.UTF_8);
        call.getResponseHeaders().set("Content-Type", "application/json");
        call.sendResponseHeaders(answer.status, body.length);
        call.getResponseBody().write(body);
        call.close();
    }

    private Answer answer(HttpExchange call, byte[] bytes) {
        String path = call.getRequestURI().getRawPath();
        JsonNode body;
        try {
            body = JSON.readTree(new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return new Answer(400, "{\"error\":\"invalid request: request body must be valid JSON\"}");
        }
        return path.startsWith("/bot") ? telegram(call, path, body)
                : path.startsWith("/_matrix/") ? matrix(call, path, body) : ntfy(call, path, body);
    }

    private Answer take(JsonNode message, String answer) {
        messages.add(message);
        return new Answer(200, answer);
    }

    private static boolean isAuthorized(HttpExchange call, String token) {
        return ("Bearer " + token).equals(call.getRequestHeaders().getFirst("Authorization"));
    }

    /** https://docs.ntfy.sh/publish/#publish-as-json: to the root, the topic in the body; a message has 4,096 bytes. */
    private Answer ntfy(HttpExchange call, String path, JsonNode body) {
        if (!isAuthorized(call, NTFY_TOKEN)) {
            return new Answer(401, "{\"code\":40101,\"http\":401,\"error\":\"unauthorized\"}");
        }
        boolean valid = List.of("POST", "PUT").contains(call.getRequestMethod()) && path.matches("/?")
                && body.path("topic").asText().matches("[-_A-Za-z0-9]{1,64}") && body.path("title").isTextual()
                && body.path("click").isTextual() && body.path("priority").asInt() >= 1
                && body.path("priority").asInt() <= 5
                && body.path("message").asText().getBytes(StandardCharsets.UTF_8).length <= LONGEST_TEXT;
        return valid ? take(body, "{\"id\":\"hwQ2YpKdmg\",\"event\":\"message\"}")
                : new Answer(400, "{\"code\":40009,\"http\":400,\"error\":\"invalid request\"}");
    }

    /** https://core.telegram.org/bots/api#sendmessage. */
    private Answer telegram(HttpExchange call, String path, JsonNode body) {
        if (!path.equals("/bot" + TELEGRAM_TOKEN + "/sendMessage")) {
            return new Answer(401, "{\"ok\":false,\"error_code\":401,\"description\":\"Unauthorized\"}");
        }
        int length = body.path("text").asText().length();
        boolean valid = String.valueOf(call.getRequestHeaders().getFirst("Content-Type")).startsWith("application/json")
                && body.path("chat_id").asText().equals(TELEGRAM_CHAT) && length > 0 && length <= LONGEST_TEXT;
        return valid ? take(body, "{\"ok\":true,\"result\":{\"message_id\":1}}")
                : new Answer(400, "{\"ok\":false,\"error_code\":400,\"description\":\"Bad Request\"}");
    }

    /** https://spec.matrix.org, "Sending events to a room": the same transaction once more brings the first answer. */
    private Answer matrix(HttpExchange call, String path, JsonNode body) {
        Matcher parts = Pattern.compile("/_matrix/client/v3/rooms/([^/]+)/send/m\\.room\\.message/([^/]+)")
                .matcher(path);
        if (!isAuthorized(call, MATRIX_TOKEN)) {
            return new Answer(401, "{\"errcode\":\"M_UNKNOWN_TOKEN\",\"error\":\"Invalid access token\"}");
        }
        if (!call.getRequestMethod().equals("PUT") || !parts.matches()) {
            return new Answer(404, "{\"errcode\":\"M_UNRECOGNIZED\",\"error\":\"Unrecognized request\"}");
        }
        if (!parts.group(1).equals("%21636q39766251%3Aexample.org")) {
            return new Answer(403, "{\"errcode\":\"M_FORBIDDEN\",\"error\":\"User not in room\"}");
        }
        if (!body.path("msgtype").asText().equals("m.text") || !body.path("body").isTextual()) {
            return new Answer(400, "{\"errcode\":\"M_BAD_JSON\",\"error\":\"'body' not in content\"}");
        }
        String answer = "{\"event_id\":\"$" + Integer.toHexString(parts.group(2).hashCode()) + "\"}";
        return transactions.add(parts.group(2)) ? take(body, answer) : new Answer(200, answer);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
