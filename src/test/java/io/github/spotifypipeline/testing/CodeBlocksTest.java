package io.github.spotifypipeline.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class CodeBlocksTest {

    private static final String PAGE = """
            # Title

            ```yaml
            - route:
                id: one
            ```

            ## Outputs
            ### A file

            <!-- run by NotifyExamplesTest -->
            ```yaml
            first:
              second: 1
            ```
            ## A cluster

            1. Then
               *Not run by a test: it needs a cluster.*

               ```sh
               # no heading
               kubectl apply \\
                 -k .
               ```
               Said words.
               ````
               ```
               ````
            """;

    @Test
    void eachBlockKnowsWhereItIsAndWhatRunsIt() {
        List<CodeBlock> blocks = CodeBlocks.parse("docs/page.md", PAGE);

        assertThat(blocks).containsExactly(
                new CodeBlock("docs/page.md", 3, List.of("Title"), "yaml", "- route:\n    id: one\n", null, null),
                new CodeBlock("docs/page.md", 12, List.of("Title", "Outputs", "A file"), "yaml",
                        "first:\n  second: 1\n", "NotifyExamplesTest", null),
                new CodeBlock("docs/page.md", 21, List.of("Title", "A cluster"), "sh",
                        "# no heading\nkubectl apply \\\n  -k .\n", null, "it needs a cluster."),
                new CodeBlock("docs/page.md", 27, List.of("Title", "A cluster"), "", "```\n", null, null));
        assertThat(blocks.get(0).routeId()).isEqualTo("one");
        assertThat(blocks.get(0).isUnmarked()).isTrue();
        assertThat(blocks.get(1).routeId()).isEmpty();
        assertThat(blocks.get(2)).hasToString("docs/page.md:21 (A cluster)");
    }

    @Test
    void aBlockThatNothingEndsIsNamed() {
        assertThatThrownBy(() -> CodeBlocks.parse("docs/page.md", "```sh\nls\n"))
                .hasMessageContaining("docs/page.md:1");
    }

    @Test
    void allPagesAreRead() {
        assertThat(CodeBlocks.pages()).contains("README.md", "CONTRIBUTING.md", "docs/extending.md",
                "examples/other-app/README.md");
        assertThat(CodeBlocks.all()).hasSizeGreaterThan(40);
        assertThatThrownBy(() -> CodeBlocks.runBy(CodeBlocksTest.class)).hasMessageContaining("CodeBlocksTest");
    }
}
