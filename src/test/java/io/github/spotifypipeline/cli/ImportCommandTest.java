package io.github.spotifypipeline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.FreePort;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import io.github.spotifypipeline.testing.TestPipeline;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command that gives an export to a pipeline that runs. */
class ImportCommandTest {

    private static final String HOME = "spotify-pipeline.home";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private TestPipeline pipeline;

    @AfterEach
    void stop() {
        System.clearProperty(HOME);
        if (pipeline != null) {
            pipeline.close();
        }
    }

    private int runAt(String port, String... arguments) {
        System.setProperty(HOME, folder.toString());
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = RootCommand.commandLine(Clock.systemUTC(), Map.of("HTTP_PORT", port));
        return line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
    }

    private int run(String... arguments) {
        return runAt(String.valueOf(pipeline.page().getPort()), arguments);
    }

    @DatabaseTest
    void givesAnExportToThePipelineAndSaysWhatBecameOfIt(TestDatabase database) throws IOException {
        pipeline = TestPipeline.start(database);
        MadeUpListener listener = MadeUpListener.of(11, World.MILD, 300);
        Path zip = ExportZip.of(folder.resolve("my_spotify_data.zip"), listener);

        assertThat(run("import", zip.toString())).isEqualTo(1);
        assertThat(err.toString()).contains("Nobody has signed in. Say under which name");
        assertThat(run("import", zip.toString(), "--account", "me", "--dry-run")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("dry run, nothing was written").contains("300 rows from 2021-03-01 to ");
        assertThat(pipeline.documents("plays")).isEmpty();
        assertThat(run("import", zip.toString(), "--account", "me")).as(err.toString()).isZero();
        assertThat(out.toString()).contains("my_spotify_data.zip: succeeded", listener.truePlays() + " new plays");
        assertThat(pipeline.documents("plays")).hasSize(listener.truePlays());

        Path unpacked = Files.createDirectories(folder.resolve("MyData/inner"));
        Files.writeString(unpacked.resolve("endsong_0.json"), "[" + listener.rows().get(0) + "]");
        Files.writeString(unpacked.resolve("endsong_1.json"), "[" + listener.rows().get(1) + ",");
        Files.writeString(unpacked.resolve("Payments.json"), "SECRET");
        assertThat(run("import", unpacked.getParent().toString(), "--account", "me", "--anyway")).isEqualTo(1);
        assertThat(out.toString()).contains("MyData: succeeded - Not all files could be read: endsong_1.json",
                "2 known already");
        assertThat(run("import", folder.resolve("nothing").toString())).isEqualTo(1);
        assertThat(err.toString()).contains("nothing is not there");
    }

    @DatabaseTest(real = false)
    void needsAPipelineThatRuns(TestDatabase database) throws IOException {
        Path file = Files.writeString(folder.resolve("endsong_0.json"), "[]");

        assertThat(runAt(String.valueOf(FreePort.find()), "import", file.toString()))
                .isEqualTo(1);
        assertThat(err.toString()).contains("No pipeline answers at");
    }
}
