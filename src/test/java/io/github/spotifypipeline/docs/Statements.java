package io.github.spotifypipeline.docs;

import io.github.spotifypipeline.testing.CodeBlock;
import io.github.spotifypipeline.testing.CodeBlocks;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the pages tell people to type: in blocks, and as code within a sentence. */
final class Statements {

    private static final Pattern FENCED = Pattern.compile("(?ms)^ *```.*?^ *```");
    private static final Pattern INLINE = Pattern.compile("`([^`]+)`");
    private static final Pattern MONGOSH = Pattern.compile("db\\.\\w+\\.\\w+\\(.*\\)");

    private Statements() {
    }

    /** The statements of mongosh of all pages that no test asks for by name. */
    static List<Query> ofAllPages() {
        Stream<Query> blocks = unmarked("js").stream().flatMap(block -> parsed(block.toString(), block.text()));
        Stream<Query> inline = CodeBlocks.pages().stream().flatMap(page -> inline(page, MONGOSH)
                .flatMap(statement -> parsed(page, statement)));
        return Stream.concat(blocks, inline).toList();
    }

    private static Stream<Query> parsed(String where, String text) {
        try {
            return Query.parseAll(text).stream();
        } catch (RuntimeException e) {
            throw new AssertionError(where + ": " + e.getMessage(), e);
        }
    }

    /** The blocks of a language that the test of that language runs. */
    static List<CodeBlock> unmarked(String language) {
        return CodeBlocks.all().stream().filter(CodeBlock::isUnmarked)
                .filter(block -> block.language().equals(language)).toList();
    }

    /** The code within sentences and tables that has a form. */
    static Stream<String> inline(String page, Pattern form) {
        return inline(page).map(found -> found.group(1).replaceAll("\\s+", " ").replace("\\|", "|"))
                .filter(code -> form.matcher(code).matches());
    }

    private static Stream<MatchResult> inline(String page) {
        try {
            return INLINE.matcher(FENCED.matcher(Files.readString(Path.of(page))).replaceAll("")).results();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
