package io.github.spotifypipeline.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code docs/kamelets.md} says what the definitions say. */
class KameletPageTest {

    private static final Path PAGE = Path.of("docs/kamelets.md");

    @Test
    void itIsThatOfTheDefinitions() throws IOException {
        if ("write".equals(System.getProperty("kamelets"))) {
            Files.writeString(PAGE, KameletPage.markdown());
        }

        assertThat(Files.readString(PAGE)).as("mvn test -Dtest=KameletPageTest -Dkamelets=write writes it anew")
                .isEqualTo(KameletPage.markdown());
    }
}
