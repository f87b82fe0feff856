package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The table in docs/security.md is that of known-vulnerabilities.txt beside the versions that are built with; it is
 * written
 * by {@code mvn test -Dtest=KnownVulnerabilitiesTest -Dsecurity=write}.
 */
class KnownVulnerabilitiesTest {

    private static final Path DOCUMENT = Path.of("docs/security.md");
    private static final Path KNOWN = Path.of("src/test/resources/known-vulnerabilities.txt");
    private static final String HEAD = "| published | library | here | mended in | |\n|---|---|---|---|---|\n";

    /** A line of the file. */
    private record Known(String ids, String library, String mended, String words) {

        static Known of(String line) {
            String[] parts = line.split(" \\| ", 4);
            return new Known(parts[0], parts[1], parts[2], parts[3]);
        }

        Optional<String> here() {
            Pattern jar = Pattern.compile(Pattern.quote(library) + "-(\\d.*)\\.jar");
            return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                    .map(path -> jar.matcher(Path.of(path).getFileName().toString())).filter(found -> found.matches())
                    .map(found -> found.group(1)).findFirst();
        }

        String row() {
            String state = here().isEmpty() ? "absent" : compare(here().get(), mended) >= 0 ? "mended" : "not reached";
            return "| " + ids + " | " + library + " | " + here().orElse("-") + " | " + mended + " | " + state + ": "
                    + words
                    + " |\n";
        }
    }

    private static int compare(String one, String other) {
        List<Integer> left = numbers(one);
        List<Integer> right = numbers(other);
        for (int i = 0; i < Math.min(left.size(), right.size()); i++) {
            if (!left.get(i).equals(right.get(i))) {
                return left.get(i) - right.get(i);
            }
        }
        return left.size() - right.size();
    }

    private static List<Integer> numbers(String version) {
        return Pattern.compile("\\d+").matcher(version).results().map(found -> Integer.valueOf(found.group())).toList();
    }

    @Test
    void theDocumentSaysWhatIsKnownOfTheVersionsThatAreBuiltWith() throws IOException {
        String table = Files.readAllLines(KNOWN).stream().filter(line -> !line.startsWith("#")).map(Known::of)
                .map(Known::row)
                .collect(Collectors.joining());
        String document = Files.readString(DOCUMENT);
        int begin = document.indexOf(HEAD) + HEAD.length();
        int end = document.indexOf("\n\n", begin);
        String expected = document.substring(0, begin) + table + document.substring(end + 1);
        if ("write".equals(System.getProperty("security"))) {
            Files.writeString(DOCUMENT, expected);
        }
        assertThat(Files.readString(DOCUMENT)).isEqualTo(expected);
    }

    @Test
    void thePoolsOfConnectionsThatQuartzBringsAreLeftOut() {
        assertThat(System.getProperty("java.class.path")).contains("quartz-").doesNotContain("c3p0", "mchange");
    }
}
