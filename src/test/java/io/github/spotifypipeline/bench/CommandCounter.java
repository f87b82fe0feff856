package io.github.spotifypipeline.bench;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;

/** Stands between a driver and a MongoDB server, and counts the commands that pass, by name and collection. */
public final class CommandCounter implements AutoCloseable {

    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;
    private static final int FLAGS = 4;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Map<String, Integer> counts = new TreeMap<>();

    /** @param server its connection string, without options that a connection to another port would lose */
    public CommandCounter(String server) throws IOException {
        ServerAddress address = new ServerAddress(new ConnectionString(server).getHosts().get(0));
        this.server = new InetSocketAddress(address.getHost(), address.getPort());
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    public String connectionString() {
        return "mongodb://127.0.0.1:" + listener.getLocalPort() + "/";
    }

    /** How often a command was sent for a collection, since the last call of {@link #clear}. */
    public synchronized int count(String command, String collection) {
        return counts.getOrDefault(command + " " + collection, 0);
    }

    /** How many commands there were but those by which a driver watches its connection. */
    synchronized int all() {
        return counts.entrySet().stream().filter(entry -> !entry.getKey().matches("(hello|isMaster|ismaster|ping) .*"))
                .mapToInt(Map.Entry::getValue).sum();
    }

    public synchronized void clear() {
        counts.clear();
    }

    /** All that passed. */
    @Override
    public synchronized String toString() {
        return counts.toString();
    }

    private void accept() throws IOException {
        while (true) {
            Socket client = listener.accept();
            Socket connection = new Socket(server.getAddress(), server.getPort());
            client.setTcpNoDelay(true);
            connection.setTcpNoDelay(true);
            run(() -> requests(client, connection));
            run(() -> copy(connection, client));
        }
    }

    private void requests(Socket client, Socket connection) throws IOException {
        try (client; connection) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = connection.getOutputStream();
            while (true) {
                byte[] length = in.readNBytes(4);
                if (length.length < 4) {
                    return;
                }
                int size = ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getInt();
                ByteBuffer message = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN).put(length);
                in.readFully(message.array(), 4, size - 4);
                count(message);
                out.write(message.array());
            }
        }
    }

    private void count(ByteBuffer message) {
        // a flag word, then sections; drivers send the command's own document, of kind 0, first
        if (message.getInt(12) != OP_MSG || message.get(HEADER + FLAGS) != 0) {
            return;
        }
        int start = HEADER + FLAGS + 1;
        BsonDocument command = new RawBsonDocument(message.array(), start, message.getInt(start));
        String name = command.getFirstKey();
        String of = command.get(name).isString() ? command.getString(name).getValue() : "";
        synchronized (this) {
            counts.merge(name + " " + of, 1, Integer::sum);
        }
    }

    private static void copy(Socket from, Socket to) throws IOException {
        try (from; to) {
            from.getInputStream().transferTo(to.getOutputStream());
        }
    }

    private interface Work {
        void run() throws IOException;
    }

    private static void run(Work work) {
        Thread thread = new Thread(() -> {
            try {
                work.run();
            } catch (EOFException | SocketException e) {
                // one side has gone
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }, "bench-counter");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }
}
