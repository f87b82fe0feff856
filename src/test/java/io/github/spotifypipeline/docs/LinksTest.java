package io.github.spotifypipeline.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.spotifypipeline.testing.CodeBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a document links to within the repository is there, its headings included. */
class LinksTest {

    private static final Pattern CODE = Pattern.compile("(?s)```.*?```");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)|(?:src|srcset|href)=\"([^\"]+)\"");

    static Stream<Path> documents() {
        return Stream.concat(Stream.of("CHANGELOG.md"), CodeBlocks.pages().stream()).map(Path::of);
    }

    private static String text(Path document) {
        try {
            return CODE.matcher(Files.readString(document)).replaceAll("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names that GitHub gives headings: small letters, no punctuation, a dash for each space. */
    private static Set<String> anchors(Path document) {
        return text(document).lines().filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("^#+ ", "").toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N} _-]", "")
                        .replace(' ', '-'))
                .collect(Collectors.toSet());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatItLinksToIsThere(Path document) {
        List<String> broken = new ArrayList<>();
        LINK.matcher(text(document)).results().map(link -> link.group(1) == null ? link.group(2) : link.group(1))
                .filter(target -> !target.contains("://")).forEach(target -> {
                    String[] parts = target.split("#", 2);
                    Path file = parts[0].isEmpty() ? document
                            : document.resolveSibling(parts[0]).normalize();
                    if (!Files.exists(file) || parts.length > 1 && !anchors(file).contains(parts[1])) {
                        broken.add(target);
                    }
                });

        assertThat(broken).isEmpty();
    }
}
