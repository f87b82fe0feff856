package io.github.spotifypipeline.testing;

import static org.awaitility.Awaitility.await;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.bson.Document;

/** Three real mongods on loopback, which elect a primary among themselves; each can be killed and started again. */
public final class ReplicaSet implements AutoCloseable {

    private static final String NAME = "failover";
    private static final int MEMBERS = 3;

    private final Path folder = TemporaryFolders.create();
    private final Path binary;
    private final List<Integer> ports = IntStream.range(0, MEMBERS).mapToObj(i -> FreePort.find()).toList();
    private final Process[] processes = new Process[MEMBERS];

    /** @param binary the path of mongod */
    public ReplicaSet(Path binary) {
        this.binary = binary;
        try {
            IntStream.range(0, MEMBERS).forEach(this::start);
            List<Document> members = new ArrayList<>();
            for (int i = 0; i < MEMBERS; i++) {
                members.add(new Document("_id", i).append("host", "127.0.0.1:" + ports.get(i)));
            }
            command(0, new Document("replSetInitiate", new Document("_id", NAME).append("members", members)));
            awaitPrimary();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The binary that the environment variable names; empty where it names none. */
    public static Optional<Path> binary() {
        return Optional.ofNullable(System.getenv("MONGOD_TEST_BINARY")).filter(name -> !name.isBlank()).map(Path::of);
    }

    /** The connection string of all of them. */
    public String uri() {
        return "mongodb://" + ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","))
                + "/?replicaSet=" + NAME;
    }

    private void start(int member) {
        try {
            Path data = Files.createDirectories(folder.resolve("db" + member));
            processes[member] = new ProcessBuilder(binary.toString(), "--replSet", NAME, "--bind_ip", "127.0.0.1",
                    "--port",
                    String.valueOf(ports.get(member)), "--nounixsocket", "--dbpath", data.toString(), "--oplogSize",
                    "64", "--wiredTigerCacheSizeGB", "0.25", "--quiet").redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log" + member).toFile())).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await().atMost(Duration.ofMinutes(2)).ignoreExceptionsInstanceOf(MongoException.class)
                .until(() -> command(member, new Document("ping", 1)) != null);
    }

    private Document command(int member, Document command) {
        MongoClientSettings settings = MongoClientSettings.builder().applyConnectionString(new ConnectionString(
                "mongodb://127.0.0.1:" + ports.get(member) + "/?directConnection=true&serverSelectionTimeoutMS=2000"))
                .build();
        try (MongoClient client = MongoClients.create(settings)) {
            return client.getDatabase("admin").runCommand(command);
        }
    }

    /** Waits until one of them is the primary. @return which */
    public int awaitPrimary() {
        int[] found = {-1};
        await().atMost(Duration.ofMinutes(2)).until(() -> {
            for (int i = 0; i < MEMBERS; i++) {
                if (processes[i].isAlive() && isPrimary(i)) {
                    found[0] = i;
                }
            }
            return found[0] >= 0;
        });
        return found[0];
    }

    private boolean isPrimary(int member) {
        try {
            return command(member, new Document("hello", 1)).getBoolean("isWritablePrimary");
        } catch (MongoException e) {
            return false;
        }
    }

    /** Ends one where it is (SIGKILL); the others elect another one after ten seconds. */
    public void kill(int member) {
        processes[member].destroyForcibly();
        awaitEnd(member);
    }

    /** Starts one again that was killed. */
    public void revive(int member) {
        start(member);
    }

    /** The primary gives its place to another one. */
    public void stepDown(int member) {
        try {
            command(member, new Document("replSetStepDown", 10).append("force", true));
        } catch (MongoException e) {
            // it may end the connection
        }
    }

    private void awaitEnd(int member) {
        try {
            if (!processes[member].waitFor(30, TimeUnit.SECONDS)) {
                throw new AssertionError("a mongod does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        for (int i = 0; i < MEMBERS; i++) {
            if (processes[i] != null) {
                kill(i);
            }
        }
        TemporaryFolders.delete(folder);
    }
}
