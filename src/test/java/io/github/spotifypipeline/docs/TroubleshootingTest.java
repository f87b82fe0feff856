package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/troubleshooting.md} quotes what the program says. */
class TroubleshootingTest {

    private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

    /** Left of what is a cause: the first cell of a row. Messages of others are told by who says them. */
    private static List<String> messages() throws IOException {
        return Files.readAllLines(Path.of("docs/troubleshooting.md")).stream()
                .filter(line -> line.startsWith("| `")).map(line -> line.split(" \\| ")[0])
                .flatMap(cell -> QUOTED.matcher(cell).results()).map(quoted -> quoted.group(1)).toList();
    }

    /** All that the program is made of, each text that is written over several lines in one piece. */
    private static String sources() {
        return Stream.of("src/main", "src/embedded").map(Path::of).map(TroubleshootingTest::sources)
                .reduce("", String::concat);
    }

    private static String sources(Path root) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> file.toString().matches(".*(\\.(java|js|html|yaml)|bin/spotify-pipeline)"))
                    .map(TroubleshootingTest::text).reduce("", String::concat)
                    .replaceAll("\"\\s*\\+\\s*\"", "").replace("\\\"", "\"");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theProgramSaysEachMessage() throws IOException {
        String sources = sources();
        List<String> messages = messages();

        assertThat(messages).hasSizeGreaterThan(90).doesNotHaveDuplicates();
        assertThat(messages.stream().filter(message -> !pieces(message).allMatch(sources::contains)))
                .as("what nothing says").isEmpty();
    }

    /**
     * What stands around the parts that differ; a message has one at least. A setting's name stands in its row, and
     * what it may be is put together from there.
     */
    private static Stream<String> pieces(String message) {
        String told = message.replaceFirst("^[a-z.-]+ \\([A-Z_]+\\)$", "must be ")
                .replaceFirst("^[a-z.-]+ \\([A-Z_]+\\) ", "… ")
                .replaceFirst("must be (\\w+) or \\w+$", "must be … or");
        List<String> pieces = Arrays.stream(told.split("…")).map(String::strip)
                .filter(piece -> piece.length() > 4).toList();
        assertThat(pieces).as(message).isNotEmpty();
        return pieces.stream();
    }
}
