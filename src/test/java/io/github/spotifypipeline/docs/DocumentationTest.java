package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Each block of the pages is run by a test, or says that it is not. */
class DocumentationTest {

    /** Those whose blocks a test runs or reads without being named, and by which. */
    private static final Set<String> RUN = Set.of(
            "yaml",         // ExtendingTest
            "js",           // DataModelTest
            "sh");          // CommandBlocksTest

    @Test
    void eachBlockIsRunOrSaysThatItIsNot() {
        assertThat(CodeBlocks.all()).allSatisfy(block -> assertThat(!block.isUnmarked()
                || RUN.contains(block.language()) || isShown(block))
                .as("%s: what runs a block of %s? Say so as CodeBlocks wants it", block, block.language()).isTrue());
    }

    /** What a program prints, or a drawing: nothing that one could type. */
    private static boolean isShown(CodeBlock block) {
        return block.language().equals("text") && block.text().lines().map(String::strip).noneMatch(line ->
                line.matches("(?:\\$ |bin/|\\S+/bin/|spotify-pipeline |mvn |curl |docker |kubectl |db\\.|sh\\.|- ).*"));
    }

    /** A test that asks for its blocks gets all of them. */
    @Test
    void aTestThatABlockNamesAsksForIt() throws IOException {
        List<Path> tests;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            tests = files.toList();
        }
        assertThat(CodeBlocks.all().stream().filter(block -> block.runBy() != null)).allSatisfy(block ->
                assertThat(tests.stream().filter(file -> file.endsWith(block.runBy() + ".java"))).as("%s", block)
                        .singleElement().matches(test -> textOfItsRoom(test)
                                .contains("CodeBlocks.runBy(" + block.runBy() + ".class)"), "asks for its blocks"));
    }

    @Test
    void eachFindingIsInTheirTable() throws IOException {
        String page = Files.readString(Path.of("findings/README.md"));
        try (Stream<Path> scripts = Files.list(Path.of("findings"))) {
            assertThat(scripts.map(script -> script.getFileName().toString()).filter(name -> name.endsWith(".sh")))
                    .isNotEmpty().allMatch(name -> page.contains("\n| [" + name + "](" + name + ") |"));
        }
    }

    /** What stands beside the test, which it may use to ask. */
    private static String textOfItsRoom(Path test) {
        try (Stream<Path> files = Files.list(test.getParent())) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
