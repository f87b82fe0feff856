package io.github.spotifypipeline.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoDatabase;
import io.github.spotifysandbox.DemoSignIn;
import io.github.spotifysandbox.TestSandbox;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** A process that has imported an export, and still runs. */
final class ImportContender implements AutoCloseable {

    private static final String WHO = "demo";

    private final ChildProcess process;
    private final Cost cost;
    private final MongoClient client;
    private final MongoDatabase database;

    /** @param peak the most memory of the process, in MB */
    record Cost(double wallSeconds, double cpuSeconds, OptionalLong peak) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%.1f s wall, %.1f s CPU, peak %s MB", wallSeconds, cpuSeconds,
                    peak.isPresent() ? peak.getAsLong() : "?");
        }
    }

    private ImportContender(ChildProcess process, Cost cost, String uri, BenchStore store) {
        this.process = process;
        this.cost = cost;
        this.client = MongoClients.create(uri);
        this.database = client.getDatabase(store.name());
    }

    /** The packaged program, signed in, its plays synced once. It is asserted that the import makes no call. */
    static ImportContender program(TestSandbox spotify, Path routes, BenchStore store, Path zip) {
        StartedProgram program = StartedProgram.start(spotify, routes, store.data(),
                Map.of("MONGODB_URI", store.uri(), "MONGODB_DATABASE", store.name()));
        ChildProcess process = program.process();
        DemoSignIn.signIn(program.page(), WHO);
        process.await("sync succeeded .*endpoint=recently-played", 0);
        spotify.clearRequests();
        Instant begin = Instant.now();
        OptionalLong before = process.use().cpuMillis();
        post(program.page().resolve("/api/imports"), zip);
        ChildProcess.Line end = process.await("import (succeeded|failed|refused|waits)", 0);
        assertThat(end.text()).contains("import succeeded");
        assertThat(spotify.requests()).isEmpty();
        return new ImportContender(process, cost(process, begin, before, end),
                store.isEmbedded() ? program.embeddedUri() : store.uri(), store);
    }

    private static void post(URI uri, Path zip) {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri)
                    .POST(HttpRequest.BodyPublishers.ofFile(zip)).build(), HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        } catch (IOException e) {
            throw new AssertionError(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** {@link HandWrittenImport} in a JVM of its own. @param options of the JVM */
    static ImportContender loop(TestSandbox spotify, List<String> options, BenchStore store, Path zip) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), HandWrittenImport.class.getName(),
                zip.toString(), spotify.account(WHO).accountId(),
                store.isEmbedded() ? store.data().toString() : store.uri(), store.name()));
        ChildProcess process = ChildProcess.start(new ProcessBuilder(command));
        ChildProcess.Line ready = process.await(HandWrittenImport.READY, 0);
        ChildProcess.Line end = process.await(HandWrittenImport.DONE, 0);
        return new ImportContender(process, cost(process, ready.at(), ready.cpuMillis(), end),
                ready.text().substring(HandWrittenImport.READY.length()), store);
    }

    private static Cost cost(ChildProcess process, Instant begin, OptionalLong before, ChildProcess.Line end) {
        return new Cost(Duration.between(begin, end.at()).toMillis() / 1000.0,
                before.isPresent() && end.cpuMillis().isPresent()
                        ? (end.cpuMillis().getAsLong() - before.getAsLong()) / 1000.0 : Double.NaN,
                process.use().peakMegabytes());
    }

    Cost cost() {
        return cost;
    }

    ProcessUse use() {
        return process.use();
    }

    MongoDatabase database() {
        return database;
    }

    @Override
    public void close() {
        client.close();
        process.close();
    }
}
