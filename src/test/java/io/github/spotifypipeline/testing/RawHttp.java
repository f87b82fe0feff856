package io.github.spotifypipeline.testing;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Requests that no HTTP client would send, byte by byte. */
public final class RawHttp {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private RawHttp() {
    }

    /**
     * An answer.
     *
     * @param head status line and headers; empty when the server hung up without a word
     */
    public record Answer(String head, String body) {

        /** The status; 0 when the server hung up without a word. */
        public int status() {
            return head.isEmpty() ? 0 : Integer.parseInt(head.substring(9, 12));
        }

        /** The value of a header; empty when there is none. */
        public String header(String name) {
            return head.lines().filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip()).findFirst().orElse("");
        }
    }

    /** Sends a request, {@code \n} as CRLF, each character as one byte, and reads to the end of its answer. */
    public static Answer send(URI server, String request) throws IOException {
        try (Socket socket = open(server)) {
            write(socket, request);
            return read(socket, request.startsWith("HEAD "));
        }
    }

    /** A connection that gives up after a while. */
    public static Socket open(URI server) throws IOException {
        Socket socket = new Socket(server.getHost(), server.getPort());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        return socket;
    }

    /** Sends text, {@code \n} as CRLF, each character as one byte. The server may have hung up meanwhile. */
    public static void write(Socket socket, String text) {
        try {
            socket.getOutputStream().write(text.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // its answer, if there is one, says why
        }
    }

    /** Reads one answer. @param head whether it has no body */
    public static Answer read(Socket socket, boolean head) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
                if (text.length() >= 4 && text.substring(text.length() - 4).equals("\r\n\r\n")) {
                    Answer answer = new Answer(text.toString(), "");
                    String length = answer.header("Content-Length");
                    byte[] body = head || length.isEmpty() ? new byte[0] : in.readNBytes(Integer.parseInt(length));
                    return new Answer(answer.head(), new String(body, StandardCharsets.UTF_8));
                }
            }
        } catch (SocketTimeoutException e) {
            throw e;
        } catch (IOException e) {
            // the server hung up hard
        }
        return new Answer("", "");
    }
}
