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
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.RawBsonDocument;
import org.bson.codecs.BsonDocumentCodec;

/** Stands between a driver and a MongoDB server, and counts the commands that pass, by name and collection. */
public final class CommandCounter implements AutoCloseable {

    private static final int OP_MSG = 2013;
    private static final int HEADER = 16;
    private static final int FLAGS = 4;

    private final ServerSocket listener;
    private final InetSocketAddress server;
    private final Map<String, Integer> counts = new TreeMap<>();
    private final Consumer<BsonDocument> watcher;

    /** @param server its connection string, without options that a connection to another port would lose */
    public CommandCounter(String server) throws IOException {
        this(server, command -> { });
    }

    /** @param watcher is given each command as a whole */
    public CommandCounter(String server, Consumer<BsonDocument> watcher) throws IOException {
        this.watcher = watcher;
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
        BsonDocument command = new RawBsonDocument(message.array(), start, message.getInt(start)).decode(
                new BsonDocumentCodec());
        addSequences(message, start + message.getInt(start), command);
        String name = command.getFirstKey();
        String of = command.get(name).isString() ? command.getString(name).getValue() : "";
        synchronized (this) {
            counts.merge(name + " " + of, 1, Integer::sum);
        }
        watcher.accept(command);
    }

    /** What follows are lists of documents, of kind 1: each has its length, the name of a field, and the documents. */
    private static void addSequences(ByteBuffer message, int from, BsonDocument command) {
        for (int section = from; section < message.limit() - 1 && message.get(section) == 1;) {
            int end = section + 1 + message.getInt(section + 1);
            int name = section + 1 + Integer.BYTES;
            int at = name;
            while (message.get(at) != 0) {
                at++;
            }
            BsonArray documents = new BsonArray();
            String field = new String(message.array(), name, at - name, StandardCharsets.UTF_8);
            for (at++; at < end; at += message.getInt(at)) {
                documents.add(new RawBsonDocument(message.array(), at, message.getInt(at)));
            }
            command.append(field, documents);
            section = end;
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
