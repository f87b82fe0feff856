package io.github.spotifypipeline.testing;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** An HTTP proxy on 127.0.0.1 that knows every name, and leads all of them to one port of this machine, or to none. */
public final class StandInProxy implements AutoCloseable {

    private final ServerSocket server;
    private final int target;
    private final String authorization;
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private StandInProxy(int target, String credentials) throws IOException {
        this.server = new ServerSocket(0, 20, InetAddress.getLoopbackAddress());
        this.target = target;
        this.authorization = credentials == null ? null : "proxy-authorization: basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8))
                .toLowerCase(Locale.ROOT);
        daemon(this::serve);
    }

    /**
     * Starts one.
     *
     * @param target      where it leads; 0: it refuses with 403
     * @param credentials {@code user:password} that it wants; null: none
     */
    public static StandInProxy start(int target, String credentials) throws IOException {
        return new StandInProxy(target, credentials);
    }

    private interface Task {
        void run() throws IOException;
    }

    private static void daemon(Task task) {
        Thread thread = new Thread(() -> {
            try {
                task.run();
            } catch (IOException e) {
                // one of the ends was closed
            }
        }, "stand-in-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() throws IOException {
        while (true) {
            Socket client = server.accept();
            daemon(() -> lead(client));
        }
    }

    private void lead(Socket client) throws IOException {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            for (String head = head(in); !head.isEmpty(); head = head(in)) {
                requests.add(head.lines().findFirst().orElseThrow());
                if (authorization != null && !head.toLowerCase(Locale.ROOT).contains(authorization)) {
                    answer(client, "407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"");
                } else if (target == 0) {
                    answer(client, "403 Forbidden");
                } else {
                    try (Socket there = new Socket(InetAddress.getLoopbackAddress(), target)) {
                        client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                        daemon(() -> in.transferTo(there.getOutputStream()));
                        there.getInputStream().transferTo(client.getOutputStream());
                    }
                    return;
                }
            }
        }
    }

    private static String head(InputStream in) throws IOException {
        StringBuilder head = new StringBuilder();
        for (int c = in.read(); c >= 0 && head.indexOf("\r\n\r\n") < 0; c = in.read()) {
            head.append((char) c);
            if (head.indexOf("\r\n\r\n") >= 0) {
                break;
            }
        }
        return head.toString();
    }

    private static void answer(Socket client, String status) throws IOException {
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 " + status + "\r\nContent-Length: 0\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    public int port() {
        return server.getLocalPort();
    }

    /** The request lines that it has seen. */
    public List<String> requests() {
        return requests;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
