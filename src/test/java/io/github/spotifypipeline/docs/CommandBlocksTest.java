package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.cli.TypedCommand;
import io.github.spotifypipeline.docs.TypedLines.Call;
import io.github.spotifypipeline.settings.SettingKey;
import io.github.spotifypipeline.settings.Version;
import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import io.github.spotifypipeline.testing.DatabaseTest;
import io.github.spotifypipeline.testing.ExportZip;
import io.github.spotifypipeline.testing.MadeUpListener;
import io.github.spotifypipeline.testing.MadeUpListener.World;
import io.github.spotifypipeline.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the pages tell people to type in a shell: each block is typed, and what it calls is looked at. */
class CommandBlocksTest {

    private static final Pattern PROGRAM = Pattern.compile(
            "(?:[A-Z_]+=\\S+ )*(?:[\\w.~-]+/)*spotify-pipeline(?: \\S.*)?");
    private static final Pattern CALL = Pattern.compile("bin/spotify-pipeline(?: +[\\w-]+)+");
    private static final Pattern MAVEN = Pattern.compile("(?:[A-Z_]+=\\S+ )*mvn .*");
    private static final Pattern VARIABLE = Pattern.compile("(?m)(?:^|[ (])([A-Z][A-Z_]{3,})=");

    /** Variables that are no settings of the program, and who reads them. */
    private static final Set<String> OTHERS = Set.of("JAVA_OPTS", "COPY_TO_URI", "NEW_TOKEN_KEY", "YOUR_SPOTIFY_URI",
            "MONGODB_TEST_URI", "MONGOD_TEST_BINARY");

    @TempDir
    Path folder;

    @DatabaseTest(real = false)
    void theBlocksRun(TestDatabase database) throws IOException {
        Map<String, List<CodeBlock>> pages = new TreeMap<>();
        Statements.unmarked("sh").forEach(block ->
                pages.computeIfAbsent(block.page(), page -> new ArrayList<>()).add(block));
        TypedLines lines = new TypedLines(folder);
        Set<String> run = new TreeSet<>();
        try (TypedProgram program = new TypedProgram(database, folder)) {
            for (Map.Entry<String, List<CodeBlock>> page : pages.entrySet()) {
                lines.begin(folder.resolve(page.getKey()), !page.getKey().equals("README.md"));
                theFilesOfTheReader(lines);
                for (CodeBlock block : page.getValue()) {
                    for (Call call : lines.type(block.toString(), block.text())) {
                        assertThat(complaints(lines, call)).as("%s: %s", block, call).isEmpty();
                        if (program.run(call)) {
                            run.add(call.arguments().get(0));
                        }
                    }
                }
            }
        }
        assertThat(run).contains("check", "copy-to", "import", "rotate-key", "try");
    }

    /** What somebody has who types: an export, an endpoint of their own, certificates, a program that was packed. */
    private static void theFilesOfTheReader(TypedLines lines) throws IOException {
        Path place = lines.repository();
        ExportZip.of(place.resolve("my_spotify_data.zip"), MadeUpListener.of(11, World.MILD, 30));
        Files.copy(Path.of("docs/examples/new-endpoint.camel.yaml"), place.resolve("my-shows.camel.yaml"));
        lines.type("certificates", "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -subj /CN=ca"
                + " -keyout key.pem -out ca.pem; cat key.pem ca.pem > client.pem");
        String packed = "spotify-pipeline-" + Version.text();
        lines.type("archive", "cp -r target/spotify-pipeline " + packed + "; tar czf target/" + packed
                + "-linux-amd64.tar.gz " + packed + "; rm -r " + packed);
    }

    private static List<String> complaints(TypedLines lines, Call call) {
        Path project = Path.of("").resolve(lines.repository().relativize(call.folder()));
        return switch (call.program()) {
            case "mvn" -> MavenLine.complaints(project, call.arguments());
            case "spotify-pipeline" -> complaint(call.arguments());
            case "java" -> builds(project.resolve(call.arguments().get(1)));
            default -> List.of();
        };
    }

    /** Whether the pom that a jar belongs to makes it. */
    private static List<String> builds(Path jar) {
        Path pom = jar.resolveSibling("../pom.xml").normalize();
        String name = jar.getFileName().toString().replace(".jar", "");
        try {
            return Files.readString(pom).contains("<finalName>" + name + "</finalName>") ? List.of()
                    : List.of(pom + " makes no " + jar);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> complaint(List<String> arguments) {
        return Stream.of(TypedCommand.complaint(arguments)).filter(said -> !said.isEmpty()).toList();
    }

    @Test
    void theVariablesOfTheBlocksAreRead() throws IOException {
        String compose = Files.readString(Path.of("deploy/compose.yaml"));
        assertThat(CodeBlocks.all().stream().filter(block -> block.language().equals("sh"))).allSatisfy(block -> {
            Matcher variable = VARIABLE.matcher(block.text());
            while (variable.find()) {
                assertThat(variable.group(1)).as("%s", block)
                        .matches(name -> isRead(name) || compose.contains(name), "is read");
            }
        });
    }

    @Test
    void whatIsNotRunCallsTheProgramAsItIs() {
        assertThat(CodeBlocks.all().stream().filter(block -> block.notRun() != null)).allSatisfy(block -> {
            Matcher line = CALL.matcher(block.text());
            while (line.find()) {
                assertThat(complaint(words(line.group(), "bin/spotify-pipeline"))).as("%s", block).isEmpty();
            }
        });
    }

    private static boolean isRead(String variable) {
        return OTHERS.contains(variable) || variable.matches("SYNC_.+_EVERY")
                || Arrays.stream(SettingKey.values()).map(SettingKey::key).map(SettingKey::environmentName)
                        .anyMatch(name -> variable.equals(name) || variable.equals("SPOTIFY_" + name));
    }

    @Test
    void whatSentencesAndTablesSayToTypeIsThere() {
        for (String page : CodeBlocks.pages()) {
            assertThat(Statements.inline(page, PROGRAM)).allSatisfy(line ->
                    assertThat(complaint(words(line, "spotify-pipeline"))).as("%s: %s", page, line).isEmpty());
            assertThat(Statements.inline(page, MAVEN)).allSatisfy(line ->
                    assertThat(MavenLine.complaints(Path.of(""), words(line, "mvn"))).as("%s: %s", page, line)
                            .isEmpty());
        }
    }

    /** The arguments, with those in brackets, which may be left out. */
    private static List<String> words(String line, String program) {
        String arguments = line.substring(line.indexOf(program) + program.length()).replaceAll("[\\[\\]']", "")
                .replace("COMMAND ", "").replaceAll(" …$", "").strip();
        return arguments.isEmpty() ? List.of() : List.of(arguments.split("\\s+"));
    }
}
