package io.github.spotifypipeline.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The start script for Windows beside the one for a shell. Nothing here can run cmd.exe: what is compared is the text.
 */
class WindowsScriptTest {

    private final String shell = read("spotify-pipeline");
    private final String windows = read("spotify-pipeline.cmd");
    private final List<String> lines = windows.lines().filter(line -> !line.startsWith("rem ")).toList();

    private static String read(String name) {
        try {
            return Files.readString(Path.of("src/main/bin", name), StandardCharsets.US_ASCII);
        } catch (IOException e) {
            throw new AssertionError("in ASCII, as cmd.exe reads it in the machine's own code page", e);
        }
    }

    private static Set<String> found(String text, String pattern) {
        return Pattern.compile(pattern).matcher(text).results().map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void givesJavaTheSameOptions() {
        String option = "(?<=[\\s\"=])(-X[^\\s\"=]+(=\\d+)?|--sun[^\\s\"]+|-D[^\\s\"=]+|-cp)";
        assertThat(found(windows, option)).isEqualTo(found(shell, option)).hasSizeGreaterThan(12);
        assertThat(found(windows, "io\\.github\\S+App")).isEqualTo(found(shell, "io\\.github\\S+App")).hasSize(1);
        assertThat(found(windows, "(?<=geq )\\d+")).as("releases of Java that make a difference")
                .isEqualTo(found(shell, "(?<=-lt )\\d+")).containsExactly("17", "23");
    }

    @Test
    void saysTheSameWhenThereIsNoJavaThatCanRunIt() {
        for (String words : List.of("install Java 17 or newer, or set JAVA_HOME to one.", "is too old",
                "there is no Java", "there is no archive of classes: a start takes longer.")) {
            assertThat(shell).contains(words);
            assertThat(windows).contains(words);
        }
        assertThat(lines.stream().filter(line -> line.contains(" echo spotify-pipeline: "))).hasSize(4)
                .allMatch(line -> line.startsWith(">&2 "));
    }

    @Test
    void isReadByCmdAsItIsMeant() {
        assertThat(windows.replace("\r\n", "")).as("labels are found where lines end with CRLF")
                .doesNotContain("\r", "\n");
        assertThat(windows).as("a ! in a path stays one").contains("DisableDelayedExpansion");
        assertThat(found(windows, "(?<=goto )\\w+")).as("where it jumps to")
                .isEqualTo(found(windows, "(?m)(?<=^:)\\w+"));
        assertThat(lines.stream().filter(line -> !line.contains(":\"=")))
                .as("an open quote would swallow the rest")
                .allMatch(line -> line.replaceAll("[^\"]", "").length() % 2 == 0);
        assertThat(lines.stream().filter(line -> line.matches("set \\w+=.*|set \"?\\w+=[^\"]*")))
                .as("paths may hold spaces, & and )").isEmpty();
        Set<String> assigned = found(windows, "(?<=set \"?|set /p )SP_\\w+(?==)");
        assertThat(assigned).containsAll(found(windows, "(?<=%)SP_\\w+"));
    }
}
