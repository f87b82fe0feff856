package io.github.spotifysandbox;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.spotifysandbox.accounts.TestAccount;
import io.github.spotifysandbox.server.SandboxAnswer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Something that goes wrong on demand. Begin with {@link #on(String)}; every method returns a changed copy.
 *
 * <p>A fault replaces the answer of the calls it takes, before tokens and parameters are looked at, on known and
 * unknown paths alike. A fault that has nothing but a {@link #delay(Duration)} or something to {@link #run(Runnable)}
 * lets the call be answered as usual. Without any of these it answers 200 with an empty body.
 */
public final class Fault {

    /** How the answer goes out. */
    enum Ending { COMPLETE, TRUNCATED, RESET, DRIPPING, ENDLESS }

    private static final byte[] HALF_A_PAGE = "{\"items\":[{\"track\":{\"album\":{\"name\":\"Half a pa"
            .getBytes(StandardCharsets.UTF_8);

    private final String path;
    private String account;
    private int skip;
    private int times = 1;
    private Integer status;
    private Map<String, String> headers = Map.of();
    private byte[] body;
    private Duration delay = Duration.ZERO;
    private Ending ending = Ending.COMPLETE;
    private Duration betweenBytes = Duration.ZERO;
    private boolean gzipped;
    private Runnable action = () -> { };
    private boolean acts;

    private Fault(String path) {
        this.path = path;
    }

    /** A fault for calls to exactly this path, for example "/api/token" or "/v1/me"; the query does not count. */
    public static Fault on(String path) {
        return new Fault(path);
    }

    /**
     * Only calls of this account (by {@link TestAccount#id()}), known by the access token, or at "/api/token" by the
     * refresh token or the code.
     */
    public Fault account(String id) {
        return changed(fault -> fault.account = id);
    }

    /**
     * How many calls it takes; 1 unless told.
     *
     * @throws IllegalArgumentException below 1
     */
    public Fault times(int n) {
        if (n < 1) {
            throw new IllegalArgumentException("A fault happens at least once; asked for " + n);
        }
        return changed(fault -> fault.times = n);
    }

    /** Takes calls until {@link TestSandbox#clearFaults()}. */
    public Fault forever() {
        return times(Integer.MAX_VALUE);
    }

    /**
     * Lets the first n matching calls pass; calls that an earlier fault took are not counted.
     *
     * @throws IllegalArgumentException below 0
     */
    public Fault after(int n) {
        if (n < 0) {
            throw new IllegalArgumentException("A fault cannot let " + n + " calls pass");
        }
        return changed(fault -> fault.skip = n);
    }

    /** HTTP status of the answer; 200 unless told. */
    public Fault status(int code) {
        return changed(fault -> fault.status = code);
    }

    /** A header of the answer; one value a name. */
    public Fault header(String name, String value) {
        return changed(fault -> {
            fault.headers = new LinkedHashMap<>(fault.headers);
            fault.headers.put(name, value);
        });
    }

    /** The answer's body as UTF-8 text, with its content type. */
    public Fault body(String text, String contentType) {
        return body(text.getBytes(StandardCharsets.UTF_8), contentType);
    }

    /** The answer's body, byte by byte, with its content type; the bytes must not be changed afterwards. */
    public Fault body(byte[] bytes, String contentType) {
        return header("Content-Type", contentType).changed(fault -> fault.body = bytes);
    }

    /** A JSON body. */
    public Fault answer(JsonNode json) {
        return body(json.toString(), SandboxAnswer.JSON);
    }

    /** Waits this long in real time before anything is sent; cut short when the sandbox is closed. */
    public Fault delay(Duration duration) {
        return changed(fault -> fault.delay = duration);
    }

    /**
     * Does something when a call comes, and then lets it be answered as usual: what the action changes shows in that
     * very answer. With a status, a body or an ending too, that goes out after the action. After a
     * {@link #delay(Duration)}, if there is one. An action that throws makes the answer a 500.
     */
    public Fault run(Runnable somethingToDo) {
        return changed(fault -> {
            fault.action = somethingToDo;
            fault.acts = true;
        });
    }

    /** Reads the request and then resets the TCP connection, without an answer. */
    public Fault reset() {
        return changed(fault -> fault.ending = Ending.RESET);
    }

    /** Announces the whole body in Content-Length, sends half of it and closes the connection. */
    public Fault truncate() {
        return changed(fault -> fault.ending = Ending.TRUNCATED);
    }

    /**
     * Sends the headers at once, then the body byte by byte, and after it spaces, which JSON allows, until the client
     * leaves or the sandbox is closed.
     *
     * @param timeBetweenBytes at least one millisecond, or it would not drip
     */
    public Fault drip(Duration timeBetweenBytes) {
        if (timeBetweenBytes.toMillis() < 1) {
            throw new IllegalArgumentException("Drips need a millisecond between them; asked for " + timeBetweenBytes);
        }
        return changed(fault -> {
            fault.ending = Ending.DRIPPING;
            fault.betweenBytes = timeBetweenBytes;
        });
    }

    /** Sends the body and then spaces, as fast as they are taken, until the client leaves or the sandbox is closed. */
    public Fault endless() {
        return changed(fault -> fault.ending = Ending.ENDLESS);
    }

    /** Zips the body, of whatever length, whether the client has asked for that or not. */
    public Fault gzip() {
        return header("Content-Encoding", "gzip").changed(fault -> fault.gzipped = true);
    }

    boolean matches(String requestPath, String requestAccount) {
        return path.equals(requestPath) && (account == null || account.equals(requestAccount));
    }

    int skip() {
        return skip;
    }

    int times() {
        return times;
    }

    Duration delay() {
        return delay;
    }

    Ending ending() {
        return ending;
    }

    Duration betweenBytes() {
        return betweenBytes;
    }

    boolean isGzipped() {
        return gzipped;
    }

    Runnable action() {
        return action;
    }

    boolean letsPass() {
        return status == null && body == null && headers.isEmpty()
                && ending == Ending.COMPLETE && (acts || !delay.isZero());
    }

    SandboxAnswer toAnswer() {
        byte[] bytes = body != null ? body : ending == Ending.TRUNCATED ? HALF_A_PAGE : new byte[0];
        return new SandboxAnswer(status == null ? 200 : status, headers, bytes);
    }

    private Fault changed(Consumer<Fault> change) {
        Fault copy = new Fault(path);
        copy.account = account;
        copy.skip = skip;
        copy.times = times;
        copy.status = status;
        copy.headers = headers;
        copy.body = body;
        copy.delay = delay;
        copy.ending = ending;
        copy.betweenBytes = betweenBytes;
        copy.gzipped = gzipped;
        copy.action = action;
        copy.acts = acts;
        change.accept(copy);
        return copy;
    }
}
