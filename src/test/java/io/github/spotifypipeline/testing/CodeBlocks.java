package io.github.spotifypipeline.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The fenced blocks of the pages that people read, so that tests run what stands there and no copy of it.
 *
 * <p>In the last line before a block that is not empty, a page may say what becomes of it:
 * <ul>
 *   <li>{@code <!-- run by NotifyExamplesTest -->}: that test asks for it by {@link #runBy};
 *   <li>{@code *Not run by a test: it needs a cluster.*}: nothing does, for that reason, which readers see.
 * </ul>
 * Without such a line the test of the block's language runs it.
 */
public final class CodeBlocks {

    private static final Pattern FENCE = Pattern.compile("( *)(```+|~~~+) *([\\w-]*).*");
    private static final Pattern HEADING = Pattern.compile("(#{1,6}) +(.*?)(?: +#+)?");
    private static final Pattern RUN_BY = Pattern.compile("<!-- run by (\\w+) -->");
    private static final Pattern NOT_RUN = Pattern.compile("\\*Not run by a test: (.+)\\*");

    private final String page;
    private final List<CodeBlock> blocks = new ArrayList<>();
    private final List<String> headings = new ArrayList<>();
    private String before = "";

    private CodeBlocks(String page) {
        this.page = page;
    }

    /** All blocks of all pages. */
    public static List<CodeBlock> all() {
        return pages().stream().flatMap(page -> of(page).stream()).toList();
    }

    /** The blocks that their pages say this test runs; it fails where there is none. */
    public static List<CodeBlock> runBy(Class<?> test) {
        List<CodeBlock> blocks = all().stream().filter(block -> test.getSimpleName().equals(block.runBy())).toList();
        if (blocks.isEmpty()) {
            throw new AssertionError("No page has a block with <!-- run by " + test.getSimpleName() + " -->");
        }
        return blocks;
    }

    /** The blocks of a page, such as {@code docs/extending.md}. */
    public static List<CodeBlock> of(String page) {
        try {
            return parse(page, Files.readString(Path.of(page)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages, by their paths from the repository's folder. */
    public static List<String> pages() {
        try (Stream<Path> docs = Files.walk(Path.of("docs")); Stream<Path> deploy = Files.walk(Path.of("deploy"));
                Stream<Path> examples = Files.list(Path.of("examples"))) {
            Stream<Path> single = Stream.of("README.md", "CONTRIBUTING.md", "findings/README.md").map(Path::of);
            Stream<Path> below = Stream.concat(docs, deploy).filter(file -> file.toString().endsWith(".md"));
            Stream<Path> readmes = examples.map(example -> example.resolve("README.md"));
            return Stream.of(single, below, readmes).flatMap(files -> files).filter(Files::isRegularFile)
                    .map(Path::toString).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The blocks of a page's text. */
    static List<CodeBlock> parse(String page, String text) {
        CodeBlocks reader = new CodeBlocks(page);
        List<String> lines = text.lines().toList();
        for (int at = 0; at < lines.size(); at++) {
            Matcher fence = FENCE.matcher(lines.get(at));
            if (fence.matches()) {
                at = reader.block(lines, at, fence);
            } else {
                reader.line(lines.get(at));
            }
        }
        return List.copyOf(reader.blocks);
    }

    private void line(String line) {
        Matcher heading = HEADING.matcher(line);
        if (heading.matches()) {
            int level = heading.group(1).length();
            headings.subList(Math.min(level - 1, headings.size()), headings.size()).clear();
            headings.add(heading.group(2));
        }
        if (!line.isBlank()) {
            before = line.strip();
        }
    }

    /** Adds the block that begins at a line, and returns the line that ends it. */
    private int block(List<String> lines, int start, Matcher fence) {
        String indentation = fence.group(1);
        StringBuilder text = new StringBuilder();
        int end = start + 1;
        while (!lines.get(end).strip().equals(fence.group(2))) {
            String line = lines.get(end);
            text.append(line.startsWith(indentation) ? line.substring(indentation.length()) : line.strip());
            text.append('\n');
            end++;
            if (end == lines.size()) {
                throw new AssertionError(page + ":" + (start + 1) + ": nothing ends this block");
            }
        }
        Matcher runBy = RUN_BY.matcher(before);
        Matcher notRun = NOT_RUN.matcher(before);
        blocks.add(new CodeBlock(page, start + 1, List.copyOf(headings), fence.group(3), text.toString(),
                runBy.matches() ? runBy.group(1) : null, notRun.matches() ? notRun.group(1) : null));
        before = "";
        return end;
    }
}
