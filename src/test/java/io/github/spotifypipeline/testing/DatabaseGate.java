package io.github.spotifypipeline.testing;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Stands between a driver and a MongoDB server on loopback, and can be shut: then the server is away for that driver
 * alone. It can be slow, too.
 */
public final class DatabaseGate implements AutoCloseable {

    private final ServerSocket listener;
    private final int server;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean shut;
    private volatile long delayMillis;

    /** @param uri the server's connection string */
    public DatabaseGate(String uri) {
        try {
            server = URI.create(uri).getPort();
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run(this::accept);
    }

    /** The connection string that leads through the gate; the driver gives up soon where it is shut. */
    public String uri() {
        return "mongodb://127.0.0.1:" + listener.getLocalPort() + "/?serverSelectionTimeoutMS=300";
    }

    /** Ends all connections, and lets none through until {@link #open()}. */
    public void shut() {
        shut = true;
        sockets.forEach(DatabaseGate::close);
    }

    public void open() {
        shut = false;
    }

    /** Lets each part of a command wait. */
    public void slow(Duration delay) {
        delayMillis = delay.toMillis();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            sockets.add(client);
            if (shut) {
                close(client);
            } else {
                Socket target = new Socket(InetAddress.getLoopbackAddress(), server);
                sockets.add(target);
                run(() -> pipe(client, new Slow(target.getOutputStream()), target));
                run(() -> pipe(target, client.getOutputStream(), client));
            }
        }
    }

    private final class Slow extends FilterOutputStream {

        Slow(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(delayMillis));
            out.write(bytes, offset, length);
        }
    }

    private void pipe(Socket from, OutputStream out, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(out);
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (IOException e) {
                // a connection has ended
            }
        }, "database-gate");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        shut();
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
