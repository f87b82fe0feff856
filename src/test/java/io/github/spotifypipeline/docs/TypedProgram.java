package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import io.github.spotifypipeline.accounts.TokenKey;
import io.github.spotifypipeline.cli.TypedCommand;
import io.github.spotifypipeline.docs.TypedLines.Call;
import io.github.spotifypipeline.embedded.EmbeddedMongo;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bson.Document;

/** Runs the program's commands as the pages have them, beside a pipeline in which somebody has signed in. */
final class TypedProgram implements AutoCloseable {

    /** They want the database of a pipeline that was stopped. */
    private static final Set<String> WHILE_STOPPED = Set.of("copy-to", "rotate-key");

    private static final Set<String> BESIDE_A_PIPELINE = Set.of("check", "status", "sync", "login-url", "export", "try",
            "replay", "retransform", "import");

    private final TestPipeline pipeline;
    private final Path home;
    private final Path data;

    TypedProgram(TestDatabase database, Path folder) {
        home = folder.resolve("program");
        data = folder.resolve("stopped");
        pipeline = TestPipeline.start(database, List.of("recently-played", "saved-tracks", "saved-shows"),
                options -> options);
        pipeline.demo().addPlay(pipeline.sandbox.tracks().get(0), pipeline.clock.instant().minusSeconds(60), null);
        pipeline.signIn();
        List.of("recently-played", "saved-tracks", "saved-shows").forEach(endpoint -> pipeline.awaitRun(endpoint, 1));
        TokenKey.fromFile(data.resolve("token.key"));
        try (EmbeddedMongo stopped = EmbeddedMongo.start(data, 0);
                MongoClient client = MongoClients.create(stopped.connectionString())) {
            client.getDatabase("spotify").getCollection("plays").insertOne(new Document("_id", "anna:1"));
        }
    }

    /** Runs a call, which must go well. @return false where it starts a pipeline, or is about the system */
    boolean run(Call call) {
        String verb = call.program().equals("spotify-pipeline") && !call.arguments().isEmpty()
                ? call.arguments().get(0) : "";
        if (!WHILE_STOPPED.contains(verb) && !BESIDE_A_PIPELINE.contains(verb)) {
            return false;
        }
        TypedCommand command = TypedCommand.run(home, pipeline.clock,
                WHILE_STOPPED.contains(verb) ? whileStopped(call) : beside(), arguments(call));
        assertThat(command.exitCode()).as("%s: %s", call, command).isZero();
        return true;
    }

    private Map<String, String> beside() {
        return Map.of("SPOTIFY_CLIENT_ID", "sandbox-client",
                "SPOTIFY_ACCOUNTS_URL", pipeline.sandbox.accountsUrl().toString(),
                "SPOTIFY_API_URL", pipeline.sandbox.apiUrl().toString(),
                "MONGODB_URI", pipeline.database.uri(),
                "MONGODB_DATABASE", pipeline.database.databaseName(),
                "TOKEN_KEY", pipeline.tokenKey(),
                "ROUTES_DIR", Path.of("routes").toAbsolutePath().toString(),
                "HTTP_PORT", String.valueOf(pipeline.page().getPort()));
    }

    /** With a new key, the present one is in the environment, too. */
    private Map<String, String> whileStopped(Call call) {
        Map<String, String> environment = new HashMap<>(call.variables());
        environment.put("DATA_DIR", data.toString());
        environment.put("HTTP_PORT", String.valueOf(FreePort.find()));
        if (environment.containsKey("NEW_TOKEN_KEY")) {
            environment.put("TOKEN_KEY",
                    Base64.getEncoder().encodeToString(TokenKey.fromFile(data.resolve("token.key"))));
        }
        return environment;
    }

    /** With the files where they were typed, and a target that is there. */
    private List<String> arguments(Call call) {
        List<String> arguments = new ArrayList<>();
        for (String argument : call.arguments()) {
            boolean written = !arguments.isEmpty() && arguments.get(arguments.size() - 1).equals("--output");
            Path file = call.folder().resolve(argument.replaceAll("[:*?]", ""));
            arguments.add(written || Files.isRegularFile(file) ? file.toString() : argument);
        }
        if (call.variables().containsKey("COPY_TO_URI")) {
            // what picocli asks is the environment of this process
            arguments.addAll(List.of("--uri", pipeline.database.uri()));
        }
        return arguments;
    }

    @Override
    public void close() {
        pipeline.close();
    }
}
