package org.example;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;

/** A broker of Kafka in a process of its own, which is its own controller (KRaft). */
final class KafkaBroker implements AutoCloseable {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final Path folder;
    private final Path properties;
    private final String address;
    private Process process;
    private Admin admin;

    /** @param folder for its files */
    KafkaBroker(Path folder, int port, int controllerPort) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.properties = folder.resolve("server.properties");
        this.address = "127.0.0.1:" + port;
        Files.writeString(properties, """
                process.roles=broker,controller
                node.id=1
                controller.quorum.voters=1@127.0.0.1:%2$d
                listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
                advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
                controller.listener.names=CONTROLLER
                log.dirs=%3$s
                offsets.topic.replication.factor=1
                offsets.topic.num.partitions=1
                group.initial.rebalance.delay.ms=0
                """.formatted(port, controllerPort, folder.resolve("log")));
        Process format = java("kafka.tools.StorageTool", "format", "-t", Uuid.randomUuid().toString(), "-c",
                properties.toString());
        if (format.waitFor() != 0) {
            throw new IOException(Files.readString(folder.resolve("output")));
        }
    }

    private Process java(String... arguments) throws IOException {
        String[] command = new String[arguments.length + 6];
        command[0] = System.getProperty("java.home") + "/bin/java";
        command[1] = "-XX:TieredStopAtLevel=1";
        command[2] = "-XX:+UseSerialGC";
        command[3] = "-Xmx256m";
        command[4] = "-cp";
        command[5] = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        System.arraycopy(arguments, 0, command, 6, arguments.length);
        return new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("output").toFile())).start();
    }

    /** Starts it and waits until it answers. */
    void start() throws IOException {
        process = java("kafka.Kafka", properties.toString());
        admin = Admin.create(Map.of("bootstrap.servers", address, "request.timeout.ms", "3000",
                "default.api.timeout.ms", "3000"));
        await().atMost(LONGEST).ignoreExceptions().until(() -> !admin.describeCluster().nodes().get().isEmpty());
    }

    /** Ends it at once, as a power cut does. */
    void kill() throws InterruptedException {
        admin.close();
        process.destroyForcibly().waitFor();
    }

    String address() {
        return address;
    }

    /** How many messages a topic of one partition has ever got; 0 where there is no topic. */
    long messages(String topic) throws InterruptedException {
        TopicPartition partition = new TopicPartition(topic, 0);
        try {
            return admin.listOffsets(Map.of(partition, OffsetSpec.latest())).partitionResult(partition).get().offset();
        } catch (ExecutionException e) {
            return 0;
        }
    }

    @Override
    public void close() throws InterruptedException {
        if (process != null) {
            kill();
        }
    }
}
